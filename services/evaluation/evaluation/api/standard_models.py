"""What clients see of a standard, its revisions and the acts on it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from common.actor import Actor
from common.contracts.case import StandardPin
from common.http.validation import StrictModel
from evaluation.api.criterion_models import CriterionShown, criterion_shown
from evaluation.domain.revision_effect import DecisionEffect
from evaluation.domain.standard import (
    Revision,
    StandardAct,
    StandardRecord,
    allowed_actions,
)


class StandardPublicationShown(StrictModel):
    """When a revision is in force, both days inclusive; `to_be_confirmed` until two published it.

    Without a last day it is in force until a later revision begins.
    """

    effective_from: date
    effective_to: date | None
    to_be_confirmed: bool
    published_at: datetime


class CriterionChangeShown(StrictModel):
    """How a criterion ended when the case was decided, and how it would end; null: not there."""

    id: str
    before: str | None
    after: str | None


class DecisionEffectShown(StrictModel):
    """A past decision that the revision would have changed; it changes none.

    `would_stand`: whether the decision could be taken again. No criteria: the facts of the case
    cannot be checked under the revision at all.
    """

    evaluation_id: UUID
    reference: str
    outcome: str
    decided_under: StandardPin
    would_stand: bool
    criteria: list[CriterionChangeShown]


class StandardProposalShown(StrictModel):
    """A publication that waits for a second person; the bureau sees it."""

    revision: int
    effective_from: date
    effective_to: date | None
    proposed_by: str
    proposed_at: datetime
    effects: list[DecisionEffectShown]


class StandardRevisionShown(StrictModel):
    """One revision of a standard; read it whole with `?revision=`."""

    revision: int
    sha256: str
    status: str
    drafted_at: datetime | None
    publication: StandardPublicationShown | None


class InterpretationShown(StrictModel):
    """What the bureau said that a word means (art. 18)."""

    revision: int
    word: str
    text: str
    document: str
    dated: date
    recorded_at: datetime


class RecheckOrderShown(StrictModel):
    """An order that the undecided cases of a round follow a revision (art. 18)."""

    revision: int
    round_id: UUID
    document: str
    dated: date
    reason: str
    recorded_at: datetime


class StandardListed(StrictModel):
    id: str
    version: str
    revision: int
    sha256: str
    sealed: bool
    title: str
    issuer: str
    criteria_count: int
    status: str
    publication: StandardPublicationShown | None


class StandardShown(StandardListed):
    """One revision of a standard with all its criteria, and the life of the standard."""

    basis: str
    effective_note: str
    sections: dict[str, str]
    criteria: list[CriterionShown]
    revisions: list[StandardRevisionShown]
    interpretations: list[InterpretationShown]
    orders: list[RecheckOrderShown]
    proposal: StandardProposalShown | None
    allowed_actions: list[str]


def standard_listed(of: StandardRecord) -> StandardListed:
    """The representation of a standard in a list: the revision in force."""
    return StandardListed(**_summary(of, of.current))


def standard_shown(
    of: StandardRecord,
    actor: Actor,
    *,
    revision: Revision,
    effects: Sequence[DecisionEffect] | None,
) -> StandardShown:
    """The representation of one revision; `effects` for whoever sees the open proposal."""
    standard = revision.standard
    proposal = of.proposal if effects is not None else None
    return StandardShown(
        **_summary(of, revision),
        basis=standard.basis,
        effective_note=standard.effective_note,
        sections=dict(standard.sections),
        criteria=[criterion_shown(each) for each in standard.criteria],
        revisions=[_revision(of, each) for each in of.revisions],
        interpretations=[
            InterpretationShown(**_act(each)) for each in of.acts if each.act == "interpreted"
        ],
        orders=[RecheckOrderShown(**_act(each)) for each in of.acts if each.act == "ordered"],
        proposal=_proposal(proposal, effects or ()) if proposal else None,
        allowed_actions=list(allowed_actions(of, actor)),
    )


def _summary(of: StandardRecord, revision: Revision) -> dict[str, Any]:
    standard = revision.standard
    names = ("id", "version", "revision", "sha256", "title", "issuer")
    return {name: getattr(standard, name) for name in names} | {
        "sealed": standard.sealed or revision.days is not None,
        "criteria_count": len(standard.criteria),
        "status": of.status_of(revision),
        "publication": _publication(of, revision),
    }


def _publication(of: StandardRecord, revision: Revision) -> StandardPublicationShown | None:
    act, days = of.publication(revision), revision.days
    if act is None or days is None:
        return None
    return StandardPublicationShown(
        effective_from=days.first,
        effective_to=days.last,
        to_be_confirmed=act.act == "first_published",
        published_at=act.at,
    )


def _revision(of: StandardRecord, revision: Revision) -> StandardRevisionShown:
    return StandardRevisionShown(
        revision=revision.number,
        sha256=revision.standard.sha256,
        status=of.status_of(revision),
        drafted_at=revision.drafted_at,
        publication=_publication(of, revision),
    )


def _act(act: StandardAct) -> dict[str, Any]:
    return {"revision": act.standard.revision, "recorded_at": act.at, **act.content}


def _proposal(act: StandardAct, effects: Sequence[DecisionEffect]) -> StandardProposalShown:
    assert act.effective_from is not None
    return StandardProposalShown(
        revision=act.standard.revision,
        effective_from=act.effective_from,
        effective_to=act.effective_to,
        proposed_by=act.actor,
        proposed_at=act.at,
        effects=[_effect(each) for each in effects],
    )


def _effect(of: DecisionEffect) -> DecisionEffectShown:
    criteria = [
        CriterionChangeShown(id=each.id, before=each.before, after=each.after)
        for each in of.criteria
    ]
    return DecisionEffectShown(
        evaluation_id=of.evaluation_id,
        reference=of.reference,
        outcome=of.outcome,
        decided_under=of.decided_under,
        would_stand=of.would_stand,
        criteria=criteria,
    )
