"""The verbs of the pool, a file for each noun."""
