"""The roster that goes with a report is handed in: by its institution, or by a system for it."""

from common import audit
from common.database import Source, Transaction
from common.documents.quarantine import Received
from common.errors import NotFound
from common.ids import new_id
from common.lifecycle import etag_of
from monitoring.domain.report import REPORT, Report
from monitoring.domain.roster import require_hands_in
from monitoring.store import obligations, reports, rosters


async def rostered_report(
    source: Source, cluster: str, period: str, *, if_match: str | None
) -> Report:
    """The report, if the actor may hand in its roster now; before the file is even received."""
    owed = await obligations.load_for(source, cluster, period)
    report = await reports.find(source, owed.id)
    if report is None:
        raise NotFound()
    require_hands_in(source.actor, report)
    # A system sees no report, so it names no version: its roster contradicts no other writer.
    match = etag_of(report.version) if source.actor.has("system") else if_match
    REPORT.admit_on("hand_in_roster", report, actor=source.actor, if_match=match)
    return report


async def hand_in_roster(
    tx: Transaction, received: Received, cluster: str, period: str, *, if_match: str | None
) -> Report:
    """Keep every row or none; the same file again changes nothing."""
    report = await rostered_report(tx, cluster, period, if_match=if_match)
    known = await rosters.find(tx, report.id, sha256=received.sha256)
    if known is not None and known == report.roster_id:
        return report
    roster_id = known or new_id()
    rostered = report.after("hand_in_roster", roster_id=roster_id)
    await reports.save(tx, rostered)
    if known is None:
        await rosters.take_in(
            tx, received.file, roster_id=roster_id, report_id=report.id, sha256=received.sha256
        )
    detail = {"roster_id": str(roster_id), "sha256": received.sha256}
    await audit.record(tx, "annual_report", report.id, act="hand_in_roster", detail=detail)
    return rostered
