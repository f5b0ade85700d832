"""Alembic's environment of evaluation."""

from common.migrations import run_environment
from evaluation.tables import evaluations, recomputations, standards
from evaluation.tables.metadata import metadata

# Every module of tables is imported, so that `alembic check` compares them all.
assert evaluations
assert recomputations
assert standards

run_environment(metadata)
