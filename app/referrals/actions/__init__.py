"""The verbs of searches, offers and meetings, a file for each."""
