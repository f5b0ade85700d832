"""Official papers of the register."""
