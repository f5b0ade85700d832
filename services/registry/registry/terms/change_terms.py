"""Reads the packaged terms of change filings."""

from functools import cache
from typing import Final

from programme.strict_toml import packaged_table
from registry.domain.change_period import FilingTerms

PACKAGE: Final = "registry.terms"


@cache
def filing_terms() -> FilingTerms:
    """How the period of a change filing is counted (defaults, not law)."""
    document = packaged_table(PACKAGE, "change_filings.toml")
    period = document.table("period")
    read = FilingTerms(
        clause=period.text("clause"),
        days=period.integer("days"),
        first_day_counts=period.flag("first_day_counts"),
        roll_forward=period.flag("roll_forward"),
    )
    for table in (document, period):
        table.close()
    return read
