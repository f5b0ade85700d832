"""Reporting cycles in the database, and what an opened one makes clusters owe."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import (
    Boolean,
    Date,
    Row,
    Text,
    TextClause,
    Uuid,
    bindparam,
    exists,
    func,
    select,
    text,
)

from common.database import Source, Transaction
from common.errors import NotFound
from common.ids import as_id
from common.rows import add_row, columns_of, one, save_version
from monitoring.domain.cycle import Band, ReportingCycle
from monitoring.domain.obligation import REVOKED
from monitoring.tables.cycles import reporting_cycles

WITHIN: Final = "120s"  # it writes a row for every cluster, where others touch one case
_BANDS: Final = TypeAdapter(tuple[Band, ...])
_OPENING: Final = func.hashtext("reporting_cycles")

# Every cluster whose validity touches the period owes its report, but for the last period unless
# the terms say so; a report that came in keeps the day by which it was judged.
_OWE: Final = """
    WITH written AS (
      INSERT INTO obligations AS o (id, cluster_id, cluster_number, cluster_name, district,
        institution_code, period, opens_on, district_due_on, due_on, cycle_id, closed_on,
        closed_because)
      SELECT uuidv7(), c.id, c.number, c.name, c.district, c.institution_code, :period,
        :opens_on, :district_due_on, :due_on, :cycle_id, c.revoked_on,
        CASE WHEN c.revoked_on IS NOT NULL THEN :revoked END
      FROM monitored_clusters c
      CROSS JOIN LATERAL (
        SELECT max((p ->> 'last_day')::date) AS last_day,
               bool_or((p ->> 'first_day')::date <= :last_day
                       AND (p ->> 'last_day')::date >= :first_day) AS touched
        FROM jsonb_array_elements(c.periods) AS p
      ) AS validity
      WHERE (CAST(:only AS uuid) IS NULL OR c.id = :only)
        AND validity.touched AND (:always OR c.renewal_application_id IS NOT NULL
                                  OR validity.last_day > :last_day)
        AND (c.revoked_on IS NULL OR c.revoked_on > :first_day)
      ON CONFLICT (cluster_id, period) DO UPDATE SET
        opens_on = excluded.opens_on,
        district_due_on = excluded.district_due_on,
        due_on = excluded.due_on,
        cycle_id = excluded.cycle_id,
        overdue_announced_at = CASE WHEN excluded.due_on > o.due_on THEN NULL
                                    ELSE o.overdue_announced_at END
      WHERE o.submitted_at IS NULL AND o.cycle_id IS NULL
      RETURNING 1)
    SELECT count(*) AS written FROM written
    """


def owe(cycle: ReportingCycle, *, always: bool, only: UUID | None = None) -> TextClause:
    """The one statement that writes or binds the obligations of an opened cycle's period."""
    due = cycle.origin.due
    return text(_OWE).bindparams(
        bindparam("period", cycle.period, Text),
        bindparam("opens_on", cycle.opens_on, Date),
        bindparam("district_due_on", due.district_due_on, Date),
        bindparam("due_on", due.due_on, Date),
        bindparam("cycle_id", cycle.id, Uuid),
        bindparam("revoked", REVOKED, Text),
        bindparam("first_day", cycle.first_day, Date),
        bindparam("last_day", cycle.last_day, Date),
        bindparam("only", only, Uuid),
        bindparam("always", always, Boolean),
    )


async def bind(
    tx: Transaction, cycle: ReportingCycle, *, always: bool, only: UUID | None = None
) -> int:
    """Write what an opened cycle makes all clusters owe, or one; returns how many rows."""
    if only is None:
        await tx.connection.driver.execute(f"SET LOCAL statement_timeout = '{WITHIN}'")
    result = await tx.connection.execute(owe(cycle, always=always, only=only))
    return int(result.scalar_one())


async def load(source: Source, ref: str) -> ReportingCycle:
    """The cycle with an id; raises `NotFound`."""
    known = as_id(ref)
    if known is None:
        raise NotFound()
    wanted = select(reporting_cycles).where(reporting_cycles.c.id == known)
    return cycle_of(await one(source, wanted))


async def hold(tx: Transaction) -> None:
    """No cycle is opened until the transaction ends: what is written meanwhile would be missed."""
    await tx.connection.execute(select(func.pg_advisory_xact_lock_shared(_OPENING)))


async def hold_alone(tx: Transaction) -> None:
    """One cycle is opened at a time, and no cluster comes in until the transaction ends."""
    await tx.connection.execute(select(func.pg_advisory_xact_lock(_OPENING)))


async def opened(source: Source) -> Sequence[ReportingCycle]:
    """Every cycle in force, oldest period first."""
    in_force = select(reporting_cycles).where(reporting_cycles.c.status == "opened")
    return [
        cycle_of(row) for row in await source.rows(in_force.order_by(reporting_cycles.c.period))
    ]


async def is_open(source: Source, period: str) -> bool:
    """Whether a cycle of a period is in force."""
    table = reporting_cycles.c
    found = exists().where(table.period == period, table.status == "opened")
    return bool((await source.rows(select(found.label("found"))))[0].found)


async def of_period(source: Source, period: str) -> ReportingCycle | None:
    """The cycle in force for a period, with its bands, or None."""
    table = reporting_cycles.c
    wanted = select(reporting_cycles).where(table.period == period, table.status == "opened")
    found = await source.rows(wanted)
    return cycle_of(found[0]) if found else None


async def add(tx: Transaction, new: ReportingCycle) -> None:
    """Write a drafted cycle."""
    await add_row(tx, reporting_cycles, _columns(new))


async def save(tx: Transaction, changed: ReportingCycle) -> None:
    """Write a changed cycle; raises `Stale` when another writer was first."""
    await save_version(tx, reporting_cycles, _columns(changed))


def cycle_of(row: Row[Any]) -> ReportingCycle:
    """The cycle in a row."""
    return ReportingCycle(**{**row._mapping, "bands": _BANDS.validate_python(row.bands)})


def _columns(cycle: ReportingCycle) -> dict[str, Any]:
    plain = columns_of(reporting_cycles, cycle)
    return {**plain, "bands": _BANDS.dump_python(cycle.bands, mode="json")}
