"""An institution begins an application in an open round."""

from collections.abc import Callable

from common import audit
from common.database import Transaction
from common.errors import Forbidden, NotFound
from common.ids import new_id
from common.numbering import next_number
from intake.domain.application import Application
from intake.domain.application_lifecycle import INSTITUTION
from intake.domain.application_refusals import RoundUnknown
from intake.domain.drafting import NewCase, require_acceptable, sections_of
from intake.domain.registered_cluster import (
    RegisteredCluster,
    begun_from,
    require_renewable,
)
from intake.domain.renewal_refusals import ClusterUnknown
from intake.domain.round import Round, require_window
from intake.store import applications, registered_clusters, rounds


async def draft_application(tx: Transaction, content: Callable[[], NewCase]) -> Application:
    """Write a draft in a round that is open now; a renewal of one's own cluster (art. 7, 8, 15)."""
    institution = tx.actor.institution
    if not tx.actor.has(*INSTITUTION) or institution is None:
        raise Forbidden()
    new = content()
    in_round = await _round(tx, new)
    cluster = await _renewed(tx, new, in_round, institution=institution)
    new = begun_from(new, cluster) if cluster else new
    require_acceptable(new, in_round, at=tx.at)
    require_window(in_round, received_at=tx.at)
    case = Application(
        id=new_id(),
        number=await next_number(tx, "A", year=in_round.year),
        status="draft",
        version=1,
        kind=new.kind,
        round_id=in_round.id,
        district=new.district_code,
        institution_code=institution,
        cluster_name=new.cluster_name,
        submissions=0,
        changed_at=tx.at,
        cluster_id=cluster.cluster_id if cluster else None,
        cluster_number=cluster.number if cluster else None,
    )
    await applications.add(tx, case, sections=sections_of(new))
    await audit.record(tx, "application", case.id, act="draft")
    return case


async def _renewed(
    tx: Transaction, new: NewCase, in_round: Round, *, institution: str
) -> RegisteredCluster | None:
    if new.cluster_number is None:
        return None
    cluster = await registered_clusters.find(tx, new.cluster_number)
    if cluster is None:
        raise ClusterUnknown()
    require_renewable(cluster, in_round, institution=institution, at=tx.at)
    return cluster


async def _round(tx: Transaction, new: NewCase) -> Round:
    try:
        return await rounds.load(tx, new.round_id)
    except NotFound as error:
        raise RoundUnknown() from error
