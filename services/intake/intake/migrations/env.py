"""Alembic's environment of intake."""

from common.migrations import run_environment
from intake.tables import (
    applications,
    messages,
    papers,
    registered_clusters,
    rounds,
    standards,
)
from intake.tables.metadata import metadata

# Every module of tables is imported, so that `alembic check` compares them all.
assert applications
assert messages
assert papers
assert registered_clusters
assert rounds
assert standards

run_environment(metadata)
