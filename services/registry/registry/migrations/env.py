"""Alembic's environment of registry."""

from common.migrations import run_environment
from registry.tables import clusters, notices, proposals, revocations, rounds
from registry.tables.metadata import metadata

# Every module of tables is imported, so that `alembic check` compares them all.
assert clusters
assert notices
assert proposals
assert revocations
assert rounds

run_environment(metadata)
