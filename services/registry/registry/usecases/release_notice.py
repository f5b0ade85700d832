"""The bureau releases a list: its entries become clusters of the register."""

from collections.abc import Callable

from common.clock import legal_day
from common.contracts.round import RoundOpened
from common.database import Transaction
from common.ids import new_id
from common.messaging.outbox import announce
from common.numbering import next_number
from registry.domain import notice as decide
from registry.domain.cluster import Origin, designate, designated_event, published_day
from registry.domain.notice import Designated, Notice, Release, with_outcome
from registry.domain.proposal import Proposal, released
from registry.store import clusters, notices, proposals, rounds


async def release_notice(
    tx: Transaction, ref: str, content: Callable[[], Release], *, if_match: str | None
) -> Notice:
    """Release exactly the list that was on notice, in one transaction (art. 10)."""
    closed = await notices.load(tx, ref)
    decide.admit("release", closed, actor=tx.actor, if_match=if_match, day=legal_day(tx.at))
    notice = decide.release_notice(closed, content(), at=tx.at)
    of = await rounds.get(tx, notice.round_id)
    standing = {proposal.id: proposal for proposal in await proposals.held_by(tx, notice.id)}
    made = [
        await _designate(tx, standing[entry.proposal_id], notice, of)
        for entry in notice.entries
        if entry.proposal_id in standing
    ]
    listed = with_outcome(notice, made)
    await notices.save(tx, listed)
    numbers = [each.cluster_number for each in made]
    await notices.record(tx, listed, "release", {"clusters": numbers})
    return listed


async def _designate(
    tx: Transaction, proposal: Proposal, notice: Notice, of: RoundOpened
) -> Designated:
    # First, so that of two releases at once the second is told that it came late.
    await proposals.save(tx, released(proposal))
    number = await next_number(tx, "", year=published_day(notice).year)
    cluster = designate(proposal, notice, of.validity, new_id=new_id(), number=number)
    origin = Origin(
        application_id=proposal.application_id,
        proposal_id=proposal.id,
        notice_id=notice.id,
        recorded_at=tx.at,
    )
    await clusters.add(tx, cluster, origin)
    event = designated_event(cluster, application_id=proposal.application_id, report=of.report)
    await announce(tx, event, about=cluster.id)
    return Designated(application_id=proposal.application_id, cluster_number=number)
