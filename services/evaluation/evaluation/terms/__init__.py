"""What the measure settles for an evaluation, as data with clauses."""
