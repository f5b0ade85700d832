"""A standard and its publication: proposed by one person of the bureau, confirmed by another."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal
from uuid import NAMESPACE_URL, UUID, uuid5

from common.actor import Actor
from common.contracts.case import StandardPin
from common.contracts.evaluation import StandardPublished
from common.ids import new_id
from common.lifecycle import Arc, Lifecycle
from evaluation.domain.refusals import SecondPersonNeeded
from programme.standards.standard import Standard

BUREAU: Final = ("municipal_bureau",)
CONFIRM: Final = "confirm_publication"

ActKind = Literal["first_published", "proposed", "confirmed"]
StandardStatus = Literal["unpublished", "to_be_confirmed", "proposed", "published"]

# A new proposal replaces one that nobody has confirmed yet; both stay on record.
STANDARD: Final = Lifecycle(
    name="standard",
    arcs=(
        Arc("publish_first", who=(), start=("unpublished",), end=("to_be_confirmed",)),
        Arc(
            "propose_publication",
            who=BUREAU,
            start=("unpublished", "to_be_confirmed", "proposed"),
            end=("proposed",),
        ),
        Arc(CONFIRM, who=BUREAU, start=("proposed",), end=("published",)),
    ),
    moves_next={
        "unpublished": "municipal_bureau",
        "to_be_confirmed": "municipal_bureau",
        "proposed": "municipal_bureau",
        "published": None,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardAct:
    """One step of a standard's publication: who, when, and the day from which it is in force."""

    id: UUID
    standard: StandardPin
    number: int
    act: ActKind
    effective_from: date
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardRecord:
    """A packaged standard with the acts of its publication, oldest first; acts only append."""

    standard: Standard
    acts: tuple[StandardAct, ...] = ()

    @property
    def pin(self) -> StandardPin:
        """The standard as a round pins it."""
        of = self.standard
        return StandardPin(id=of.id, revision=of.revision, sha256=of.sha256)

    @property
    def version(self) -> int:
        """The version of the record: one more than its acts."""
        return len(self.acts) + 1

    @property
    def status(self) -> StandardStatus:
        """Where the publication stands; only the bureau moves it on."""
        if not self.acts:
            return "unpublished"
        by_act: dict[ActKind, StandardStatus] = {
            "first_published": "to_be_confirmed",
            "proposed": "proposed",
            "confirmed": "published",
        }
        return by_act[self.acts[-1].act]

    @property
    def proposal(self) -> StandardAct | None:
        """The proposal that waits for a second person."""
        return self.acts[-1] if self.status == "proposed" else None

    @property
    def publication(self) -> StandardAct | None:
        """The act by which the standard is published, if it is."""
        published = [act for act in self.acts if act.act != "proposed"]
        return published[-1] if published else None


def aggregate_id(pin: StandardPin) -> UUID:
    """The id under which a revision of a standard is announced and audited."""
    return uuid5(NAMESPACE_URL, f"jiqun:standards/{pin.id}/{pin.revision}")


def next_act(
    record: StandardRecord, act: ActKind, *, effective_from: date, actor: Actor, at: datetime
) -> StandardAct:
    """The next act on the record."""
    return StandardAct(
        id=new_id(),
        standard=record.pin,
        number=record.version,
        act=act,
        effective_from=effective_from,
        actor=actor.subject,
        at=at,
    )


def confirmation(record: StandardRecord, *, actor: Actor, at: datetime) -> StandardAct:
    """The confirmation of the open proposal; whoever proposed it is refused (art. 4)."""
    proposal = record.proposal
    assert proposal is not None
    if proposal.actor == actor.subject:
        raise SecondPersonNeeded(allowed_actions=allowed_actions(record, actor))
    return next_act(record, "confirmed", effective_from=proposal.effective_from, actor=actor, at=at)


def allowed_actions(record: StandardRecord, actor: Actor) -> tuple[str, ...]:
    """The acts open to the actor; nobody confirms what they proposed themselves."""
    own = record.proposal is not None and record.proposal.actor == actor.subject
    acts = STANDARD.allowed(record.status, actor)
    return tuple(act for act in acts if not (own and act == CONFIRM))


def published_event(act: StandardAct, *, title: str) -> StandardPublished:
    """What other services learn of a publication."""
    return StandardPublished(
        standard=act.standard,
        title=title,
        effective_from=act.effective_from,
        to_be_confirmed=act.act == "first_published",
    )
