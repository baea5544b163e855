"""What can be done with cases, a file for each noun."""
