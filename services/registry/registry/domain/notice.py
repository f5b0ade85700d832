"""A public notice: the snapshot of a proposed list, its window, and what may follow (art. 10)."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from common.actor import Actor
from common.canonical import sha256_hex
from common.clock import legal_day
from common.contracts.notice import NoticeClosed, NoticePublished
from common.contracts.round import NoticeTerms, RoundOpened
from common.errors import NotPossible
from common.lifecycle import Arc, Lifecycle
from registry.domain.grounds import Procedure
from registry.domain.proposal import BUREAU, Proposal
from registry.domain.refusals import (
    Backdated,
    NoticeEmpty,
    PostedOutside,
    WindowRunning,
)
from registry.domain.window import last_day_of, recorded_by

NOTICE: Final = Lifecycle(
    name="notice",
    arcs=(
        Arc("publish", who=BUREAU, start=("drafted",), end=("published",)),
        Arc("close", who=(*BUREAU, "service"), start=("published",), end=("closed",)),
        # A list may go out in parts: what an open objection concerns waits (READING 11).
        Arc("release", who=BUREAU, start=("closed",), end=("released", "closed")),
    ),
    moves_next={
        "drafted": "municipal_bureau",
        "published": "municipal_bureau",
        "closed": "municipal_bureau",
        "released": None,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeEntry:
    """One line of a proposed list, as it stands on notice."""

    proposal_id: UUID
    application_id: UUID
    application_number: str
    cluster_name: str
    district: str
    leading_industry: str
    institution_code: str
    institution_name: str
    version: int
    submission_sha256: str
    evaluation_id: UUID
    decision_reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """Where on the official website something was posted, and when."""

    official_address: str
    posted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Designated:
    """An entry that became a cluster."""

    application_id: UUID
    cluster_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """The published list: where, when, by which decision, with whom and without whom.

    `held_back` waits for the finding on an objection, and for a later release.
    `change_filing_days` is the period to file a change, where the decision publishes one (17(4)).
    """

    official_address: str
    posted_at: datetime
    decision: str
    sha256: str
    clusters: tuple[Designated, ...] = ()
    left_out: tuple[UUID, ...] = ()
    held_back: tuple[UUID, ...] = ()
    change_filing_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One public notice; `status` tells who moves next (see `NOTICE`)."""

    id: UUID
    number: str
    status: str
    version: int
    round_id: UUID
    round_number: str
    entries: tuple[NoticeEntry, ...]
    count: int
    sha256: str
    drafted_at: datetime
    publication: Posting | None = None
    first_day: date | None = None
    last_day: date | None = None
    closed_on: date | None = None
    release: Release | None = None
    corrects: str | None = None
    correction_reason: str | None = None
    corrected_by: tuple[str, ...] = ()
    earlier_releases: tuple[Release, ...] = ()


def draft_notice(
    of: RoundOpened, proposals: Iterable[Proposal], *, new_id: UUID, number: str, at: datetime
) -> Notice:
    """The draft of a notice: a snapshot of the entries, by district and application number."""
    entries = sorted(map(_entry, proposals), key=lambda e: (e.district, e.application_number))
    empty = Notice(
        id=new_id,
        number=number,
        status="drafted",
        version=1,
        round_id=of.round_id,
        round_number=of.number,
        entries=(),
        count=0,
        sha256="",
        drafted_at=at,
    )
    return _with(empty, tuple(entries))


def without(notice: Notice, proposal_id: UUID) -> Notice:
    """A draft without an entry that no longer stands; a published list is never edited."""
    kept = tuple(entry for entry in notice.entries if entry.proposal_id != proposal_id)
    return replace(_with(notice, kept), version=notice.version + 1)


def admit(act: str, notice: Notice, *, actor: Actor, if_match: str | None, day: date) -> None:
    """Refuse an act in the API's order; while the window runs, its last day is the reason."""
    try:
        NOTICE.admit_on(act, notice, actor=actor, if_match=if_match)
    except NotPossible:
        require_window_over(notice, day)
        raise


def allowed(notice: Notice, actor: Actor, *, day: date) -> tuple[str, ...]:
    """The acts open to the actor on a day: none while the window runs."""
    running = notice.last_day is not None and day <= notice.last_day
    return () if running else NOTICE.allowed(notice.status, actor)


def publish_notice(
    notice: Notice, posting: Posting, terms: NoticeTerms, procedure: Procedure, *, at: datetime
) -> Notice:
    """The notice as posted: its printed first and last day bind from here on."""
    if not notice.entries:
        raise NoticeEmpty()
    first_day = require_posted(posting, not_before=legal_day(notice.drafted_at), at=at)
    last_day = last_day_of(first_day, terms)
    require_recorded_in_time(first_day, last_day, procedure, today=legal_day(at))
    moved = moved_on(notice, "publish")
    return replace(moved, publication=posting, first_day=first_day, last_day=last_day)


def close_notice(notice: Notice, *, day: date) -> Notice:
    """The notice as run out; raises `WindowRunning` on any day of its window."""
    require_window_over(notice, day)
    return replace(moved_on(notice, "close"), closed_on=day)


def moved_on(notice: Notice, act: str, *, choose: str | None = None) -> Notice:
    """The notice after an act, in its next version."""
    end = NOTICE.end_of(act, notice.status, choose=choose)
    return replace(notice, status=end, version=notice.version + 1)


def require_window_over(notice: Notice, day: date) -> None:
    """Refuse what must wait until the last day of a running window has passed."""
    if notice.last_day is not None and day <= notice.last_day:
        raise WindowRunning(last_day=notice.last_day.isoformat())


def require_posted(posting: Posting | Release, *, not_before: date, at: datetime) -> date:
    """The day something was posted: not before it could be, and not in the future."""
    day = legal_day(posting.posted_at)
    if day < not_before or posting.posted_at > at:
        raise PostedOutside(earliest=not_before.isoformat())
    return day


def require_recorded_in_time(
    first_day: date, last_day: date, procedure: Procedure, *, today: date
) -> None:
    """Refuse a posting told so late that nobody could still see the notice (art. 10)."""
    if last_day <= today or recorded_by(first_day, procedure) < today:
        days = procedure.recorded_within_working_days
        raise Backdated(days=days, last_day=last_day.isoformat())


def snapshot_sha256(notice: Notice) -> str:
    """SHA-256 of the canonical bytes of a notice's list."""
    return sha256_hex(
        {
            "notice": notice.number,
            "round": notice.round_number,
            "count": len(notice.entries),
            "entries": [_plain(entry) for entry in notice.entries],
        }
    )


def published_event(notice: Notice) -> NoticePublished:
    """What others learn of a published notice."""
    assert notice.publication is not None
    assert notice.first_day is not None
    assert notice.last_day is not None
    return NoticePublished(
        notice_id=notice.id,
        number=notice.number,
        round_id=notice.round_id,
        application_ids=tuple(entry.application_id for entry in notice.entries),
        count=notice.count,
        sha256=notice.sha256,
        official_address=notice.publication.official_address,
        first_day=notice.first_day,
        last_day=notice.last_day,
    )


def closed_event(notice: Notice) -> NoticeClosed:
    """What others learn when the window has passed."""
    assert notice.closed_on is not None
    return NoticeClosed(
        notice_id=notice.id,
        number=notice.number,
        application_ids=tuple(entry.application_id for entry in notice.entries),
        closed_on=notice.closed_on,
    )


def _entry(proposal: Proposal) -> NoticeEntry:
    case = proposal.case
    return NoticeEntry(
        proposal_id=proposal.id,
        application_id=case.application_id,
        application_number=case.application_number,
        cluster_name=case.cluster_name,
        district=case.district,
        leading_industry=case.leading_industry,
        institution_code=case.institution.code,
        institution_name=case.institution.name,
        version=case.version,
        submission_sha256=case.sha256,
        evaluation_id=proposal.evaluation_id,
        decision_reference=proposal.decision_reference,
    )


def _plain(entry: NoticeEntry) -> dict[str, Any]:
    fields = asdict(entry)
    return {name: str(v) if isinstance(v, UUID) else v for name, v in fields.items()}


def _with(notice: Notice, entries: tuple[NoticeEntry, ...]) -> Notice:
    listed = replace(notice, entries=entries, count=len(entries))
    return replace(listed, sha256=snapshot_sha256(listed))
