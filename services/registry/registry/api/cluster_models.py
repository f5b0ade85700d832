"""What clients send and see of a cluster, its history, and a correction of it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import BeforeValidator, Field, WithJsonSchema

from common.contracts.case import Institution, PlanTarget
from common.http.field_types import Day, Instant, Said, Words
from common.http.validation import StrictModel
from registry.api.district import District
from registry.domain.cluster import Cluster, Revocation, SetAside, Standing, Validity
from registry.domain.cluster_facts import FACTS, CauseKind, FactRow
from registry.domain.cluster_history import last_instant_of
from registry.domain.correction import Correction

Title = Annotated[str, Field(min_length=1, max_length=200), Said]
Address = Annotated[str, Field(max_length=500, pattern=r"^https?://[^\s]+$")]
CreditCode = Annotated[str, Field(pattern=r"^[0-9A-Z]{18}$")]
_DAY_LENGTH = len("2024-03-01")


def _day_as_its_end(value: Any) -> Any:
    # Before the eras that a calendar and PostgreSQL share, `Instant` says what is wrong.
    if not isinstance(value, str) or len(value) != _DAY_LENGTH:
        return value
    try:
        return last_instant_of(date.fromisoformat(value)).isoformat()
    except (ValueError, OverflowError):
        return value


KnownAt = Annotated[
    Instant,
    BeforeValidator(_day_as_its_end),
    WithJsonSchema({"anyOf": [{"type": "string", "format": f} for f in ("date", "date-time")]}),
]


class ClusterAt(StrictModel):
    """A legal day (today when left out), and since when it must have been on record.

    `known_at` is an instant, or a day, which stands for its end in Shanghai.
    """

    at: Day | None = None
    known_at: KnownAt | None = None


class ClusterShown(StrictModel):
    """A cluster as the register publishes it, with its standing on a day."""

    id: UUID
    number: str
    name: str
    district: str
    leading_industry: str
    institution: Institution
    standing: Standing
    as_of: date
    periods: tuple[Validity, ...]
    revocations: tuple[Revocation, ...]
    set_asides: tuple[SetAside, ...]
    plan_targets: tuple[PlanTarget, ...]
    territory: str | None
    notice_number: str
    official_address: str
    published_on: date
    known_at: datetime | None = None


_TAKEN: Final = ClusterShown.model_fields.keys() - {
    "institution",
    "standing",
    "as_of",
    "known_at",
}


class FactsShown(StrictModel):
    """Facts that were stated from a day on, and since when they are on record."""

    id: UUID
    valid_from: date
    recorded_at: datetime
    cause: CauseKind
    reference: str
    reason: str | None
    corrects: UUID | None
    stated: dict[str, Any]


class ClusterHistoryShown(StrictModel):
    """Everything that was ever recorded of a cluster, in two times: nothing is edited."""

    id: UUID
    number: str
    facts: tuple[FactsShown, ...]
    periods: tuple[Validity, ...]
    revocations: tuple[Revocation, ...]
    set_asides: tuple[SetAside, ...]


class CorrectedFacts(StrictModel):
    """What should have been written; only what was wrong is given."""

    name: Title | None = None
    district: District | None = None
    leading_industry: Title | None = None
    institution_code: CreditCode | None = None
    institution_name: Title | None = None
    territory: Words | None = None
    official_address: Address | None = None


class CorrectionGiven(StrictModel):
    """Which entry of the history was written wrongly, and by which document that is known."""

    corrects: UUID
    changed: CorrectedFacts
    reason: Words
    document: Title

    def as_correction(self) -> Correction:
        """The correction as the domain knows it."""
        changed = self.changed.model_dump(exclude_none=True)
        return Correction(
            corrects=self.corrects, changed=changed, reason=self.reason, document=self.document
        )


def cluster_shown(of: Cluster, day: date, *, known_at: datetime | None = None) -> ClusterShown:
    """The representation of a cluster, with its standing on a day."""
    return ClusterShown(
        **{name: getattr(of, name) for name in _TAKEN},
        institution=Institution(code=of.institution_code, name=of.institution_name),
        standing=of.standing_on(day),
        as_of=day,
        known_at=known_at,
    )


def history_shown(of: Cluster, rows: Sequence[FactRow]) -> ClusterHistoryShown:
    """The representation of all that was recorded of a cluster."""
    return ClusterHistoryShown(
        id=of.id,
        number=of.number,
        facts=tuple(map(_facts_shown, rows)),
        periods=of.periods,
        revocations=of.revocations,
        set_asides=of.set_asides,
    )


def _facts_shown(row: FactRow) -> FactsShown:
    return FactsShown(
        id=row.id,
        valid_from=row.valid_from,
        recorded_at=row.recorded_at,
        cause=row.cause.kind,
        reference=row.cause.reference,
        reason=row.cause.reason,
        corrects=row.cause.corrects,
        stated={name: row.stated[name] for name in FACTS if name in row.stated},
    )
