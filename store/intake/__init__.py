"""A document becomes articles, and articles become sentence chunks; pure, but for the readers."""
