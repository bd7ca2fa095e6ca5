"""The wire to Telegram: the connection and its limits, and the queue of what came over it."""
