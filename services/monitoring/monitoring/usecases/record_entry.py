"""An official writes down an entry of tracking, support or services."""

from collections.abc import Callable, Mapping
from typing import Any

from common import audit
from common.clock import legal_day
from common.database import Transaction
from monitoring.domain.entry import Entry, Kind, recorded, require_recorder
from monitoring.store import entries
from monitoring.usecases.placing import as_plain, place_of


async def record_entry(
    tx: Transaction, kind: Kind, content: Callable[[], Mapping[str, Any]]
) -> Entry:
    """Write down a new entry, for the cluster it names or the district it is of (art. 12-16)."""
    require_recorder(tx.actor, kind)
    words = content()
    cluster = await place_of(tx, kind, words, today=legal_day(tx.at))
    entry = recorded(kind, words, cluster=cluster, actor=tx.actor, at=tx.at)
    await entries.add(tx, entry)
    await audit.record(tx, kind, entry.id, act="record", detail=as_plain(words))
    return entry
