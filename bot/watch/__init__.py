"""What an operator can see: log lines, the trace that ties them together, counts and times."""
