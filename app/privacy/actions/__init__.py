"""The verbs of deletion: hold, release, erase, forget."""
