"""The bureau returns a change filing as incomplete."""

from collections.abc import Callable, Sequence

from common.database import Transaction
from registry.domain import change_filing as decide
from registry.domain.change_filing import CHANGE_FILING, ChangeFiling
from registry.store import change_filings


async def return_change(
    tx: Transaction, ref: str, content: Callable[[], Sequence[str]], *, if_match: str | None
) -> ChangeFiling:
    """Name everything that is missing, item by item; a notification is never refused."""
    found, acting = await change_filings.load(tx, ref)
    filing = decide.require_visible(tx.actor, found, acting=acting)
    CHANGE_FILING.admit_on("return", filing, actor=tx.actor, if_match=if_match)
    items = list(content())
    back = decide.returned(filing, items, by=tx.actor.subject, at=tx.at)
    await change_filings.save(tx, back)
    await change_filings.record(tx, back, "return", {"items": items})
    return back
