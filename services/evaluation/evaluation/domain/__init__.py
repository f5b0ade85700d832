"""Statuses, lifecycles, frozen aggregates, decisions, refusals; no I/O."""
