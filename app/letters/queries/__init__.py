"""What can be asked about texts and letters."""
