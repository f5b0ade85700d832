"""The migrations of the sheets."""
