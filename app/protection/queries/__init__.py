"""What can be asked about protected channels."""
