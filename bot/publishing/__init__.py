"""What editors do with the paper: a document read, tried, corrected, published, taken out."""
