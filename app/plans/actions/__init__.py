"""What can be done with plans and their steps."""
