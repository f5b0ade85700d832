"""The district forwards a renewal to the bureau with its opinion."""

from collections.abc import Callable
from dataclasses import asdict

from common.contracts.application import ApplicationForwarded
from common.database import Transaction
from intake.domain.act import Act
from intake.domain.application import Application
from intake.domain.forwarding import Forwarding
from intake.domain.review import require_correction_over, require_new_version
from intake.domain.round import Round
from intake.domain.target_completion import completions
from intake.domain.version import Version, case_of
from intake.store import rounds, versions
from intake.usecases.acting import admitted, put_on_record


async def forward_application(
    tx: Transaction, ref: str, *, if_match: str | None, content: Callable[[], Forwarding]
) -> tuple[Application, Act]:
    """Forward a renewal, for or against: also late, for the delay is the district's (art. 15)."""
    case = await admitted(tx, ref, act="forward", if_match=if_match)
    require_correction_over(case, at=tx.at)
    require_new_version(case)
    given, in_round = content(), await rounds.load(tx, case.round_id)
    version = await versions.load(tx, case.id, case.submissions)
    forwarded = case.after(
        "forward",
        at=tx.at,
        recommended_version=version.number,
        recommend_due_on=None,
        correction_due_on=None,
        outcome=None,
    )
    act = await put_on_record(
        tx,
        forwarded,
        act="forward",
        content={**asdict(given), "version": version.number, "sha256": version.sha256},
        event=_event(forwarded, version, in_round, given),
        story=f"application.forwarded_{given.opinion}",
    )
    return forwarded, act


def _event(
    case: Application, version: Version, in_round: Round, given: Forwarding
) -> ApplicationForwarded:
    return ApplicationForwarded(
        case=case_of(version, case=case, in_round=in_round),
        facts=dict(version.facts),
        opinion=given.reason,
        in_favour=given.opinion == "for",
        targets=completions(version.content["sections"]),
        terms=in_round.terms.renewal,
    )
