"""A standard and its life: drafted, proposed by one person of the bureau, confirmed by another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal
from uuid import NAMESPACE_URL, UUID, uuid5

from common.actor import Actor
from common.contracts.case import StandardPin
from common.contracts.evaluation import StandardPublished
from common.ids import new_id
from common.lifecycle import Arc, Lifecycle
from evaluation.domain.effective_days import EffectiveDays
from evaluation.domain.refusals import SecondPersonNeeded
from programme.standards.standard import Standard

BUREAU: Final = ("municipal_bureau",)
PROPOSE: Final = "propose_publication"
CONFIRM: Final = "confirm_publication"

ActKind = Literal["first_published", "proposed", "confirmed", "interpreted", "ordered"]
StandardStatus = Literal["draft", "to_be_confirmed", "proposed", "published", "superseded"]
_AFTER: Final[Mapping[str, StandardStatus]] = {
    "first_published": "to_be_confirmed",
    "proposed": "proposed",
    "confirmed": "published",
}
_STANDING: Final = ("draft", "to_be_confirmed", "proposed", "published")

# The status is that of the newest revision. A new proposal replaces one that nobody has confirmed
# yet; both stay on record. `superseded` comes with the first day of a later revision.
STANDARD: Final = Lifecycle(
    name="standard",
    arcs=(
        Arc("publish_first", who=(), start=("draft",), end=("to_be_confirmed",)),
        Arc(
            PROPOSE,
            who=BUREAU,
            start=("draft", "to_be_confirmed", "proposed"),
            end=("proposed",),
        ),
        Arc(CONFIRM, who=BUREAU, start=("proposed",), end=("published",)),
        Arc("interpret", who=BUREAU, start=_STANDING),
        Arc("order_rechecks", who=BUREAU, start=("published",)),
        Arc("supersede", who=(), start=_STANDING, end=("superseded",)),
    ),
    moves_next={
        "draft": "municipal_bureau",
        "to_be_confirmed": "municipal_bureau",
        "proposed": "municipal_bureau",
        "published": None,
        "superseded": None,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One revision of a standard: its text and cases never change; `days` is when it is in force.

    Nobody drafted one that came with the programme.
    """

    standard: Standard
    text: str
    cases: str
    drafted_by: str | None = None
    drafted_at: datetime | None = None
    days: EffectiveDays | None = None

    @property
    def number(self) -> int:
        """Which revision it is."""
        return self.standard.revision

    @property
    def pin(self) -> StandardPin:
        """The revision as a round pins it."""
        of = self.standard
        return StandardPin(id=of.id, revision=of.revision, sha256=of.sha256)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardAct:
    """One act on a standard: who, when, on which revision; only ever appended."""

    id: UUID
    standard: StandardPin
    number: int
    act: ActKind
    effective_from: date | None = None
    effective_to: date | None = None
    content: Mapping[str, str] = field(default_factory=dict)
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardRecord:
    """A standard on a legal day: its revisions and the acts on it, oldest first."""

    revisions: tuple[Revision, ...]
    acts: tuple[StandardAct, ...] = ()
    day: date

    @property
    def id(self) -> str:
        """The id that all revisions share."""
        return self.newest.standard.id

    @property
    def newest(self) -> Revision:
        """The revision on which the bureau acts."""
        return self.revisions[-1]

    @property
    def current(self) -> Revision:
        """The revision in force on the day; else the last published one; else the newest."""
        published = [each for each in self.revisions if each.days]
        in_force = [each for each in published if each.days and each.days.covers(self.day)]
        return [self.newest, *published, *in_force][-1]

    @property
    def version(self) -> int:
        """The version of the record: each act and each further revision moves it on."""
        return len(self.acts) + len(self.revisions)

    @property
    def status(self) -> StandardStatus:
        """Where the newest revision stands; only the bureau moves it on."""
        return self.status_of(self.newest)

    @property
    def proposal(self) -> StandardAct | None:
        """The proposal that waits for a second person."""
        return self._last(self.newest, tuple(_AFTER)) if self.status == "proposed" else None

    def status_of(self, revision: Revision) -> StandardStatus:
        """Where a revision stands on the day."""
        if revision is not self.newest and (revision.days is None or self._is_over(revision)):
            return "superseded"
        last = self._last(revision, tuple(_AFTER))
        return _AFTER[last.act] if last else "draft"

    def publication(self, revision: Revision) -> StandardAct | None:
        """The act by which a revision is published, if it is."""
        return self._last(revision, ("first_published", "confirmed"))

    def _is_over(self, revision: Revision) -> bool:
        last = revision.days.last if revision.days else None
        return last is not None and last < self.day

    def _last(self, revision: Revision, kinds: tuple[str, ...]) -> StandardAct | None:
        own = [a for a in self.acts if a.standard == revision.pin and a.act in kinds]
        return own[-1] if own else None


def aggregate_id(pin: StandardPin) -> UUID:
    """The id under which a revision of a standard is announced and audited."""
    return uuid5(NAMESPACE_URL, f"jiqun:standards/{pin.id}/{pin.revision}")


def next_act(
    record: StandardRecord,
    act: ActKind,
    *,
    actor: Actor,
    at: datetime,
    days: EffectiveDays | None = None,
    content: Mapping[str, str] | None = None,
) -> StandardAct:
    """The next act on the record, about its newest revision."""
    return StandardAct(
        id=new_id(),
        standard=record.newest.pin,
        number=len(record.acts) + 1,
        act=act,
        effective_from=days.first if days else None,
        effective_to=days.last if days else None,
        content=content or {},
        actor=actor.subject,
        at=at,
    )


def confirmation(record: StandardRecord, *, actor: Actor, at: datetime) -> StandardAct:
    """The confirmation of the open proposal; whoever proposed it is refused (art. 4)."""
    proposal = record.proposal
    assert proposal is not None
    if proposal.actor == actor.subject:
        raise SecondPersonNeeded(allowed_actions=allowed_actions(record, actor))
    return next_act(record, "confirmed", days=days_of(proposal), actor=actor, at=at)


def days_of(act: StandardAct) -> EffectiveDays:
    """The days that an act of publication names."""
    assert act.effective_from is not None
    return EffectiveDays(
        revision=act.standard.revision, first=act.effective_from, last=act.effective_to
    )


def allowed_actions(record: StandardRecord, actor: Actor) -> tuple[str, ...]:
    """The acts open to the actor; nobody confirms their own proposal, or publishes an example."""
    own = record.proposal is not None and record.proposal.actor == actor.subject
    closed = {CONFIRM} if own else set()
    if record.newest.standard.example:
        closed |= {PROPOSE, CONFIRM}
    return tuple(act for act in STANDARD.allowed(record.status, actor) if act not in closed)


def published_event(act: StandardAct, *, revision: Revision) -> StandardPublished:
    """What other services learn of a publication: the days and the whole text."""
    days = days_of(act)
    return StandardPublished(
        standard=act.standard,
        title=revision.standard.title,
        text=revision.text,
        effective_from=days.first,
        effective_to=days.last,
        to_be_confirmed=act.act == "first_published",
    )
