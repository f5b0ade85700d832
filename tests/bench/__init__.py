"""The benchmark: our own speed as a ratio to a floor measured in the same run."""
