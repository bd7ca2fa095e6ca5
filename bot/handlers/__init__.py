"""What the bot does with an update: read, call, reply."""
