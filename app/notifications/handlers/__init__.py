"""Who is told when something happens elsewhere, a file for each package heard."""
