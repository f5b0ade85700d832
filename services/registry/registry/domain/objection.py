"""An objection to a proposed list: the substance is heard, who objected stays sealed (art. 10)."""

import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime
from hmac import compare_digest
from typing import Final, Literal
from uuid import UUID

from common.actor import Actor
from common.contracts.round import NoticeTerms
from common.errors import NotFound
from common.lifecycle import Arc, Lifecycle
from registry.domain.notice import Notice, NoticeEntry
from registry.domain.notice_release import releases_of
from registry.domain.objection_refusals import (
    AnsweredAlready,
    NobodyToAnswer,
    NotOnThisNotice,
    ObjectionAnswerRunning,
    ObjectionAnswerTooLate,
    ReceivedOutside,
    TellsWhoObjected,
)
from registry.domain.proposal import BUREAU
from registry.domain.window import answer_day

INSTITUTION: Final = ("operating_institution",)
# Who objects is nobody in particular here: what tells who it is stays in the sealed fields.
ANYBODY: Final = Actor(subject="anybody")
OPEN: Final = ("filed", "taken_up")
SEALED: Final = ("objector", "content", "evidence")
TOLD: Final = ("taken_up", "upheld", "dismissed")
Channel = Literal["online", "paper"]
FoundAs = Literal["upheld", "dismissed"]
# Born a lead: anonymous, late, or entered when the list was out. Made one by the bureau: the rest.
BureausGround = Literal["identity_not_confirmed", "not_signed", "not_about_the_list"]
LeadBecause = Literal["anonymous", "late", "list_released"] | BureausGround

OBJECTION: Final = Lifecycle(
    name="objection",
    arcs=(
        Arc("take_up", who=BUREAU, start=("filed",), end=("taken_up",)),
        Arc("keep_as_lead", who=BUREAU, start=("filed",), end=("kept_as_lead",)),
        Arc("answer", who=INSTITUTION, start=("taken_up",), end=("taken_up",)),
        Arc("find", who=BUREAU, start=("taken_up",), end=("upheld", "dismissed")),
    ),
    moves_next={
        "filed": "municipal_bureau",
        "taken_up": "municipal_bureau",
        "kept_as_lead": None,
        "upheld": None,
        "dismissed": None,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The seal or the handwritten signature under an objection, and the document that bears it."""

    form: Literal["seal", "handwritten"]
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Objector:
    """Who objects, by real name (READING 11); sealed."""

    kind: Literal["organisation", "person"]
    name: str
    address: str
    contact: str
    signature: Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionEvidence:
    """A piece of evidence: what it shows, and its document's hash, if any; sealed."""

    description: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What is filed: about which entry or the whole list, by whom, in which words."""

    application_id: UUID | None
    objector: Objector | None
    content: str
    evidence: tuple[ObjectionEvidence, ...]
    received_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionAnswer:
    """What the applicant says to the substance, and when it came in."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionFinding:
    """What the bureau found, with its reason."""

    finding: FoundAs
    reason: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """One objection without anything that shows who objected; see `OBJECTION` for its status."""

    id: UUID
    receipt: str
    secret_sha256: str
    status: str
    version: int
    notice_id: UUID
    notice_number: str
    application_id: UUID | None
    application_number: str | None
    institution_code: str | None
    channel: Channel
    received_on: date
    recorded_at: datetime
    lead_because: LeadBecause | None = None
    lead_reason: str | None = None
    substance: str | None = None
    taken_up_on: date | None = None
    answer_due_on: date | None = None
    answer: ObjectionAnswer | None = None
    finding: ObjectionFinding | None = None


def file_objection(
    notice: Notice,
    filing: Filing,
    *,
    new_id: UUID,
    receipt: str,
    secret_sha256: str,
    today: date,
    at: datetime,
) -> Objection:
    """The objection as it comes in: open if named and in time, else a lead that blocks nothing."""
    entry = None if filing.application_id is None else _entry(notice, filing.application_id)
    received_on = _received_on(notice, filing, today=today)
    because = _lead_because(notice, filing, received_on=received_on)
    return Objection(
        id=new_id,
        receipt=receipt,
        secret_sha256=secret_sha256,
        status="kept_as_lead" if because else "filed",
        version=1,
        notice_id=notice.id,
        notice_number=notice.number,
        application_id=entry.application_id if entry else None,
        application_number=entry.application_number if entry else None,
        institution_code=entry.institution_code if entry else None,
        channel="online" if filing.received_on is None else "paper",
        received_on=received_on,
        recorded_at=at,
        lead_because=because,
    )


def taken_up(of: Objection, substance: str, terms: NoticeTerms, *, day: date) -> Objection:
    """The objection as taken up: the applicant is told its substance, and has days to answer."""
    due = answer_day(day, terms) if of.application_id is not None else None
    moved = _moved(of, "take_up")
    return replace(moved, substance=substance, taken_up_on=day, answer_due_on=due)


def kept_as_lead(of: Objection, because: BureausGround, reason: str) -> Objection:
    """The objection as a lead for 17(2), for a defect that the bureau names."""
    return replace(_moved(of, "keep_as_lead"), lead_because=because, lead_reason=reason)


def answered(of: Objection, text: str, *, at: datetime, day: date) -> Objection:
    """The objection with the applicant's answer, given once and on time by its receipt."""
    moved = _moved(of, "answer")
    if of.answer is not None:
        raise AnsweredAlready()
    if of.answer_due_on is None:
        raise NobodyToAnswer()
    if day > of.answer_due_on:
        raise ObjectionAnswerTooLate(due_on=of.answer_due_on.isoformat())
    return replace(moved, answer=ObjectionAnswer(text=text, at=at))


def found(
    of: Objection, finding: FoundAs, reason: str, *, by: str, at: datetime, day: date
) -> Objection:
    """The objection with its finding; none is upheld before the applicant could answer."""
    moved = _moved(of, "find", choose=finding)
    if finding == "upheld" and _may_still_be_answered(of, day):
        assert of.answer_due_on is not None
        raise ObjectionAnswerRunning(due_on=of.answer_due_on.isoformat())
    told = ObjectionFinding(finding=finding, reason=reason, decided_by=by, decided_at=at)
    return replace(moved, finding=told)


def allowed(of: Objection, actor: Actor, *, day: date) -> tuple[str, ...]:
    """The acts open to the actor on a day."""
    acts = OBJECTION.allowed(of.status, actor)
    return tuple(each for each in acts if each != "answer" or _may_still_be_answered(of, day))


def require_visible(actor: Actor, of: Objection) -> Objection:
    """The objection, or `NotFound`: officials see it, and the institution told of its substance."""
    own = actor.has(*INSTITUTION) and actor.institution == of.institution_code
    if actor.has(*BUREAU, "auditor") or (own and of.status in TOLD):
        return of
    raise NotFound()


def require_author(of: Objection, secret_sha256: str) -> Objection:
    """The objection for whoever holds its secret; to all others it is not there."""
    if not compare_digest(of.secret_sha256, secret_sha256):
        raise NotFound()
    return of


def require_untold(text: str, objector: Objector | None) -> None:
    """Refuse words for others that hold the objector's name, address or contact.

    However they are written: full or half width, with dots, dashes or brackets between.
    """
    if objector is None:
        return
    squeezed = _letters_and_digits(text)
    for tells in (objector.name, objector.address, objector.contact):
        told = _letters_and_digits(tells)
        if told and told in squeezed:
            raise TellsWhoObjected()


def _letters_and_digits(text: str) -> str:
    # Taken apart, so that no mark after a letter makes another letter of it.
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(each for each in folded if each.isalnum())


def _may_still_be_answered(of: Objection, day: date) -> bool:
    return of.answer is None and of.answer_due_on is not None and day <= of.answer_due_on


def _entry(notice: Notice, application_id: UUID) -> NoticeEntry:
    for entry in notice.entries:
        if entry.application_id == application_id:
            return entry
    raise NotOnThisNotice()


def _received_on(notice: Notice, filing: Filing, *, today: date) -> date:
    if notice.first_day is None:  # a draft: whoever sees it cannot object to it yet
        raise NotFound()
    received_on = filing.received_on or today
    if not notice.first_day <= received_on <= today:
        raise ReceivedOutside(earliest=notice.first_day.isoformat())
    return received_on


def _lead_because(notice: Notice, filing: Filing, *, received_on: date) -> LeadBecause | None:
    assert notice.last_day is not None
    if filing.objector is None:
        return "anonymous"
    if received_on > notice.last_day:
        return "late"
    # A list may go out in parts; what has gone out is revoked by a case, and by nothing else.
    out = [each.application_id for part in releases_of(notice) for each in part.clusters]
    gone = notice.status == "released" or filing.application_id in out
    return "list_released" if gone else None


def _moved(of: Objection, act: str, *, choose: str | None = None) -> Objection:
    end = OBJECTION.end_of(act, of.status, choose=choose)
    return replace(of, status=end, version=of.version + 1)
