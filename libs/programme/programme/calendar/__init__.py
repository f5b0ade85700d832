"""The working-day calendar of mainland China, a file for each year."""
