"""What is decided about versions of the plan: pure."""
