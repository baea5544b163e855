"""What can be asked about events in the municipality."""
