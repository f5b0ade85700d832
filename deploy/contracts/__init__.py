"""The contracts that others rely on, generated from the code and committed."""
