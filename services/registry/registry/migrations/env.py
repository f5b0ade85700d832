"""Alembic's environment of registry."""

from common.migrations import run_environment
from registry.tables import (
    case_facts,
    change_filings,
    clusters,
    messages,
    notices,
    objections,
    proposals,
    revocations,
    rounds,
    set_asides,
)
from registry.tables.metadata import metadata

# Every module of tables is imported, so that `alembic check` compares them all.
assert case_facts
assert change_filings
assert clusters
assert messages
assert notices
assert objections
assert proposals
assert set_asides
assert revocations
assert rounds

run_environment(metadata)
