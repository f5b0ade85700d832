"""Alembic's environment of monitoring."""

from common.migrations import run_environment
from monitoring.tables import clusters, obligations, reports
from monitoring.tables.metadata import metadata

# Every module of tables is imported, so that `alembic check` compares them all.
assert clusters
assert obligations
assert reports

run_environment(metadata)
