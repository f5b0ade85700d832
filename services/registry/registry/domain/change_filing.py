"""A change filing (变更报备, art. 17(4)): a notification, recorded or returned, never refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID

from common.actor import Actor
from common.contracts.cluster import ChangedFigure
from common.errors import NotFound
from common.lifecycle import Arc, Lifecycle
from registry.domain.change_period import FilingPeriod
from registry.domain.proposal import BUREAU
from registry.domain.recomputation import Recomputation
from registry.domain.revocation import INSTITUTION

Kind = Literal["leading_industry", "territory", "operating_institution", "other"]
Opinion = Literal["confirmed", "doubted"]
DISTRICT: Final = ("district_authority",)

CHANGE_FILING: Final = Lifecycle(
    name="change filing",
    arcs=(
        Arc("review", who=DISTRICT, start=("filed",), end=("reviewed",)),
        Arc("record", who=BUREAU, start=("reviewed",), end=("recorded",)),
        Arc("return", who=BUREAU, start=("reviewed",), end=("returned",)),
        Arc("refile", who=INSTITUTION, start=("returned",), end=("filed",)),
    ),
    moves_next={
        "filed": "district_authority",
        "reviewed": "municipal_bureau",
        "returned": "operating_institution",
        "recorded": None,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A document that proves a change, in the object store if it has a hash."""

    description: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictOpinion:
    """What the district says of a filing: it confirms the change, or doubts it, with reasons."""

    opinion: Opinion
    reason: str
    reviewed_by: str
    reviewed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A filing goes back as incomplete: everything that is missing, item by item."""

    items: tuple[str, ...]
    returned_by: str
    returned_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A filing is on record, and the register says so from the day of the change."""

    comment: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an institution states: facts of the register after the change, proofs, figures."""

    kind: Kind
    after: Mapping[str, str]
    happened_on: date
    explanation: str
    proofs: tuple[Proof, ...]
    figures: tuple[ChangedFigure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFiling:
    """One filing; `before` is what the register showed, `filed_on` the day of the first filing."""

    id: UUID
    number: str
    status: str
    version: int
    filing: int
    cluster_id: UUID
    cluster_number: str
    district: str
    institution_code: str
    kind: Kind
    before: Mapping[str, str | None]
    after: Mapping[str, str]
    happened_on: date
    filed_on: date
    filed_at: datetime
    filed_by: str
    due_on: date | None
    period: FilingPeriod
    proofs: tuple[Proof, ...]
    explanation: str
    figures: tuple[ChangedFigure, ...]
    review: DistrictOpinion | None = None
    returned: Returned | None = None
    recording: Recording | None = None
    recomputed: Recomputation | None = None

    @property
    def late_days(self) -> int | None:
        """How many days after its due day it was filed; None while that day is not known."""
        return None if self.due_on is None else max(0, (self.filed_on - self.due_on).days)


def visible_to(actor: Actor, filing: ChangeFiling, *, acting: str) -> bool:
    """The bureau and auditors, the district, who filed it, and who acts for the cluster now."""
    if actor.has(*BUREAU, "auditor"):
        return True
    if actor.has(*DISTRICT):
        return actor.district == filing.district
    own = actor.institution in {filing.institution_code, acting}
    return actor.has(*INSTITUTION) and own


def require_visible(actor: Actor, filing: ChangeFiling, *, acting: str) -> ChangeFiling:
    """The filing, or `NotFound` for somebody who may not know of it."""
    if not visible_to(actor, filing, acting=acting):
        raise NotFound()
    return filing


def reviewed(
    filing: ChangeFiling, *, opinion: Opinion, reason: str, by: str, at: datetime
) -> ChangeFiling:
    """The filing with the opinion of the district, which ends nothing (art. 16)."""
    said = DistrictOpinion(opinion=opinion, reason=reason, reviewed_by=by, reviewed_at=at)
    return replace(_moved(filing, "review"), review=said)


def returned(filing: ChangeFiling, items: Sequence[str], *, by: str, at: datetime) -> ChangeFiling:
    """The filing as incomplete: the institution files it again; it is never refused."""
    back = Returned(items=tuple(items), returned_by=by, returned_at=at)
    return replace(_moved(filing, "return"), returned=back)


def recorded(filing: ChangeFiling, comment: str, *, by: str, at: datetime) -> ChangeFiling:
    """The filing on record."""
    entry = Recording(comment=comment, recorded_by=by, recorded_at=at)
    return replace(_moved(filing, "record"), recording=entry)


def refiled(
    filing: ChangeFiling, change: Change, *, before: Mapping[str, str | None], due_on: date | None
) -> ChangeFiling:
    """The filing as it comes again; the day of the first one decides whether it was in time.

    Doubt favours the party: the measure asks for a timely filing, not for a complete one.
    """
    return replace(
        _moved(filing, "refile"),
        filing=filing.filing + 1,
        before=before,
        after=change.after,
        happened_on=change.happened_on,
        due_on=due_on,
        proofs=change.proofs,
        explanation=change.explanation,
        figures=change.figures,
        review=None,
        recomputed=None,
    )


def with_recomputation(filing: ChangeFiling, found: Recomputation) -> ChangeFiling:
    """The filing with the criteria as they come out after the change; it moves nothing."""
    return replace(filing, recomputed=found, version=filing.version + 1)


def _moved(filing: ChangeFiling, act: str) -> ChangeFiling:
    end = CHANGE_FILING.end_of(act, filing.status)
    return replace(filing, status=end, version=filing.version + 1)
