"""Reads the packaged terms into the domain's types; unknown keys are refused."""

from functools import cache

from monitoring.domain.dashboard import DashboardTerms, Target
from monitoring.domain.due_days import LAST_PERIOD, ReportingTerms
from programme.strict_toml import Table, packaged_table


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


@cache
def dashboard() -> DashboardTerms:
    """The targets of art. 5, and how much of each list a dashboard shows."""
    document = packaged_table("monitoring.terms", "dashboard.toml")
    amounts = document.table("shown")
    read = DashboardTerms(
        targets=tuple(_target(table) for table in document.tables("targets")),
        industries=amounts.integer("industries"),
        rows=amounts.integer("rows"),
        years=amounts.integer("years"),
    )
    for table in (document, amounts):
        table.close()
    return read


def _target(table: Table) -> Target:
    read = Target(
        clause=table.text("clause"),
        first_year=table.integer("first_year"),
        last_year=table.integer("last_year"),
        about=table.integer("about"),
    )
    table.close()
    return read
