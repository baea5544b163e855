"""What can be asked about the gaps of the pool."""
