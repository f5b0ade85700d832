"""Alembic's environment of evaluation."""

from common.migrations import run_environment
from evaluation.tables import evaluations, standards
from evaluation.tables.metadata import metadata

# Every module of tables is imported, so that `alembic check` compares them all.
assert evaluations
assert standards

run_environment(metadata)
