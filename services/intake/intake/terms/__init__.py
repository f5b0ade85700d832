"""What intake settles as data, with clauses and sources, and its reading."""
