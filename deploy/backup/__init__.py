"""Backup, restore and reconciliation of a stack: `python -m deploy.backup`."""
