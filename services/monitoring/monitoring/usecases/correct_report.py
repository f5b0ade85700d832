"""The institution corrects a report that was received."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from common.database import Transaction
from monitoring.domain.draft import Draft, require_change
from monitoring.domain.report import REPORT, Report
from monitoring.store import obligations, reports
from monitoring.usecases.filing_report import next_version, put_on_file


async def correct_report(
    tx: Transaction,
    cluster: str,
    period: str,
    *,
    content: Callable[[], dict[str, Any]],
    if_match: str | None,
) -> Report:
    """Freeze version n+1 with its reason; when it first came in stays what it was (art. 16).

    It is reviewed and confirmed anew; what was confirmed stands until then.
    """
    report = await reports.load_for(tx, cluster, period)
    REPORT.admit_on("correct", report, actor=tx.actor, if_match=if_match)
    owed = await obligations.lock(tx, report.obligation_id)
    corrected, words = report.after("correct", submissions=report.submissions + 1), content()
    await reports.save(tx, corrected)
    draft = await reports.draft_of(tx, report) or Draft(sections={})
    require_change(draft, (await reports.versions_of(tx, report.id))[-1].content)
    version = await next_version(tx, report, owed, draft=draft, words=words)
    reopened = replace(owed, confirmed_at=None)
    await put_on_file(tx, corrected, reopened, version, act="correct", words=words)
    return corrected
