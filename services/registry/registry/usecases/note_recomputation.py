"""Evaluation computed the criteria of a cluster again after a change."""

from common import audit
from common.contracts.evaluation import CriteriaRecomputed
from common.database import Transaction
from registry.domain.change_filing import with_recomputation
from registry.domain.recomputation import recomputation_of
from registry.store import change_filings


async def note_recomputation(tx: Transaction, event: CriteriaRecomputed) -> None:
    """Keep the result with the filing; a broken criterion is by itself no ground (READING 15).

    The result of an earlier filing is passed over: it was returned, and is computed again.
    """
    filing = await change_filings.find(tx, event.change_filing_id)
    if filing is None or filing.filing != event.filing:
        return
    found = recomputation_of(event, at=tx.at)
    await change_filings.save(tx, with_recomputation(filing, found))
    detail = {"turned": list(found.turned), "broken": list(found.broken)}
    await audit.record(tx, "change_filing", filing.id, act="recompute", detail=detail)
