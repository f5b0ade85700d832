"""What the routes of all entries share: how one is answered and how they are listed."""

from collections.abc import Callable
from typing import Any

from fastapi import Request, Response
from sqlalchemy import Select, select

from common.database import Reader, Transaction
from common.http.answers import created, shown
from common.http.pagination import listed
from common.http.validation import StrictModel
from monitoring.api.entry_models import ClusterEntryQuery, EntryQuery
from monitoring.domain import access
from monitoring.domain.entry import Entry, Kind
from monitoring.domain.entry_access import require_visible, visible_to
from monitoring.store import entries

Shown = Callable[[Entry, Any], StrictModel]
# The day by which entries of a kind are filtered by year.
_DAY: dict[Kind, str] = {
    "tracking_note": "noted_on",
    "support_measure": "given_on",
    "service_delivery": "delivered_on",
}


async def answered(tx: Transaction, entry: Entry, model: Shown, *, address: str) -> Response:
    """201 with the entry and its address."""
    location = f"/v1/{address}/{entry.id}"
    return await created(tx, model(entry, tx.actor), location=location, version=entry.version)


async def one_shown(reading: Reader, kind: Kind, ref: str, model: Shown) -> Response:
    """One entry, for whoever may see it."""
    entry = require_visible(reading.actor, await entries.load(reading, kind, ref))
    return shown(model(entry, reading.actor), version=entry.version)


async def all_listed(
    request: Request, reading: Reader, query: EntryQuery, *, of: Kind, model: Shown, **equal: Any
) -> Response:
    """A page of entries, oldest first; `equal` names columns and the values asked for, or None."""
    access.require_reader(reading.actor)
    table = entries.TABLES[of]
    return await listed(
        request,
        reading,
        asked(of, query, **equal),
        query,
        key=[table.c.id],
        item=lambda row: model(entries.entry_of(of, row), reading.actor),
        seen=lambda row: visible_to(reading.actor, entries.entry_of(of, row)),
    )


def asked(of: Kind, query: EntryQuery, **equal: Any) -> Select[Any]:
    """The entries that a query asks for."""
    table = entries.TABLES[of]
    wanted = {"district": query.district, "status": query.status, **equal}
    if isinstance(query, ClusterEntryQuery):
        wanted["cluster_number"] = query.cluster
    conditions = [table.c[name] == value for name, value in wanted.items() if value is not None]
    if query.status is None:
        conditions.append(entries.standing(table))
    if isinstance(query, ClusterEntryQuery) and query.year is not None:
        conditions.append(entries.in_year(table.c[_DAY[of]], query.year))
    return select(table).where(*conditions)
