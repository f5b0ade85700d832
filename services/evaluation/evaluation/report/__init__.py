"""The report of a pre-check: the figures of its JSON, as a page and as paper, in two languages."""
