"""Work that goes on beside the chat and after a restart: alerts, a message to all readers, everything read anew."""
