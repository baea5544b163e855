"""What the law of a case is, a file for each noun."""
