"""What readers want to be told of: their rules, which of them a publication meets, and how that is said."""
