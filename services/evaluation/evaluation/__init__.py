"""Jiqun evaluation service."""
