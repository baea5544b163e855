"""The verbs of oversight: what coordination does with several cases at once."""
