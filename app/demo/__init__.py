"""A believable world to try the program in; nothing of it is real."""
