"""What is said: the chat, the command line, and the newsroom that joins the parts."""
