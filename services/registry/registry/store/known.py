"""All that is on record for a revocation case, read together; and the facts that events tell."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from common.database import Source, Transaction
from common.ids import new_id
from common.rows import add_row
from registry.domain.change_period import FilingPeriod, period_of
from registry.domain.cluster import Cluster
from registry.domain.ground_check import CaseFact, Known, RenewalHeard
from registry.domain.notice_release import release_of
from registry.domain.renewal_call import RenewalCall
from registry.domain.revocation import RevocationCase
from registry.store import change_filings, clusters, notices, renewals
from registry.tables.case_facts import case_facts
from registry.tables.clusters import cluster_renewals, renewal_calls
from registry.terms.change_terms import filing_terms
from registry.terms.ground_terms import ground_terms


async def known_of(source: Source, case: RevocationCase) -> Known:
    """What a case's ground is held against, as the actor may see it."""
    cluster = await clusters.load(source, case.cluster_id)
    return Known(
        case=case,
        cluster=cluster,
        facts=await _facts(source, case.cluster_number),
        filings=await change_filings.of_cluster(source, cluster.id),
        calls=await _calls(source, cluster.id),
        renewals=await _renewals(source, cluster.id),
        period=await filing_period(source, cluster),
        reminder=ground_terms().reminder,
        at=source.at,
    )


async def filing_period(source: Source, cluster: Cluster) -> FilingPeriod:
    """The period that binds a cluster: its designation may have published one (READING 15)."""
    notice = await notices.load(source, cluster.notice_number)
    part = release_of(notice, cluster.number)
    published = None if part is None else part.change_filing_days
    return period_of(filing_terms(), published_days=published, notice=notice.number)


async def add_fact(
    tx: Transaction,
    kind: str,
    *,
    cluster_number: str,
    reference: UUID,
    at: datetime,
    content: Mapping[str, Any],
) -> None:
    """Keep what an event told of a cluster, whether or not it has a case."""
    await add_row(
        tx,
        case_facts,
        {
            "id": new_id(),
            "cluster_number": cluster_number,
            "kind": kind,
            "reference": reference,
            "at": at,
            "content": dict(content),
            "recorded_at": tx.at,
        },
    )


async def told(tx: Transaction, kind: str, reference: UUID) -> bool:
    """Whether a fact of a kind is on record about something."""
    own = (case_facts.c.kind == kind) & (case_facts.c.reference == reference)
    return bool(await tx.rows(select(case_facts.c.id).where(own).limit(1)))


async def _facts(source: Source, cluster_number: str) -> Sequence[CaseFact]:
    table = case_facts.c
    own = select(table.kind, table.reference, table.at, table.content)
    own = own.where(table.cluster_number == cluster_number).order_by(table.at, table.id)
    return [CaseFact(**row._mapping) for row in await source.rows(own)]


async def _calls(source: Source, cluster_id: UUID) -> Sequence[RenewalCall]:
    own = select(renewal_calls).where(renewal_calls.c.cluster_id == cluster_id)
    return [renewals.call_of(row) for row in await source.rows(own)]


async def _renewals(source: Source, cluster_id: UUID) -> Sequence[RenewalHeard]:
    table = cluster_renewals.c
    own = select(table.application_id, table.cause, table.at).where(table.cluster_id == cluster_id)
    return [RenewalHeard(**row._mapping) for row in await source.rows(own.order_by(table.at))]
