"""For tests: a database per test, tokens of every role, a clock that stands still."""
