"""The bureau sends in a standard, or a revision of one."""

from collections.abc import Callable

from common import audit
from common.database import Transaction
from common.errors import Forbidden, Stale
from evaluation.domain.standard import BUREAU, Revision, StandardRecord, aggregate_id
from evaluation.domain.standard_draft import require_next
from evaluation.store import standards


async def draft_standard(tx: Transaction, *, content: Callable[[], Revision]) -> StandardRecord:
    """Keep a draft: a new standard, or the next revision of one; nothing is in force by it."""
    if not tx.actor.has(*BUREAU):
        raise Forbidden()
    draft = content()
    standard_id = draft.standard.id
    require_next(draft, await standards.find(tx, standard_id))
    if not await standards.keep(tx, draft):
        raise Stale()
    detail = {"standard": standard_id, "revision": draft.number, "sha256": draft.standard.sha256}
    await audit.record(tx, "standard", aggregate_id(draft.pin), act="draft", detail=detail)
    return await standards.load(tx, standard_id)
