"""A service of notes: the smallest one that uses every mechanism."""
