"""Reads the packaged terms of change filings."""

from functools import cache
from typing import Final

from programme.strict_toml import packaged_table
from registry.domain.change_period import FilingTerms
from registry.terms.ground_terms import day_period

PACKAGE: Final = "registry.terms"


@cache
def filing_terms() -> FilingTerms:
    """How the period of a change filing is counted (defaults, not law)."""
    document = packaged_table(PACKAGE, "change_filings.toml")
    period = document.table("period")
    read = FilingTerms(
        clause=period.text("clause"),
        period=day_period(period),
    )
    for table in (document, period):
        table.close()
    return read
