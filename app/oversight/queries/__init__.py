"""What can be asked about the work that waits, a file for each noun."""
