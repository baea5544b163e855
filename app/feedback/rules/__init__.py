"""What is asked after a case, and how much of the answers is shown."""
