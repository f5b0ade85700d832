"""Signed extracts of the register and the status list that says which of them no longer hold."""
