"""What can be asked about cases, a file for each noun."""
