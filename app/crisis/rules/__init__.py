"""What is decided about events in a municipality: phases, the chain of alarm, signals; pure."""
