"""What can be asked about lending."""
