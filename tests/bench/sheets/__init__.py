"""A service of sheets of paper: the smallest submission with everything on."""
