"""What can be asked about searches, offers and meetings, a file for each noun."""
