"""The verbs of the gap report: ask for one, reckon it, forget it."""
