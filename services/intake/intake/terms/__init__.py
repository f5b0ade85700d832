"""Terms of the procedure as data, with dates and clauses."""
