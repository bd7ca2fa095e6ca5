"""What is found: terms, the index, ranking, facts and answers."""
