"""What clients send and see of an objection; who objected stands in the sealed fields alone."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints
from sqlalchemy import Row

from common.actor import Actor
from common.http.field_types import Day, Said, Words
from common.http.pagination import PageQuery
from common.http.validation import StrictModel
from registry.domain.objection import (
    INSTITUTION,
    SEALED,
    BureausGround,
    Channel,
    Filing,
    FoundAs,
    LeadBecause,
    Objection,
    ObjectionAnswer,
    ObjectionEvidence,
    Objector,
    Signature,
    allowed,
)
from registry.usecases.file_objection import Receipt
from registry.usecases.find_on_objection import Found
from registry.usecases.take_up_objection import Lead
from registry.usecases.unseal_objection import Unsealing

Short = Annotated[str, Field(min_length=1, max_length=200), Said]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Viewer = Literal["official", "applicant", "author"]
# What of an objection its applicant, its author do not see.
_HIDDEN: Mapping[Viewer, frozenset[str]] = {
    "official": frozenset(),
    "applicant": frozenset({"channel", "received_on", "recorded_at", "lead_reason"}),
    "author": frozenset({"answer"}),
}


class SignatureGiven(StrictModel):
    """The seal or handwritten signature under the objection; SHA-256 of the document with it."""

    form: Literal["seal", "handwritten"]
    sha256: Sha256 | None = None


class ObjectorGiven(StrictModel):
    """Who objects, by real name (READING 11)."""

    kind: Literal["organisation", "person"]
    name: Short
    address: Short
    contact: Short
    signature: SignatureGiven


class ObjectionEvidenceGiven(StrictModel):
    """A piece of evidence: what it shows, and the SHA-256 of its document."""

    description: Annotated[str, Field(min_length=1, max_length=2000), Said]
    sha256: Sha256 | None = None


class ObjectionGiven(StrictModel):
    """An objection to one entry or, without one, to the whole list.

    Without an objector it is anonymous and kept as a lead. The bureau gives `received_on` for one
    that came on paper.
    """

    application_id: UUID | None = None
    objector: ObjectorGiven | None = None
    content: Words
    evidence: Annotated[list[ObjectionEvidenceGiven], Field(default_factory=list, max_length=20)]
    received_on: Day | None = None

    def as_filing(self) -> Filing:
        """The filing as the domain takes it."""
        return Filing(
            application_id=self.application_id,
            objector=self._as_objector(),
            content=self.content,
            evidence=tuple(ObjectionEvidence(**dict(each)) for each in self.evidence),
            received_on=self.received_on,
        )

    def _as_objector(self) -> Objector | None:
        given = self.objector
        if given is None:
            return None
        signature = Signature(form=given.signature.form, sha256=given.signature.sha256)
        return Objector(
            kind=given.kind,
            name=given.name,
            address=given.address,
            contact=given.contact,
            signature=signature,
        )


class ObjectionReceipt(StrictModel):
    """The receipt: its number and one-time secret are told to the author, and to nobody again."""

    receipt: str
    secret: str
    status: str
    lead_because: LeadBecause | None
    notice_number: str
    application_id: UUID | None
    received_on: date


class ObjectionTakingUpGiven(StrictModel):
    """The substance as the applicant is told it, without anything that shows who objected."""

    substance: Words


class ObjectionLeadGiven(StrictModel):
    """The defect for which an objection is kept as a lead only."""

    because: BureausGround
    reason: Words

    def as_lead(self) -> Lead:
        """The lead as the use case takes it."""
        return Lead(because=self.because, reason=self.reason)


class ObjectionAnswerGiven(StrictModel):
    """What the applicant says to the substance."""

    answer: Words


class ObjectionFindingGiven(StrictModel):
    """The finding with its reason, which the objector and the applicant both read."""

    finding: FoundAs
    reason: Words

    def as_found(self) -> Found:
        """The finding as the use case takes it."""
        return Found(finding=self.finding, reason=self.reason)


class ObjectionUnsealingGiven(StrictModel):
    """Why the sealed fields are opened; an auditor names the order too."""

    reason: Words
    order: Short | None = None

    def as_unsealing(self) -> Unsealing:
        """The unsealing as the use case takes it."""
        return Unsealing(reason=self.reason, order=self.order)


class ObjectionUnsealed(StrictModel):
    """Who objected, in which words, with which evidence."""

    receipt: str
    objector: Objector | None
    content: str
    evidence: tuple[ObjectionEvidence, ...]


class ObjectionQuery(PageQuery):
    """Filters of the list of objections."""

    notice: Short | None = None
    status: Annotated[str | None, Field(max_length=20)] = None


class ObjectionFindingShown(StrictModel):
    """A finding; who decided is shown to officials."""

    finding: FoundAs
    reason: str
    decided_at: datetime
    decided_by: str | None


class ObjectionActShown(StrictModel):
    """One act on an objection, for officials."""

    act: str
    at: datetime
    clause: str
    actor: str
    content: dict[str, Any]


class ObjectionListed(StrictModel):
    """An objection in a list: nothing shows who objected, only that it is sealed."""

    id: UUID
    receipt: str
    status: str
    notice_id: UUID
    notice_number: str
    application_id: UUID | None
    application_number: str | None
    channel: Channel | None
    received_on: date | None
    recorded_at: datetime | None
    lead_because: LeadBecause | None
    lead_reason: str | None
    substance: str | None
    taken_up_on: date | None
    answer_due_on: date | None
    answer: ObjectionAnswer | None
    finding: ObjectionFindingShown | None
    sealed: tuple[Literal["objector", "content", "evidence"], ...]
    allowed_actions: list[str]


class ObjectionShown(ObjectionListed):
    """An objection with its acts, oldest first; the acts are shown to officials."""

    acts: list[ObjectionActShown]


def receipt_of(given: Receipt, *, secret: str) -> ObjectionReceipt:
    """The receipt as it is told to the author, or kept without its secret."""
    names = [name for name in ObjectionReceipt.model_fields if name != "secret"]
    fields = {name: getattr(given.objection, name) for name in names}
    return ObjectionReceipt(**fields, secret=secret)


def viewer(actor: Actor) -> Viewer:
    """As whom an actor with a token reads an objection."""
    return "applicant" if actor.has(*INSTITUTION) else "official"


def objection_listed(of: Objection, actor: Actor, *, seen_by: Viewer, day: date) -> ObjectionListed:
    """The representation of an objection in a list."""
    return ObjectionListed(**_fields(of, actor, seen_by=seen_by, day=day))


def objection_shown(
    of: Objection, acts: Iterable[Row[Any]], actor: Actor, *, seen_by: Viewer, day: date
) -> ObjectionShown:
    """The representation of an objection with its acts."""
    told = [_act(act) for act in acts] if seen_by == "official" else []
    return ObjectionShown(**_fields(of, actor, seen_by=seen_by, day=day), acts=told)


def _fields(of: Objection, actor: Actor, *, seen_by: Viewer, day: date) -> dict[str, Any]:
    computed = {"finding", "sealed", "allowed_actions"}
    hidden = _HIDDEN[seen_by]
    names = [name for name in ObjectionListed.model_fields if name not in computed]
    fields = {name: None if name in hidden else getattr(of, name) for name in names}
    fields["finding"] = _finding(of, seen_by)
    fields["sealed"] = SEALED
    fields["allowed_actions"] = list(allowed(of, actor, day=day))
    return fields


def _finding(of: Objection, seen_by: Viewer) -> ObjectionFindingShown | None:
    if of.finding is None:
        return None
    return ObjectionFindingShown(
        finding=of.finding.finding,
        reason=of.finding.reason,
        decided_at=of.finding.decided_at,
        decided_by=of.finding.decided_by if seen_by == "official" else None,
    )


def _act(row: Row[Any]) -> ObjectionActShown:
    names = ("act", "at", "clause", "actor", "content")
    return ObjectionActShown(**{name: getattr(row, name) for name in names})
