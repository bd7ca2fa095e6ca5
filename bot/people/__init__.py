"""Who somebody is to the bot and what they want of it: role, language, hours, and how much at once."""
