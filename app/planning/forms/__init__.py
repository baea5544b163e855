"""What forms of the plan ask."""
