"""How what the handlers say reaches a chat: sent once for each update, as text, file, or a board that is kept up."""
