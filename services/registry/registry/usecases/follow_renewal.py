"""A renewal was filed, withdrawn or not passed: until it is decided, it is pending."""

from datetime import datetime
from uuid import UUID

from common import audit
from common.clock import legal_day
from common.contracts.application import ApplicationSubmitted, ApplicationWithdrawn
from common.contracts.evaluation import EvaluationCompleted
from common.database import Transaction
from registry.domain.cluster import Cluster, revoked_on
from registry.domain.cluster_renewal import Cause
from registry.domain.refusals import UnknownCluster
from registry.store import clusters, renewals
from registry.store.register_projection import project
from registry.usecases.propose_revocation import Lead, record_lead
from registry.usecases.take_out_proposal import take_out_withdrawn

NOT_PASSED = ("17(1)", "not_passed")


async def note_submission(tx: Transaction, event: ApplicationSubmitted) -> None:
    """Keep that a renewal was received in time; intake takes none that is late (READING 13)."""
    if event.kind != "renewal":
        return
    cluster = await _named(tx, event.cluster_number)
    of = (cluster.id, event.round_id)
    await renewals.add_step(
        tx, event.application_id, of=of, state="pending", cause="submitted", at=event.received_at
    )
    await project(tx, cluster.id, "renewal_filed")
    detail = {"application": event.application_number, "version": event.version}
    await audit.record(tx, "cluster", cluster.id, act="note_renewal", detail=detail)


async def note_withdrawal(tx: Transaction, event: ApplicationWithdrawn) -> None:
    """What was proposed for a withdrawn application falls; a renewal is pending no more."""
    await take_out_withdrawn(tx, event)
    of = await renewals.known(tx, event.application_id)
    if of is not None:
        await end_renewal(tx, event.application_id, of=of, cause="withdrawn", at=event.withdrawn_at)


async def end_renewal(
    tx: Transaction, application_id: UUID, *, of: tuple[UUID, UUID], cause: Cause, at: datetime
) -> None:
    """Keep that a renewal is pending no more."""
    await renewals.add_step(tx, application_id, of=of, state="ended", cause=cause, at=at)
    await project(tx, of[0], "renewal_ended")


async def note_not_passed(tx: Transaction, event: EvaluationCompleted) -> None:
    """A renewal that did not pass is a lead under 17(1), and no more: a person opens the case."""
    cluster, case = await _named(tx, event.case.cluster_number), event.case
    of = (cluster.id, case.round.id)
    await end_renewal(tx, case.application_id, of=of, cause="not_passed", at=event.decided_at)
    if revoked_on(legal_day(tx.at), cluster.revocations, cluster.set_asides):
        return
    ground, limb = NOT_PASSED
    facts = (
        f"复核申报 {case.application_number} 未通过（{event.decision_reference}）：{event.reason}"
    )
    lead = Lead(cluster_number=cluster.number, ground=ground, limb=limb, facts=facts)
    await record_lead(tx, lead, cluster)


async def _named(tx: Transaction, number: str | None) -> Cluster:
    # A renewal of nothing that the register knows is parked for a person.
    if number is None:
        raise UnknownCluster()
    return await clusters.load(tx, number)
