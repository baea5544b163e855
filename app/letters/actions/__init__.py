"""The verbs of texts and letters."""
