"""Jiqun monitoring service."""
