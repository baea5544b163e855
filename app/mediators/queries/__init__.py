"""What can be asked about the pool, a file for each noun."""
