"""What review, confirmation and return of a report share: who may, and how it goes on record."""

from collections.abc import Callable
from typing import Any

from common import audit
from common.database import Transaction
from monitoring.domain.report import REPORT, Report, after_act
from monitoring.store import reports


async def moved_on(
    tx: Transaction,
    cluster: str,
    period: str,
    *,
    act: str,
    content: Callable[[], dict[str, Any]],
    if_match: str | None,
) -> tuple[Report, dict[str, Any]]:
    """The report after an act, which is on record, and the words that were said with it."""
    report = await reports.load_for(tx, cluster, period)
    REPORT.admit_on(act, report, actor=tx.actor, if_match=if_match)
    words, changed = content(), after_act(report, act)
    await reports.save(tx, changed)
    await reports.note_act(tx, changed, act=act, content=words)
    await audit.record(tx, "annual_report", changed.id, act=act, detail=words)
    return changed, words
