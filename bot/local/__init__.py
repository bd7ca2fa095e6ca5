"""A Bot API server on loopback and the chat page on it: the bot without Telegram, and the tests' other end."""
