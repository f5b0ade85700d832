"""Criteria standards: the law as data, with its cases beside it."""
