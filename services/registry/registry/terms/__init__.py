"""What the measure settles for the register, as data with clauses, and its reading."""
