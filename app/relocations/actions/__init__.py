"""The verbs of giving a case to another municipality, and of taking one."""
