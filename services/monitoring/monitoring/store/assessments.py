"""Assessments in the database, and the figures that they rest on."""

from dataclasses import asdict, dataclass, fields
from datetime import date
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.dialects.postgresql import insert

from common.database import Source, Transaction
from common.errors import NotFound
from common.ids import as_id
from common.rows import one, save_version, write_one
from monitoring.domain.assessment import Assessment, Band
from monitoring.tables.assessments import assessments
from monitoring.tables.cycles import reporting_cycles
from monitoring.tables.early_warnings import early_warnings
from monitoring.tables.supervision import incidents

_COLUMNS: Final = tuple(field.name for field in fields(Assessment))
# A determination counts; of the ungraded kind it counts once a named official has found so.
COUNTED: Final = ("determined", "found")


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodBands:
    """The bands of an opened cycle, and the days that its period spans."""

    first_day: date
    last_day: date
    bands: tuple[Band, ...]
    kept: list[dict[str, Any]]


async def load(source: Source, ref: str) -> Assessment:
    """The assessment with an id; raises `NotFound`."""
    known = as_id(ref)
    if known is None:
        raise NotFound()
    return assessment_of(await one(source, select(assessments).where(assessments.c.id == known)))


async def standing(source: Source, cluster_id: UUID, period: str) -> Assessment | None:
    """The assessment of a cluster that stands for a period."""
    own = (assessments.c.cluster_id == cluster_id) & (assessments.c.period == period)
    found = await source.rows(select(assessments).where(own, assessments.c.status == "standing"))
    return assessment_of(found[0]) if found else None


async def add(tx: Transaction, new: Assessment) -> None:
    """Write a new assessment; raises `Stale` when another of the period was first."""
    await write_one(tx, insert(assessments).values(**asdict(new)).on_conflict_do_nothing())


async def save(tx: Transaction, changed: Assessment) -> None:
    """Write the next version; raises `Stale` for the slower of two."""
    await save_version(tx, assessments, asdict(changed))


async def bands_of(source: Source, period: str) -> PeriodBands | None:
    """The bands of the period's opened cycle."""
    cycle = reporting_cycles.c
    opened = select(cycle.first_day, cycle.last_day, cycle.bands).where(
        cycle.period == period, cycle.status == "opened"
    )
    found = await source.rows(opened)
    if not found:
        return None
    row = found[0]
    bands = tuple(_band(each) for each in row.bands)
    return PeriodBands(
        first_day=row.first_day, last_day=row.last_day, bands=bands, kept=list(row.bands)
    )


async def incidents_in(source: Source, cluster_id: UUID, first: date, last: date) -> int:
    """How many incidents support 17(5) that happened from one day to another."""
    own = (incidents.c.cluster_id == cluster_id) & incidents.c.happened_on.between(first, last)
    of_weight = incidents.c.status.in_(COUNTED) & incidents.c.of_weight.is_(True)
    counted = select(func.count()).where(own, of_weight)
    return int((await source.rows(counted))[0][0])


async def warnings_in(source: Source, cluster_id: UUID) -> int:
    """How many early warnings of a cluster stand."""
    own = (early_warnings.c.cluster_id == cluster_id) & early_warnings.c.cleared_at.is_(None)
    return int((await source.rows(select(func.count()).where(own)))[0][0])


def assessment_of(row: Row[Any]) -> Assessment:
    """The assessment in a row."""
    return Assessment(**{name: getattr(row, name) for name in _COLUMNS})


def _band(kept: dict[str, Any]) -> Band:
    return Band(grade=kept["grade"], at_least=Fraction(kept["at_least"]), of=kept["of"])
