"""What becomes of a case in the register and after, as events tell."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from common.contracts.cluster import (
    ClusterChanged,
    ClusterDesignated,
    ClusterFacts,
    ClusterReinstated,
    ClusterRenewed,
    ClusterRevoked,
)
from common.contracts.monitoring import ReportConfirmed
from common.contracts.revocation import RevocationClosed, RevocationNotified, RevocationOpened
from common.database import Transaction
from intake.domain.registered_cluster import registered
from intake.domain.timeline import told
from intake.store import applications, registered_clusters, timeline

REGISTRY, MONITORING = "registry", "monitoring"


async def cluster_designated(tx: Transaction, event: ClusterDesignated) -> None:
    """The application has become a cluster: keep the link, and conclude the case."""
    await _registered(tx, event, story="cluster.designated", outcome="designated")


async def cluster_renewed(tx: Transaction, event: ClusterRenewed) -> None:
    """The renewal has extended a cluster: conclude its case."""
    await _registered(tx, event, story="cluster.renewed", outcome="renewed")


async def cluster_changed(tx: Transaction, event: ClusterChanged) -> None:
    """Tell that what the register shows has changed."""
    await _keep(tx, event.cluster)
    await _tell(tx, event, event.cluster.number, story="cluster.changed", source=REGISTRY)


async def cluster_revoked(tx: Transaction, event: ClusterRevoked) -> None:
    """Tell that the designation is revoked, from when and on which clause."""
    await _keep(tx, event.cluster, revoked_from=event.effective_on)
    await _tell(
        tx,
        event,
        event.cluster.number,
        story="cluster.revoked",
        source=REGISTRY,
        effective_on=event.effective_on,
        clause=event.clause,
    )


async def cluster_reinstated(tx: Transaction, event: ClusterReinstated) -> None:
    """Tell that a later decision set the revocation aside."""
    await _keep(tx, event.cluster)
    await _tell(
        tx,
        event,
        event.cluster.number,
        story="cluster.reinstated",
        source=REGISTRY,
        reason=event.reason,
    )


async def revocation_opened(tx: Transaction, event: RevocationOpened) -> None:
    """Tell that a revocation case was opened."""
    await _tell(
        tx,
        event,
        event.cluster_number,
        story="revocation.opened",
        source=REGISTRY,
        clause=event.clause,
        case=event.number,
    )


async def revocation_notified(tx: Transaction, event: RevocationNotified) -> None:
    """Tell that the institution may answer."""
    await _tell(tx, event, event.cluster_number, story="revocation.notified", source=REGISTRY)


async def revocation_closed(tx: Transaction, event: RevocationClosed) -> None:
    """Tell how the revocation case ended; of one that was never notified nothing is told."""
    if not event.notified:
        return
    story = f"revocation.{event.outcome}"
    await _tell(tx, event, event.cluster_number, story=story, source=REGISTRY)


async def report_confirmed(tx: Transaction, event: ReportConfirmed) -> None:
    """Tell that a year's report was confirmed."""
    await _tell(
        tx,
        event,
        event.cluster_number,
        story="report.confirmed",
        source=MONITORING,
        period=event.period,
    )


async def _registered(
    tx: Transaction, event: ClusterDesignated | ClusterRenewed, *, story: str, outcome: str
) -> None:
    cluster, application_id = event.cluster, event.application_id
    await _keep(tx, cluster)
    await timeline.link_cluster(
        tx, number=cluster.number, cluster_id=cluster.cluster_id, application_id=application_id
    )
    period = cluster.periods[-1]
    await _tell(
        tx,
        event,
        cluster.number,
        story=story,
        source=REGISTRY,
        application_id=application_id,
        number=cluster.number,
        first_day=period.first_day,
        last_day=period.last_day,
    )
    case = await applications.locked(tx, application_id)
    concluded = replace(case, version=case.version + 1, outcome=outcome, changed_at=tx.at)
    await applications.save(tx, concluded)


async def _keep(tx: Transaction, facts: ClusterFacts, *, revoked_from: date | None = None) -> None:
    # A renewal is begun with what the register says, so intake keeps a copy.
    await registered_clusters.keep(tx, registered(facts, revoked_from=revoked_from))


async def _tell(
    tx: Transaction,
    event: Any,
    cluster_number: str,
    *,
    story: str,
    source: str,
    application_id: UUID | None = None,
    **values: Any,
) -> None:
    line = told(
        story,
        at=tx.cause_at or tx.at,
        event=str(event.TYPE),
        source=source,
        application_id=application_id,
        cluster_number=cluster_number,
        **{"number": cluster_number, **values},
    )
    await timeline.add(tx, line)
