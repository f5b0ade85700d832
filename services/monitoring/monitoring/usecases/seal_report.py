"""The institution hands in the page of its report that it sealed."""

from common import audit
from common.database import Source, Transaction
from common.documents.quarantine import Received
from common.documents.store import Objects
from monitoring.domain.report import REPORT, Report
from monitoring.store import reports


async def sealable_report(
    source: Source, cluster: str, period: str, *, if_match: str | None
) -> Report:
    """The report, if the actor may seal it now; before its page is even received."""
    report = await reports.load_for(source, cluster, period)
    REPORT.admit_on("seal", report, actor=source.actor, if_match=if_match)
    return report


async def seal_report(
    tx: Transaction,
    objects: Objects,
    received: Received,
    cluster: str,
    period: str,
    *,
    media_type: str,
    if_match: str | None,
) -> Report:
    """Name the sealed page; the file is in its place before the commit (art. 9, 16)."""
    report = await sealable_report(tx, cluster, period, if_match=if_match)
    sealed = report.after("seal")
    await reports.save(tx, sealed)
    seal = {
        "sha256": received.sha256,
        "size_bytes": received.size_bytes,
        "media_type": media_type,
        "received_at": tx.at.isoformat(),
    }
    await reports.keep_seal(tx, sealed.id, seal)
    detail = {"sha256": received.sha256}
    await audit.record(tx, "annual_report", sealed.id, act="seal", detail=detail)
    await objects.keep(received)
    return sealed
