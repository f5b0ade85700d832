"""Annual reports in the database: header, draft, frozen versions, acts."""

from dataclasses import asdict, fields
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from common.database import Source, Transaction
from common.errors import NotFound
from common.ids import new_id
from common.rows import save_version, write_one
from monitoring.domain import access
from monitoring.domain.frozen import Frozen
from monitoring.domain.report import Report
from monitoring.store import obligations
from monitoring.tables.reports import annual_reports, report_acts, report_drafts, report_versions

_COLUMNS: Final = tuple(field.name for field in fields(Report))


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


async def draft_of(source: Source, report_id: UUID) -> dict[str, Any] | None:
    """What is being written, for those who may read it."""
    found = await source.rows(
        select(report_drafts.c.sections).where(report_drafts.c.report_id == report_id)
    )
    return dict(found[0].sections) if found else None


async def freeze(tx: Transaction, report_id: UUID, frozen: Frozen) -> None:
    """Write an immutable version."""
    values = {"report_id": report_id, **asdict(frozen)}
    await tx.connection.execute(insert(report_versions).values(**values))


async def versions_of(source: Source, report_id: UUID) -> list[Frozen]:
    """Every frozen version, oldest first."""
    statement = select(report_versions).where(report_versions.c.report_id == report_id)
    rows = await source.rows(statement.order_by(report_versions.c.number))
    return [frozen_of(row) for row in rows]


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
    await tx.connection.execute(insert(report_acts).values(**values))
    return act_id


async def acts_of(source: Source, report_id: UUID) -> list[Row[Any]]:
    """Every act on a report, oldest first."""
    statement = select(report_acts).where(report_acts.c.report_id == report_id)
    return list(await source.rows(statement.order_by(report_acts.c.position)))


def report_of(row: Row[Any]) -> Report:
    """The report in a row."""
    return Report(**{name: getattr(row, name) for name in _COLUMNS})


def frozen_of(row: Row[Any]) -> Frozen:
    """The frozen version in a row."""
    return Frozen(
        number=row.number,
        received_at=row.received_at,
        canonical=row.canonical,
        sha256=row.sha256,
    )
