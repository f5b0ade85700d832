"""Mechanism that would be identical in an unrelated programme."""
