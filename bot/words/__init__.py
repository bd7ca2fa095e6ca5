"""What readers are told: from an answer to a message with its buttons, and what is kept of it. Pure functions."""
