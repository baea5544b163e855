"""The verbs of protected channels."""
