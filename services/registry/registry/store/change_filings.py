"""Change filings in the database, each act with a row of its own."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, Select, select

from common import audit
from common.contracts.cluster import ChangedFigure
from common.database import Source, Transaction
from common.ids import new_id
from common.rows import add_row, named, one, save_version
from registry.domain.change_filing import (
    ChangeFiling,
    DistrictOpinion,
    Proof,
    Recording,
    Returned,
)
from registry.domain.change_filing_refusals import FILING_RULE
from registry.domain.change_period import FilingPeriod
from registry.domain.recomputation import Recomputation
from registry.store.json_columns import documents_read, with_documents
from registry.tables.change_filings import change_filing_acts, change_filings
from registry.tables.clusters import cluster_renewals, clusters

_JSON: Final[dict[str, TypeAdapter[Any]]] = {
    "before": TypeAdapter(dict[str, str | None]),
    "after": TypeAdapter(dict[str, str]),
    "period": TypeAdapter(FilingPeriod),
    "proofs": TypeAdapter(tuple[Proof, ...]),
    "figures": TypeAdapter(tuple[ChangedFigure, ...]),
    "review": TypeAdapter(DistrictOpinion | None),
    "returned": TypeAdapter(Returned | None),
    "recording": TypeAdapter(Recording | None),
    "recomputed": TypeAdapter(Recomputation | None),
}


async def load(source: Source, ref: str | UUID) -> tuple[ChangeFiling, str]:
    """The filing with an id or number, and who acts for its cluster now; raises `NotFound`."""
    wanted = named(ref, change_filings.c.id, change_filings.c.number)
    row = await one(source, listed().where(wanted))
    return filing_of(row), row.acting


async def find(tx: Transaction, filing_id: UUID) -> ChangeFiling | None:
    """The filing with an id, for the service itself, locked: an event waits for a person."""
    own = select(change_filings).where(change_filings.c.id == filing_id).with_for_update()
    rows = await tx.rows(own)
    return filing_of(rows[0]) if rows else None


def listed() -> Select[Any]:
    """Filings, each with the institution that acts for its cluster now."""
    acting = clusters.c.institution_code.label("acting")
    return select(change_filings, acting).join(clusters)


async def of_cluster(source: Source, cluster_id: UUID) -> tuple[ChangeFiling, ...]:
    """The filings of a cluster that the actor may see, oldest first."""
    own = select(change_filings).where(change_filings.c.cluster_id == cluster_id)
    return tuple(filing_of(row) for row in await source.rows(own.order_by(change_filings.c.id)))


async def acts_of(source: Source, filing_id: UUID) -> Sequence[Row[Any]]:
    """The acts in a filing, in order."""
    found = select(change_filing_acts).where(change_filing_acts.c.filing_id == filing_id)
    return await source.rows(found.order_by(change_filing_acts.c.id))


async def add(tx: Transaction, new: ChangeFiling) -> None:
    """Write a new filing."""
    columns = with_documents(change_filings, new, _JSON)
    await add_row(tx, change_filings, columns)


async def save(tx: Transaction, changed: ChangeFiling) -> None:
    """Write a changed filing; raises `Stale` when another writer was first."""
    await save_version(tx, change_filings, with_documents(change_filings, changed, _JSON))


async def record(tx: Transaction, filing: ChangeFiling, act: str, content: dict[str, Any]) -> None:
    """Keep an act in a filing: who, when, by which clause, with what; and its audit row."""
    await add_row(
        tx,
        change_filing_acts,
        {
            "id": new_id(),
            "filing_id": filing.id,
            "act": act,
            "actor": tx.actor.subject,
            "at": tx.at,
            "clause": FILING_RULE,
            "content": content,
        },
    )
    await audit.record(tx, "change_filing", filing.id, act=act, detail=content)


async def last_application(tx: Transaction, cluster_id: UUID) -> UUID:
    """The application of a cluster's last renewal that was released, else of its designation."""
    step = cluster_renewals.c
    own = (step.cluster_id == cluster_id) & (step.cause == "released")
    renewed = await tx.rows(
        select(step.application_id).where(own).order_by(step.recorded_at.desc()).limit(1)
    )
    first = select(clusters.c.application_id).where(clusters.c.id == cluster_id)
    application_id: UUID = (renewed or await tx.rows(first))[0].application_id
    return application_id


def is_late() -> ColumnElement[bool]:
    """The condition that a change was filed after its due day."""
    return change_filings.c.filed_on > change_filings.c.due_on


def filing_of(row: Row[Any]) -> ChangeFiling:
    """The filing in a row."""
    columns = documents_read(row, _JSON)
    columns.pop("acting", None)
    return ChangeFiling(**columns)
