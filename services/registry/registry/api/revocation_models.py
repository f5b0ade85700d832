"""What clients send and see of a revocation case."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import Row

from common.actor import Actor
from common.http.field_types import Day, Said, Words
from common.http.pagination import PageQuery
from common.http.validation import StrictModel
from registry.api.district import District
from registry.domain.decision import Finding
from registry.domain.ground_check import Answered, Found, Known, ground_check
from registry.domain.revocation import (
    INSTITUTION,
    Decision,
    EvidenceKind,
    Favour,
    PointAnswered,
    RevocationCase,
    RevocationEvidence,
    allowed,
)
from registry.terms.ground_terms import ground_terms
from registry.terms.reading import procedure
from registry.usecases.close_revocation import Closing
from registry.usecases.open_revocation import Opening
from registry.usecases.propose_revocation import Lead
from registry.usecases.serve_notification import Service

Short = Annotated[str, Field(min_length=1, max_length=100), Said]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class RevocationEvidenceGiven(StrictModel):
    """A piece of evidence: what it shows, and its document's hash, if there is a document.

    A written reminder, a determination, a finding or a renewal decision states its day `on`: that
    of its service, or of the document. Some grounds open on nothing less.
    """

    description: Words
    sha256: Sha256 | None = None
    kind: EvidenceKind = "other"
    on: Day | None = None

    def as_evidence(self) -> RevocationEvidence:
        """The evidence as the domain knows it."""
        return RevocationEvidence(
            description=self.description, sha256=self.sha256, kind=self.kind, on=self.on
        )


class RevocationProposed(StrictModel):
    """A proposal to revoke: cluster, ground (`17(3)`), the limb relied on, facts, evidence."""

    cluster_number: Short
    ground: Short
    limb: Short
    facts: Words
    evidence: Annotated[list[RevocationEvidenceGiven], Field(max_length=50)]

    def as_lead(self) -> Lead:
        """The proposal as the use case takes it."""
        return Lead(
            cluster_number=self.cluster_number,
            ground=self.ground,
            limb=self.limb,
            facts=self.facts,
            evidence=tuple(each.as_evidence() for each in self.evidence),
        )


class RevocationOpeningGiven(StrictModel):
    """Why a case is opened; the limb, where the proposal named none; further evidence."""

    reason: Words
    limb: Short | None = None
    evidence: Annotated[list[RevocationEvidenceGiven], Field(default_factory=list, max_length=50)]

    def as_opening(self) -> Opening:
        """The opening as the use case takes it."""
        added = tuple(each.as_evidence() for each in self.evidence)
        return Opening(reason=self.reason, limb=self.limb, evidence=added)


class RevocationNotificationGiven(StrictModel):
    """The number of the document that notifies the institution."""

    document_number: Short


class RevocationServiceGiven(StrictModel):
    """When and how the notification was served: in person, by post, electronically, …"""

    served_on: Day
    manner: Literal["direct", "left_in_place", "entrusted", "postal", "electronic", "announcement"]

    def as_service(self) -> Service:
        """The service as the use case takes it."""
        return Service(served_on=self.served_on, manner=self.manner)


class RevocationAnswerGiven(StrictModel):
    """The institution's answer, point by point."""

    points: Annotated[list[Words], Field(min_length=1, max_length=50)]


class PointDealtWith(StrictModel):
    """How the decision deals with one point of the answer; points count from 1."""

    point: Annotated[int, Field(strict=True, ge=1, le=50)]
    response: Words


class RevocationDecisionGiven(StrictModel):
    """The decision: outcome, reasons, each point of the answer, and the effective day.

    `facts` are those found; left out, those of the proposal stand.
    """

    outcome: Literal["revoked", "not_revoked"]
    reason: Words
    dealt_with: Annotated[list[PointDealtWith], Field(max_length=50)]
    effective_on: Day | None = None
    facts: Words | None = None
    finding: Favour | None = None

    def as_finding(self) -> Finding:
        """The decision as the domain takes it."""
        points = self.dealt_with
        return Finding(
            outcome=self.outcome,
            reason=self.reason,
            dealt_with=tuple(PointAnswered(point=p.point, response=p.response) for p in points),
            effective_on=self.effective_on,
            facts=self.facts,
            finding=self.finding,
        )


class RevocationClosingGiven(StrictModel):
    """Why a case is closed without a revocation: unfounded, put right, or disproportionate."""

    finding: Favour
    reason: Words

    def as_closing(self) -> Closing:
        """The closing as the use case takes it."""
        return Closing(finding=self.finding, reason=self.reason)


class RevocationQuery(PageQuery):
    """Filters of the list of cases."""

    status: Annotated[str | None, Field(max_length=20)] = None
    district: District | None = None
    cluster_number: Short | None = None


class RevocationActShown(StrictModel):
    """One act in a case; who acted is shown to officials."""

    act: str
    at: datetime
    clause: str
    actor: str | None
    content: dict[str, Any]


class RevocationDecisionShown(StrictModel):
    """A decision with its remedies; who decided is shown to officials."""

    outcome: Literal["revoked", "not_revoked"]
    finding: Favour | None
    after: Literal["answered", "silent", "closed"]
    reason: str
    facts: str
    dealt_with: tuple[PointAnswered, ...]
    effective_on: date | None
    decided_at: datetime
    decided_by: str | None
    remedies_zh: str
    remedies_en: str


class RevocationListed(StrictModel):
    """A case in a list."""

    id: UUID
    number: str
    status: str
    cluster_id: UUID
    cluster_number: str
    district: str
    institution_code: str
    ground: str
    limb: str | None
    clause: str
    facts: str
    evidence: tuple[RevocationEvidence, ...]
    proposed_at: datetime
    notified_on: date | None
    served_on: date | None
    manner: str | None
    answer_due_on: date | None
    answer: tuple[str, ...] | None
    decision: RevocationDecisionShown | None
    allowed_actions: list[str]


class GroundAnswerShown(StrictModel):
    """What the record answers to a question of the ground: a fact for a person, and no more."""

    question: str
    zh: str
    en: str
    needed: bool
    answer: Literal["yes", "no"]
    facts: tuple[Found, ...]


class RevocationShown(RevocationListed):
    """A case with its acts, oldest first, and its ground held against the record of today."""

    acts: list[RevocationActShown]
    ground_check: list[GroundAnswerShown]


def case_listed(of: RevocationCase, actor: Actor, *, day: date) -> RevocationListed:
    """The representation of a case in a list, for an actor on a day."""
    return RevocationListed(**_fields(of, actor, day=day))


def case_shown(
    of: RevocationCase, acts: Iterable[Row[Any]], known: Known, actor: Actor
) -> RevocationShown:
    """The representation of a case with its acts and the record, for an actor on a day."""
    asked = ground_check(known, ground_terms())
    return RevocationShown(
        **_fields(of, actor, day=known.day),
        acts=[_act(act, actor) for act in acts],
        ground_check=[_answer(each) for each in asked],
    )


def _fields(of: RevocationCase, actor: Actor, *, day: date) -> dict[str, Any]:
    computed = {"status", "decision", "allowed_actions"}
    fields = {n: getattr(of, n) for n in RevocationListed.model_fields if n not in computed}
    fields["status"] = of.status_on(day)
    fields["decision"] = _decision(of.decision, actor) if of.decision else None
    fields["allowed_actions"] = list(allowed(of, actor, procedure(), day=day))
    return fields


def _decision(of: Decision, actor: Actor) -> RevocationDecisionShown:
    names = [name for name in RevocationDecisionShown.model_fields if name != "decided_by"]
    fields = {name: getattr(of, name) for name in names}
    return RevocationDecisionShown(**fields, decided_by=_named(of.decided_by, actor))


def _act(row: Row[Any], actor: Actor) -> RevocationActShown:
    return RevocationActShown(
        act=row.act,
        at=row.at,
        clause=row.clause,
        actor=_named(row.actor, actor),
        content=row.content,
    )


def _answer(of: Answered) -> GroundAnswerShown:
    return GroundAnswerShown(
        question=of.question.id,
        zh=of.question.zh,
        en=of.question.en,
        needed=of.question.needed,
        answer="yes" if of.yes else "no",
        facts=of.found,
    )


def _named(subject: str, actor: Actor) -> str | None:
    return None if actor.has(*INSTITUTION) else subject
