"""The bureau records a change filing: the register says so from the day of the change."""

from collections.abc import Callable

from common.contracts.cluster import ChangeRecorded
from common.database import Transaction
from common.messaging.outbox import announce
from registry.domain import change_filing as decide
from registry.domain.change_filing import CHANGE_FILING, ChangeFiling
from registry.domain.changed_facts import holds_from, of_the_register
from registry.domain.cluster_facts import Cause, differing
from registry.store import change_filings, clusters
from registry.usecases.record_facts import record_facts


async def record_change(
    tx: Transaction, ref: str, content: Callable[[], str], *, if_match: str | None
) -> ChangeFiling:
    """Put the change on record; a criterion that it breaks is tracked and ends nothing."""
    found, acting = await change_filings.load(tx, ref)
    filing = decide.require_visible(tx.actor, found, acting=acting)
    CHANGE_FILING.admit_on("record", filing, actor=tx.actor, if_match=if_match)
    comment = content()
    done = decide.recorded(filing, comment, by=tx.actor.subject, at=tx.at)
    await change_filings.save(tx, done)
    await announce(tx, _event(done), about=done.id)
    changed = await _change_register(tx, done)
    await change_filings.record(tx, done, "record", {"comment": comment, "changed": changed})
    return done


async def _change_register(tx: Transaction, filing: ChangeFiling) -> dict[str, str]:
    cluster = await clusters.load(tx, filing.cluster_id)
    changed = differing(of_the_register(filing), cluster)
    if not changed:
        return {}
    cause = Cause(kind="change_filing", reference=filing.number)
    await record_facts(tx, cluster, changed, valid_from=holds_from(filing, cluster), cause=cause)
    return changed


def _event(filing: ChangeFiling) -> ChangeRecorded:
    return ChangeRecorded(
        change_filing_id=filing.id,
        cluster_number=filing.cluster_number,
        kind=filing.kind,
        happened_on=filing.happened_on,
    )
