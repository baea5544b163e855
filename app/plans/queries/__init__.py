"""What can be asked about plans and their steps."""
