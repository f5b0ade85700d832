"""The institution writes a report, or replaces what it wrote."""

from collections.abc import Callable, Mapping
from typing import Any

from common import audit
from common.clock import legal_day
from common.database import Source, Transaction
from monitoring.domain import access
from monitoring.domain.obligation import Obligation, require_open
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
    origin: Mapping[str, Any] | None = None,
) -> Report:
    """Keep the sections of a report whose period has ended; nobody else sees them yet.

    `origin` goes on record: the workbook that they are from.
    """
    _, report = await writable_report(
        tx, cluster, period, if_match=if_match, if_none_match=if_none_match
    )
    sections, written = content(), report.after("write")
    await reports.save(tx, written)
    await reports.write_draft(tx, written.id, sections)
    await audit.record(tx, "annual_report", written.id, act="write", detail=dict(origin or {}))
    return written


async def writable_report(
    source: Source, cluster: str, period: str, *, if_match: str | None, if_none_match: str | None
) -> tuple[Obligation, Report]:
    """What is owed and its report, if the actor may write it now; before any content is read."""
    found = await obligations.load_for(source, cluster, period)
    owed = access.require_visible(source.actor, found)
    report = await reports.find(source, owed.id) or unwritten(owed)
    match = precondition(report, if_match=if_match, if_none_match=if_none_match)
    REPORT.admit_on("write", report, actor=source.actor, if_match=match)
    require_open(owed, legal_day(source.at))
    return owed, report
