"""Questions answered: the newsroom, the processes that help it to think, and what was thought a moment ago."""
