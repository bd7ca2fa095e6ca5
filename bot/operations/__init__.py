"""What keeps the bot running: checks, health, backups, the lock on the data folder, how it ends."""
