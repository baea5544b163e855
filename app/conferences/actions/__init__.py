"""The verbs of case conferences."""
