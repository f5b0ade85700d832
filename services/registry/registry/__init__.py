"""Jiqun registry service."""
