"""A revocation case: never an automatic act, and never decided by whoever investigated it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID

from common.actor import Actor
from common.clock import legal_day
from common.errors import Forbidden, NotPossible
from common.lifecycle import Arc, Lifecycle
from registry.domain.grounds import Ground, Procedure
from registry.domain.proposal import BUREAU
from registry.domain.refusals import (
    AnswerPeriodRunning,
    AnswerTooLate,
    ServedOutside,
    WithoutEvidence,
)
from registry.domain.window import answer_due_on

PROPOSERS: Final = (*BUREAU, "district_authority")
INSTITUTION: Final = ("operating_institution",)
# Silence is computed from the day of service, so no job has to run for it to begin.
SILENT: Final = "silent"

REVOCATION: Final = Lifecycle(
    name="revocation case",
    arcs=(
        Arc("open", who=BUREAU, start=("proposed",), end=("opened",)),
        Arc("notify", who=BUREAU, start=("opened",), end=("notified",)),
        Arc("serve", who=BUREAU, start=("notified",), end=("served",)),
        Arc("answer", who=INSTITUTION, start=("served",), end=("answered",)),
        Arc("fall_silent", who=("service",), start=("served",), end=(SILENT,)),
        Arc("decide", who=BUREAU, start=("answered", SILENT), end=("revoked", "not_revoked")),
        # In the party's favour a person may end it at any stage; nobody has to be heard for that.
        Arc(
            "close",
            who=BUREAU,
            start=("proposed", "opened", "notified", "served"),
            end=("not_revoked",),
        ),
        Arc("withdraw_lead", who=("service",), start=("proposed",), end=("withdrawn",)),
    ),
    moves_next={
        "proposed": "municipal_bureau",
        "opened": "municipal_bureau",
        "notified": "municipal_bureau",
        "served": "operating_institution",
        "answered": "municipal_bureau",
        SILENT: "municipal_bureau",
        "revoked": None,
        "not_revoked": None,
        "withdrawn": None,
    },
)

EvidenceKind = Literal["other", "written_reminder", "determination", "finding", "renewal_decision"]
Favour = Literal["unfounded", "put_right", "disproportionate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationEvidence:
    """A piece of evidence: what it shows, and its document in the object store, if any.

    `kind` and its day `on` answer what a ground needs (a written reminder with the day of service).
    """

    description: str
    sha256: str | None = None
    kind: EvidenceKind = "other"
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PointAnswered:
    """One point of an answer and how the decision deals with it; points count from 1."""

    point: int
    response: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """How a case ended: outcome, reasons, each point dealt with, effect, remedies."""

    outcome: Literal["revoked", "not_revoked"]
    reason: str
    dealt_with: tuple[PointAnswered, ...]
    facts: str
    after: Literal["answered", "silent", "closed"]
    effective_on: date | None
    decided_by: str
    decided_at: datetime
    remedies_zh: str
    remedies_en: str
    finding: Favour | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationCase:
    """One case; `status` (with silence computed by `status_on`) tells who moves next."""

    id: UUID
    number: str
    status: str
    version: int
    cluster_id: UUID
    cluster_number: str
    district: str
    institution_code: str
    ground: str
    limb: str | None
    clause: str
    facts: str
    evidence: tuple[RevocationEvidence, ...]
    proposed_by: str
    proposed_at: datetime
    breach_id: UUID | None = None
    about: UUID | None = None
    opened_by: str | None = None
    notified_by: str | None = None
    served_by: str | None = None
    notified_on: date | None = None
    served_on: date | None = None
    manner: str | None = None
    answer_due_on: date | None = None
    answer: tuple[str, ...] | None = None
    decision: Decision | None = None

    def status_on(self, day: date) -> str:
        """The status on a day: after the period to answer a served case is silent."""
        over = self.answer_due_on is not None and day > self.answer_due_on
        return SILENT if self.status == "served" and over else self.status

    def took_part(self, person: str) -> bool:
        """Whether somebody proposed, opened, notified or served: investigated, in short."""
        return person in {self.proposed_by, self.opened_by, self.notified_by, self.served_by}


def require_proposer(actor: Actor, *, district: str) -> None:
    """The bureau proposes anywhere, a district in its own district only (art. 16)."""
    if not actor.has(*PROPOSERS):
        raise Forbidden()
    if not actor.has(*BUREAU) and actor.district != district:
        raise Forbidden()


def admit(act: str, case: RevocationCase, *, actor: Actor, if_match: str | None, day: date) -> None:
    """Refuse an act in the API's order; the period to answer gives its own reason."""
    status = case.status_on(day)
    try:
        REVOCATION.admit(act, status=status, version=case.version, actor=actor, if_match=if_match)
    except NotPossible as refusal:
        due_on = str(case.answer_due_on)
        if act == "decide" and status == "served":
            raise AnswerPeriodRunning(due_on=due_on) from refusal
        if act == "answer" and status == SILENT:
            raise AnswerTooLate(due_on=due_on) from refusal
        raise


def allowed(
    case: RevocationCase, actor: Actor, procedure: Procedure, *, day: date
) -> tuple[str, ...]:
    """The acts open to the actor on a day; whoever took part is not offered the decision."""
    acts = REVOCATION.allowed(case.status_on(day), actor)
    barred = procedure.decider_took_no_part and case.took_part(actor.subject)
    return tuple(act for act in acts if act != "decide" or not barred)


def opened(
    case: RevocationCase,
    ground: Ground,
    *,
    limb: str | None,
    evidence: Sequence[RevocationEvidence] = (),
    by: str,
) -> RevocationCase:
    """The case as opened by a named official, who adds the limb or evidence that is missing."""
    relied_on, known = ground.limb(case.limb or limb), (*case.evidence, *evidence)
    if not known:
        raise WithoutEvidence()
    return replace(_moved(case, "open"), opened_by=by, limb=relied_on.id, evidence=known)


def notified(case: RevocationCase, *, on: date, by: str) -> RevocationCase:
    """The case as told to the institution: ground, facts, evidence, its right to answer."""
    return replace(_moved(case, "notify"), notified_on=on, notified_by=by)


def served(
    case: RevocationCase, procedure: Procedure, *, on: date, manner: str, today: date, by: str
) -> RevocationCase:
    """The case with the notification served; the period to answer begins the day after."""
    assert case.notified_on is not None
    if not case.notified_on <= on <= today:
        raise ServedOutside(notified_on=case.notified_on.isoformat())
    due_on = answer_due_on(on, procedure)
    moved = _moved(case, "serve")
    return replace(moved, served_on=on, served_by=by, manner=manner, answer_due_on=due_on)


def answered(case: RevocationCase, points: Sequence[str], *, at: datetime) -> RevocationCase:
    """The case with the institution's answer, received within its period."""
    assert case.answer_due_on is not None
    if legal_day(at) > case.answer_due_on:
        raise AnswerTooLate(due_on=case.answer_due_on.isoformat())
    return replace(_moved(case, "answer"), answer=tuple(points))


def lead_withdrawn(case: RevocationCase) -> RevocationCase:
    """A case that was only proposed, after monitoring took its lead back."""
    return _moved(case, "withdraw_lead")


def _moved(case: RevocationCase, act: str) -> RevocationCase:
    end = REVOCATION.end_of(act, case.status)
    return replace(case, status=end, version=case.version + 1)
