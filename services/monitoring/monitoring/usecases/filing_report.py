"""What a submission and a correction share: the next version, frozen as it was signed."""

from collections.abc import Mapping
from typing import Any

from common import audit
from common.database import Transaction
from common.messaging.outbox import announce
from monitoring.domain.completeness import require_complete
from monitoring.domain.draft import Draft, signed
from monitoring.domain.frozen import Frozen, freeze, submitted_event
from monitoring.domain.obligation import Obligation
from monitoring.domain.report import Report
from monitoring.domain.report_questions import questions_about
from monitoring.store import filings, obligations, reports
from monitoring.terms.report_reading import question_terms
from programme.forms.tables import load_form


async def next_version(
    tx: Transaction,
    report: Report,
    owed: Obligation,
    *,
    draft: Draft,
    words: Mapping[str, Any],
) -> Frozen:
    """The version that a complete, sealed and signed draft makes, with the questions it raises."""
    form = load_form("annual_report")
    require_complete(draft.sections, form)
    filed = signed(draft, words["signature"])
    tally = draft.roster["tally"] if draft.roster else {}
    told = await filings.told_of(tx, owed, tally=tally)
    return freeze(
        report,
        filed,
        form=form.id,
        received_at=tx.at,
        questions=questions_about(draft.sections, told, question_terms()),
        reason=words.get("reason"),
    )


async def put_on_file(
    tx: Transaction,
    filed: Report,
    owed: Obligation,
    version: Frozen,
    *,
    act: str,
    words: dict[str, Any],
) -> None:
    """Keep a version and say that it came in; its header is saved already."""
    await reports.freeze(tx, filed.id, version)
    await reports.keep_seal(tx, filed.id, None)
    await obligations.save(tx, owed)
    await reports.note_act(tx, filed, act=act, content=words)
    detail = {"version": version.number, "sha256": version.sha256}
    await audit.record(tx, "annual_report", filed.id, act=act, detail=detail)
    await announce(tx, submitted_event(owed, version), about=owed.id)
