"""The institution writes a report, or replaces what it wrote."""

from collections.abc import Callable
from typing import Any

from common import audit
from common.clock import legal_day
from common.database import Transaction
from monitoring.domain import access
from monitoring.domain.obligation import require_open
from monitoring.domain.report import REPORT, Report, precondition, unwritten
from monitoring.store import obligations, reports


async def write_report(
    tx: Transaction,
    cluster: str,
    period: str,
    *,
    content: Callable[[], dict[str, Any]],
    if_match: str | None,
    if_none_match: str | None,
) -> Report:
    """Keep the sections of a report whose period has ended; nobody else sees them yet."""
    owed = access.require_visible(tx.actor, await obligations.load_for(tx, cluster, period))
    report = await reports.find(tx, owed.id) or unwritten(owed)
    match = precondition(report, if_match=if_match, if_none_match=if_none_match)
    REPORT.admit_on("write", report, actor=tx.actor, if_match=match)
    require_open(owed, legal_day(tx.at))
    sections, written = content(), report.after("write")
    await reports.save(tx, written)
    await reports.write_draft(tx, written.id, sections)
    await audit.record(tx, "annual_report", written.id, act="write")
    return written
