"""The institution submits a report."""

from collections.abc import Callable
from typing import Any

from common import audit
from common.clock import legal_day
from common.database import Transaction
from common.messaging.outbox import announce
from monitoring.domain.completeness import require_complete
from monitoring.domain.frozen import Frozen, freeze, submitted_event
from monitoring.domain.obligation import received, require_open
from monitoring.domain.report import REPORT, Report
from monitoring.store import obligations, reports
from programme.forms.tables import load_form


async def submit_report(
    tx: Transaction,
    cluster: str,
    period: str,
    *,
    content: Callable[[], dict[str, Any]],
    if_match: str | None,
) -> Report:
    """Freeze version n; the first complete one decides whether the report was on time (art. 16)."""
    report = await reports.load_for(tx, cluster, period)
    REPORT.admit_on("submit", report, actor=tx.actor, if_match=if_match)
    owed = await obligations.lock(tx, report.obligation_id)
    require_open(owed, legal_day(tx.at))
    declared, version = content(), await _version(tx, report)
    submitted, owed = report.after("submit", submissions=version.number), received(owed, tx.at)
    # The header first: of two submissions at once the second is told that it came late.
    await reports.save(tx, submitted)
    await _keep(tx, submitted, version)
    await obligations.save(tx, owed)
    await reports.note_act(tx, submitted, act="submit", content=declared)
    await announce(tx, submitted_event(owed, version), about=owed.id)
    return submitted


async def _version(tx: Transaction, report: Report) -> Frozen:
    form = load_form("annual_report")
    sections = await reports.draft_of(tx, report.id) or {}
    require_complete(sections, form)
    return freeze(report, sections, form=form.id, received_at=tx.at)


async def _keep(tx: Transaction, report: Report, version: Frozen) -> None:
    await reports.freeze(tx, report.id, version)
    detail = {"version": version.number, "sha256": version.sha256}
    await audit.record(tx, "annual_report", report.id, act="submit", detail=detail)
