"""Annual reports in the database: header, draft, frozen versions, acts."""

from dataclasses import asdict, fields
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, null, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from common.database import Source, Transaction
from common.errors import NotFound
from common.ids import new_id
from common.rows import add_row, save_version, write_one
from monitoring.domain import access
from monitoring.domain.draft import Draft
from monitoring.domain.frozen import Frozen
from monitoring.domain.report import Report
from monitoring.store import obligations
from monitoring.tables.reports import annual_reports, report_acts, report_drafts, report_versions
from monitoring.tables.rosters import report_rosters

_COLUMNS: Final = tuple(field.name for field in fields(Report))
_VERSION: Final = tuple(field.name for field in fields(Frozen))


async def find(source: Source, obligation_id: UUID) -> Report | None:
    """The report of an obligation, or None while none is written or it is not visible."""
    found = await source.rows(
        select(annual_reports).where(annual_reports.c.obligation_id == obligation_id)
    )
    return report_of(found[0]) if found else None


async def load_for(source: Source, cluster: str, period: str) -> Report:
    """The report of a cluster (id or number) for a period that the actor may see, or `NotFound`."""
    owed = await obligations.load_for(source, cluster, period)
    report = await find(source, owed.id)
    if report is None:
        raise NotFound()
    return access.require_visible(source.actor, report)


async def save(tx: Transaction, changed: Report) -> None:
    """Write a new report (version 1) or a changed one; raises `Stale` for the slower of two."""
    values = asdict(changed)
    if changed.version == 1:
        await write_one(tx, upsert(annual_reports).values(**values).on_conflict_do_nothing())
    else:
        await save_version(tx, annual_reports, values)


async def write_draft(tx: Transaction, report_id: UUID, sections: dict[str, Any]) -> None:
    """Replace what the institution has written."""
    written = upsert(report_drafts).values(report_id=report_id, sections=sections)
    await tx.connection.execute(
        written.on_conflict_do_update(index_elements=["report_id"], set_={"sections": sections})
    )


async def draft_of(source: Source, report: Report) -> Draft | None:
    """What is being written, with its sealed page and roster, for those who may read it."""
    statement = (
        select(report_drafts, report_rosters.c.sha256, report_rosters.c.row_count)
        .add_columns(report_rosters.c.id.label("roster_id"), report_rosters.c.tally)
        .outerjoin(report_rosters, report_rosters.c.id == report.roster_id)
        .where(report_drafts.c.report_id == report.id)
    )
    found = await source.rows(statement)
    if not found:
        return None
    row = found[0]
    return Draft(sections=row.sections, seal=row.seal, roster=roster_named(row))


def roster_named(row: Any) -> dict[str, Any] | None:
    """What is said of a roster wherever it is named: its hash, its rows, what they add up to."""
    if row.roster_id is None:
        return None
    return {
        "id": str(row.roster_id),
        "sha256": row.sha256,
        "rows": row.row_count,
        "tally": dict(row.tally),
    }


async def keep_seal(tx: Transaction, report_id: UUID, seal: dict[str, Any] | None) -> None:
    """Name the sealed page of what is being written; none once it was filed."""
    own = update(report_drafts).where(report_drafts.c.report_id == report_id)
    await tx.connection.execute(own.values(seal=null() if seal is None else seal))


async def freeze(tx: Transaction, report_id: UUID, frozen: Frozen) -> None:
    """Write an immutable version."""
    values = {"report_id": report_id, **asdict(frozen)}
    await add_row(tx, report_versions, values)


async def versions_of(source: Source, report_id: UUID) -> list[Frozen]:
    """Every frozen version, oldest first."""
    statement = select(report_versions).where(report_versions.c.report_id == report_id)
    rows = await source.rows(statement.order_by(report_versions.c.number))
    return [frozen_of(row) for row in rows]


async def version_of(source: Source, report_id: UUID, number: int) -> Frozen:
    """One frozen version; raises `NotFound`."""
    for each in await versions_of(source, report_id):
        if each.number == number:
            return each
    raise NotFound()


async def note_act(tx: Transaction, report: Report, *, act: str, content: dict[str, Any]) -> UUID:
    """Write the record of an act: who, when, about which submission, with which words."""
    act_id = new_id()
    values = {
        "id": act_id,
        "report_id": report.id,
        "act": act,
        "actor": tx.actor.subject,
        "at": tx.at,
        "submission": report.submissions,
        "content": content,
    }
    await add_row(tx, report_acts, values)
    return act_id


async def acts_of(source: Source, report_id: UUID) -> list[Row[Any]]:
    """Every act on a report, oldest first."""
    statement = select(report_acts).where(report_acts.c.report_id == report_id)
    return list(await source.rows(statement.order_by(report_acts.c.position)))


def report_of(row: Row[Any]) -> Report:
    """The report in a row."""
    return Report(**{name: getattr(row, name) for name in _COLUMNS})


def frozen_of(row: Any) -> Frozen:
    """The frozen version in a row."""
    return Frozen(**{name: getattr(row, name) for name in _VERSION})
