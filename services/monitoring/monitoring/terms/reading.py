"""Reads the packaged terms into the domain's types; unknown keys are refused."""

from functools import cache

from monitoring.domain.due_days import LAST_PERIOD, ReportingTerms
from programme.strict_toml import packaged_table


@cache
def reporting() -> ReportingTerms:
    """For which periods a report is owed, and from which day on it can be filed."""
    document = packaged_table("monitoring.terms", "reporting.toml")
    obligation, request = document.table("obligation"), document.table("request")
    read = ReportingTerms(
        clause=obligation.text("clause"),
        last_period_owed=obligation.choice("last_period_owed", LAST_PERIOD),
        request_month=request.integer("month"),
        request_day=request.integer("day"),
    )
    for table in (document, obligation, request):
        table.close()
    return read
