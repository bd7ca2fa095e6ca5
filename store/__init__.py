"""What is kept: SQLite through sqlite-utils. The truth; everything else can be rebuilt from it."""
