"""An entry was wrong: a new one takes its place, and the old one stays on record."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from common import audit
from common.clock import legal_day
from common.database import Transaction
from monitoring.domain.entry import ENTRY, Entry, Kind, recorded, require_own
from monitoring.domain.entry_access import require_visible
from monitoring.store import entries
from monitoring.usecases.placing import as_plain, place_of


async def correct_entry(
    tx: Transaction,
    kind: Kind,
    ref: str,
    content: Callable[[], tuple[str, Mapping[str, Any]]],
    *,
    if_match: str | None,
) -> Entry:
    """Put a corrected entry beside the one that it supersedes, with the reason."""
    wrong = require_visible(tx.actor, await entries.load(tx, kind, ref))
    require_own(tx.actor, wrong.district)
    ENTRY[kind].admit_on("correct", wrong, actor=tx.actor, if_match=if_match)
    reason, words = content()
    cluster = await place_of(tx, kind, words, today=legal_day(tx.at))
    entry = recorded(kind, words, cluster=cluster, actor=tx.actor, at=tx.at)
    await entries.save(tx, wrong.after("correct", because=reason))
    await audit.record(tx, kind, wrong.id, act="correct", detail={"reason": reason})
    await entries.add(tx, replace(entry, supersedes=wrong.id))
    await audit.record(tx, kind, entry.id, act="record", detail=as_plain(words))
    return replace(entry, supersedes=wrong.id)
