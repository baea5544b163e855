"""The whole waiting list at once: who is asked for which case, so that most cases are served, and best."""
