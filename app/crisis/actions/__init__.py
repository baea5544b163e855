"""What is done about events in the municipality."""
