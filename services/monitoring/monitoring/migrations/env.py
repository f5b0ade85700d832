"""Alembic's environment of monitoring."""

from common.migrations import run_environment
from monitoring.tables import (
    assessments,
    clusters,
    cycles,
    early_warnings,
    entries,
    filed_cases,
    messages,
    obligations,
    panels,
    practice_cases,
    reports,
    rosters,
    supervision,
)
from monitoring.tables.metadata import metadata

# Every module of tables is imported, so that `alembic check` compares them all.
assert assessments
assert clusters
assert cycles
assert messages
assert obligations
assert reports
assert supervision
assert early_warnings
assert entries
assert panels
assert practice_cases
assert filed_cases
assert rosters

run_environment(metadata)
