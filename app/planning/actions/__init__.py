"""What is done with drafts and versions of the plan."""
