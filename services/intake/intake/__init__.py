"""Jiqun intake service."""
