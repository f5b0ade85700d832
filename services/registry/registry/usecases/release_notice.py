"""The bureau releases a list: its entries become clusters of the register."""

from collections.abc import Callable

from common.clock import legal_day
from common.contracts.round import RoundOpened
from common.database import Transaction
from common.ids import new_id
from common.messaging.outbox import announce
from common.numbering import next_number
from registry.domain import notice_release as decide
from registry.domain.cluster import Origin, designate, designated_event, published_day
from registry.domain.notice import Designated, Notice, Release, admit
from registry.domain.proposal import Proposal, released
from registry.store import clusters, notices, objections, proposals, rounds
from registry.store.register_projection import project
from registry.usecases.renew_cluster import renew_cluster


async def release_notice(
    tx: Transaction, ref: str, content: Callable[[], Release], *, if_match: str | None
) -> Notice:
    """Release exactly the list that was on notice, in one transaction (art. 10)."""
    closed = await notices.hold(tx, ref)
    admit("release", closed, actor=tx.actor, if_match=if_match, day=legal_day(tx.at))
    notice = decide.release_notice(closed, content(), at=tx.at)
    of = await rounds.get(tx, notice.round_id)
    standing = {proposal.id: proposal for proposal in await proposals.held_by(tx, notice.id)}
    against = await objections.against(tx, notice)
    free = decide.releasable(notice, standing, against, list_waits=of.notice.list_waits)
    made = [await _designate(tx, standing.pop(each.proposal_id), notice, of) for each in free]
    waiting = [each.application_id for each in standing.values()]
    listed = decide.with_outcome(notice, made, held_back=waiting, against=against)
    await notices.save(tx, listed)
    told = {"clusters": [each.cluster_number for each in made], "held_back": len(waiting)}
    await notices.record(tx, listed, "release", told)
    return listed


async def _designate(
    tx: Transaction, proposal: Proposal, notice: Notice, of: RoundOpened
) -> Designated:
    if proposal.case.kind == "renewal":
        return await renew_cluster(tx, proposal, notice, of)
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
    await project(tx, cluster.id, "designated")
    event = designated_event(cluster, application_id=proposal.application_id, report=of.report)
    await announce(tx, event, about=cluster.id)
    return Designated(application_id=proposal.application_id, cluster_number=number)
