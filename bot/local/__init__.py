"""The bot without Telegram: a strict Bot API server on loopback and the chat page on it.

`LocalServer` (in server.py) is what both `baozhi run` without a token and the tests stand on; people.py plays the
readers, client.py drives it all over HTTP from a test or a script.
"""
