"""The annual report on paper, to be sealed."""
