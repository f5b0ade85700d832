"""The institution files a change again that was returned as incomplete."""

from collections.abc import Callable

from common.clock import legal_day
from common.database import Transaction
from registry.domain import change_filing as decide
from registry.domain.change_filing import CHANGE_FILING, Change, ChangeFiling
from registry.domain.change_filing_refusals import ChangeNotStated
from registry.domain.change_period import due_on
from registry.domain.changed_facts import STATES, held_against
from registry.store import change_filings, clusters
from registry.terms.change_terms import filing_terms
from registry.usecases.file_change import announce_filed, kept


async def refile_change(
    tx: Transaction, ref: str, content: Callable[[], Change], *, if_match: str | None
) -> ChangeFiling:
    """Take the filing again with what was missing; its criteria are computed again."""
    found, acting = await change_filings.load(tx, ref)
    filing = decide.require_visible(tx.actor, found, acting=acting)
    CHANGE_FILING.admit_on("refile", filing, actor=tx.actor, if_match=if_match)
    again = await _again(tx, filing, content())
    await change_filings.save(tx, again)
    await announce_filed(tx, again)
    await change_filings.record(tx, again, "refile", kept(again))
    return again


async def _again(tx: Transaction, filing: ChangeFiling, change: Change) -> ChangeFiling:
    if change.kind != filing.kind:
        raise ChangeNotStated(wanted="、".join(STATES[filing.kind]))
    cluster = await clusters.load(tx, filing.cluster_id)
    before = held_against(change, cluster, today=legal_day(tx.at))
    due = due_on(change.happened_on, filing.period, filing_terms())
    return decide.refiled(filing, change, before=before, due_on=due)
