"""Data with its clause: what a report is owed for and when it is asked for."""
