"""A proposal: the bureau's decision to designate, waiting for a notice and then for its release."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from common.actor import Actor
from common.contracts.case import Case, StandardPin
from common.contracts.evaluation import EvaluationCompleted
from common.errors import FieldError, Forbidden, Text
from common.lifecycle import Arc, Lifecycle
from registry.domain.refusals import NothingProposed, NotWaiting

BUREAU: Final = ("municipal_bureau",)
LIVE: Final = ("waiting", "noticed")
Reason = Literal["withdrawn", "reopened", "superseded", "objection_upheld"]

PROPOSAL: Final = Lifecycle(
    name="proposal",
    arcs=(
        # Again by the notice that corrects the one it stands in.
        Arc("hold", who=BUREAU, start=LIVE, end=("noticed",)),
        Arc("release", who=BUREAU, start=("noticed",), end=("released",)),
        Arc("take_out", who=("service",), start=LIVE, end=("taken_out",)),
    ),
    moves_next={
        "waiting": "municipal_bureau",
        "noticed": "municipal_bureau",
        "released": None,
        "taken_out": None,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One decision to designate; `status` tells who moves next (see `PROPOSAL`)."""

    id: UUID
    status: str
    version: int
    application_id: UUID
    evaluation_id: UUID
    round_id: UUID
    case: Case
    standard: StandardPin
    decision_reference: str
    decided_at: datetime
    notice_id: UUID | None
    taken_out_for: str | None
    recorded_at: datetime


def require_bureau(actor: Actor) -> None:
    """Only the bureau puts a proposed list on notice (art. 10)."""
    if not actor.has(*BUREAU):
        raise Forbidden()


def proposes(event: EvaluationCompleted) -> bool:
    """Whether a completed evaluation proposes a designation, or passes a renewal."""
    wanted = {"designation": "proposed", "renewal": "passed"}
    return event.outcome == wanted[event.case.kind]


def fails(event: EvaluationCompleted) -> bool:
    """Whether a completed evaluation does not pass a renewal."""
    return event.case.kind == "renewal" and event.outcome == "not_passed"


def proposal_from(
    event: EvaluationCompleted, *, new_id: UUID, barred_by: Reason | None, at: datetime
) -> Proposal:
    """The proposal in a completed evaluation; born taken out if that was told before it."""
    return Proposal(
        id=new_id,
        status="taken_out" if barred_by else "waiting",
        version=1,
        application_id=event.case.application_id,
        evaluation_id=event.evaluation_id,
        round_id=event.case.round.id,
        case=event.case,
        standard=event.standard,
        decision_reference=event.decision_reference,
        decided_at=event.decided_at,
        notice_id=None,
        taken_out_for=barred_by,
        recorded_at=at,
    )


def held(proposal: Proposal, *, notice_id: UUID) -> Proposal:
    """The proposal as an entry of a notice."""
    return _moved(replace(proposal, notice_id=notice_id), "hold")


def released(proposal: Proposal) -> Proposal:
    """The proposal as designated."""
    return _moved(proposal, "release")


def taken_out(proposal: Proposal, reason: Reason) -> Proposal:
    """The proposal as no longer standing: it designates nothing."""
    return _moved(replace(proposal, taken_out_for=reason), "take_out")


def chosen(waiting: Sequence[Proposal], wanted: Sequence[UUID] | None) -> tuple[Proposal, ...]:
    """The waiting proposals for a notice: all, or those of the applications wanted."""
    if not waiting:
        raise NothingProposed()
    if wanted is None:
        return tuple(waiting)
    known = {proposal.application_id for proposal in waiting}
    sentence = Text("此申报不在待公示之列。", "This application does not wait for a notice.")
    errors = [
        FieldError(f"/application_ids/{place}", "not_waiting", sentence)
        for place, application in enumerate(wanted)
        if application not in known
    ]
    if errors or not wanted:
        raise NotWaiting(errors=errors)
    return tuple(proposal for proposal in waiting if proposal.application_id in wanted)


def _moved(proposal: Proposal, act: str) -> Proposal:
    end = PROPOSAL.end_of(act, proposal.status)
    return replace(proposal, status=end, version=proposal.version + 1)
