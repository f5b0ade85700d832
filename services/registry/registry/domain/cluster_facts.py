"""What the register says of a cluster, on a day and as known at an instant (READING 12, 21).

Every row states some facts from a day on, and was recorded at an instant; nothing is edited.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Final, Literal
from uuid import UUID

from common.contracts.case import PlanTarget

CauseKind = Literal["designation", "renewal", "change_filing", "clerical_correction"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts of a cluster that may change; `territory` is None until a change states it."""

    name: str
    district: str
    leading_industry: str
    institution_code: str
    institution_name: str
    plan_targets: tuple[PlanTarget, ...]
    notice_number: str
    official_address: str
    territory: str | None = None


FACTS: Final = tuple(field.name for field in fields(Facts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why facts were recorded: the kind of act, and its number or document."""

    kind: CauseKind
    reference: str
    reason: str | None = None
    corrects: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """Some facts of a cluster from a day on; what is not stated stays as it was."""

    id: UUID
    valid_from: date
    recorded_at: datetime
    cause: Cause
    stated: Mapping[str, Any]


def facts_on(day: date, rows: Iterable[FactRow], *, known_at: datetime) -> Facts | None:
    """The facts as of a day, as known at an instant; None if nothing was known then.

    Of each fact the latest statement holds: by its day, then by when it was recorded. Before the
    first day of all, the cluster is told with the facts that it was going to have.
    """
    known = sorted((row for row in rows if row.recorded_at <= known_at), key=_order)
    if not known:
        return None
    # The first to be recorded states every fact; no other row tells a whole cluster.
    first = min(known, key=lambda row: (row.recorded_at, row.id))
    day = max(day, first.valid_from)
    stated: dict[str, Any] = {}
    for row in known:
        if row.valid_from <= day:
            stated |= row.stated
    return Facts(**stated)


def _order(row: FactRow) -> tuple[date, datetime, UUID]:
    return row.valid_from, row.recorded_at, row.id


def differing(changed: Mapping[str, Any], current: object) -> dict[str, Any]:
    """The facts among those given that differ from what a cluster or a row states."""
    return {name: value for name, value in changed.items() if getattr(current, name) != value}


def row_named(rows: Sequence[FactRow], row_id: UUID) -> FactRow | None:
    """The row with an id."""
    return next((row for row in rows if row.id == row_id), None)
