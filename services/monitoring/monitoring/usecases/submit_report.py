"""The institution submits a report."""

from collections.abc import Callable
from typing import Any

from common.clock import legal_day
from common.database import Transaction
from monitoring.domain.draft import Draft
from monitoring.domain.obligation import received, require_open
from monitoring.domain.report import REPORT, Report
from monitoring.store import obligations, reports
from monitoring.usecases.filing_report import next_version, put_on_file


async def submit_report(
    tx: Transaction,
    cluster: str,
    period: str,
    *,
    content: Callable[[], dict[str, Any]],
    if_match: str | None,
) -> Report:
    """Freeze version n; the first complete signed one decides whether it was on time (art. 16)."""
    report = await reports.load_for(tx, cluster, period)
    REPORT.admit_on("submit", report, actor=tx.actor, if_match=if_match)
    owed = await obligations.lock(tx, report.obligation_id)
    require_open(owed, legal_day(tx.at))
    submitted, words = report.after("submit", submissions=report.submissions + 1), content()
    # The header first: of two submissions at once the second is told that it came late.
    await reports.save(tx, submitted)
    draft = await reports.draft_of(tx, report) or Draft(sections={})
    version = await next_version(tx, report, owed, draft=draft, words=words)
    await put_on_file(tx, submitted, received(owed, tx.at), version, act="submit", words=words)
    return submitted
