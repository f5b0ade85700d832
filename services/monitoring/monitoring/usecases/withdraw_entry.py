"""An entry should not have been made: it is withdrawn and stays on record."""

from collections.abc import Callable

from common import audit
from common.database import Transaction
from monitoring.domain.entry import ENTRY, Entry, Kind, require_own
from monitoring.domain.entry_access import require_visible
from monitoring.store import entries


async def withdraw_entry(
    tx: Transaction, kind: Kind, ref: str, content: Callable[[], str], *, if_match: str | None
) -> Entry:
    """Withdraw an entry with the reason; it counts no more."""
    entry = require_visible(tx.actor, await entries.load(tx, kind, ref))
    require_own(tx.actor, entry.district)
    ENTRY[kind].admit_on("withdraw", entry, actor=tx.actor, if_match=if_match)
    reason = content()
    withdrawn = entry.after("withdraw", because=reason)
    await entries.save(tx, withdrawn)
    await audit.record(tx, kind, entry.id, act="withdraw", detail={"reason": reason})
    return withdrawn
