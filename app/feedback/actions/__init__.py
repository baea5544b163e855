"""The verbs of follow-up and feedback."""
