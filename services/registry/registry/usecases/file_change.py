"""The institution of a cluster files a change of it."""

from collections.abc import Callable

from common.clock import legal_day
from common.contracts.cluster import ChangeFiled
from common.database import Transaction
from common.errors import Forbidden
from common.ids import new_id
from common.messaging.outbox import announce
from common.numbering import next_number
from registry.domain.change_filing import Change, ChangeFiling
from registry.domain.change_period import due_on
from registry.domain.changed_facts import held_against
from registry.domain.cluster import Cluster
from registry.domain.revocation import INSTITUTION
from registry.store import change_filings, clusters
from registry.store.known import filing_period
from registry.terms.change_terms import filing_terms


async def file_change(
    tx: Transaction, cluster_ref: str, content: Callable[[], Change]
) -> ChangeFiling:
    """Take a notification on record as filed, with the difference from the register (17(4))."""
    if not tx.actor.has(*INSTITUTION):
        raise Forbidden()
    cluster = await clusters.load(tx, cluster_ref)
    if tx.actor.institution != cluster.institution_code:
        raise Forbidden()
    new = await _filing(tx, cluster, content())
    await change_filings.add(tx, new)
    await announce_filed(tx, new)
    await change_filings.record(tx, new, "file", kept(new))
    return new


async def announce_filed(tx: Transaction, filing: ChangeFiling) -> None:
    """Tell others of a filing, with what evaluation computes the criteria again from."""
    event = ChangeFiled(
        change_filing_id=filing.id,
        cluster_number=filing.cluster_number,
        kind=filing.kind,
        happened_on=filing.happened_on,
        filed_on=filing.filed_on,
        number=filing.number,
        filing=filing.filing,
        application_id=await change_filings.last_application(tx, filing.cluster_id),
        figures=filing.figures,
    )
    await announce(tx, event, about=filing.id)


def kept(filing: ChangeFiling) -> dict[str, object]:
    """What the act of a filing keeps of it, whatever a later filing states."""
    return {
        "number": filing.number,
        "filing": filing.filing,
        "before": dict(filing.before),
        "after": dict(filing.after),
        "happened_on": filing.happened_on.isoformat(),
        "due_on": filing.due_on.isoformat() if filing.due_on else None,
        "explanation": filing.explanation,
        "proofs": [each.sha256 or each.description for each in filing.proofs],
    }


async def _filing(tx: Transaction, cluster: Cluster, change: Change) -> ChangeFiling:
    today = legal_day(tx.at)
    before = held_against(change, cluster, today=today)
    period = await filing_period(tx, cluster)
    return ChangeFiling(
        id=new_id(),
        number=await next_number(tx, "C", year=today.year),
        status="filed",
        version=1,
        filing=1,
        cluster_id=cluster.id,
        cluster_number=cluster.number,
        district=cluster.district,
        institution_code=cluster.institution_code,
        kind=change.kind,
        before=before,
        after=change.after,
        happened_on=change.happened_on,
        filed_on=today,
        filed_at=tx.at,
        filed_by=tx.actor.subject,
        due_on=due_on(change.happened_on, period, filing_terms()),
        period=period,
        proofs=change.proofs,
        explanation=change.explanation,
        figures=change.figures,
    )
