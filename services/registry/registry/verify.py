"""What the registry's database proves: each designation and each revocation with its evidence."""

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from common.clock import legal_day
from common.database import Transaction
from common.verification import Finding
from registry.domain.case_evidence import missing_of_case, missing_of_filing
from registry.domain.cluster import Cluster, validity_from
from registry.domain.history_evidence import missing_of_facts, missing_of_renewals
from registry.domain.notice import Notice, snapshot_sha256
from registry.domain.notice_release import releases_of
from registry.domain.objection import OPEN, SEALED
from registry.domain.proposal import Proposal
from registry.store import change_filings as filings
from registry.store import cluster_facts, notices, proposals, revocations, rounds
from registry.store import clusters as cluster_store
from registry.store.register_projection import missing_of_projection
from registry.tables.change_filings import change_filings
from registry.tables.clusters import clusters
from registry.tables.objections import objection_seals, objections
from registry.tables.proposals import proposals as proposal_table
from registry.tables.revocations import revocation_cases


async def findings(tx: Transaction) -> AsyncIterator[Finding]:
    """One line a cluster and one a revocation, and a line for everything that is missing."""
    for row in await tx.rows(select(clusters).order_by(clusters.c.number)):
        missing = [problem async for problem in _missing_of_cluster(tx, row)]
        missing += await _missing_of_history(tx, row)
        missing += await missing_of_projection(tx, row.id)
        yield _line("designation_evidence", row.number, missing)
        withdrawn_at = await proposals.barred_at(tx, "application", row.application_id)
        if withdrawn_at is not None:
            yield _line("withdrawn_after_release", row.number, [_withdrawn(withdrawn_at)])
        again_at = await proposals.barred_at(tx, "decided_again", row.application_id)
        if again_at is not None:
            yield _line("decided_again_after_release", row.number, [_decided_again(again_at)])
    for row in await tx.rows(select(revocation_cases).order_by(revocation_cases.c.number)):
        case = revocations.case_of(row)
        acts = {act.act: act.content for act in await revocations.acts_of(tx, case.id)}
        cluster = await cluster_store.load(tx, case.cluster_id)
        yield _line("revocation_evidence", case.number, list(missing_of_case(case, acts, cluster)))
    for row in await tx.rows(select(change_filings).order_by(change_filings.c.number)):
        yield _line("change_evidence", row.number, await _missing_of_filing(tx, row))
    for row in await tx.rows(select(objections).order_by(objections.c.id)):
        missing = [problem async for problem in _missing_of_objection(tx, row)]
        yield _line("objection_heard", row.receipt, missing)


def _withdrawn(at: datetime) -> str:
    # No event ends a designation (art. 17): the cluster stays until a person decides.
    return f"its application was withdrawn after the release, on {legal_day(at)}; a person decides"


def _decided_again(at: datetime) -> str:
    day = legal_day(at)
    return f"its case was opened or decided again after the release, on {day}; a person decides"


def _line(check: str, subject: str, missing: Sequence[str]) -> Finding:
    return Finding(check=check, ok=not missing, subject=subject, detail="; ".join(missing))


async def _missing_of_history(tx: Transaction, row: Row[Any]) -> list[str]:
    cluster = await cluster_store.load(tx, row.id)
    rows = await cluster_facts.rows_of(tx, cluster.id)
    released = [
        (await rounds.get(tx, each.round_id), await notices.load(tx, each.notice_id))
        for each in await proposals.renewals_of(tx, cluster.number)
        if each.notice_id is not None
    ]
    return [
        *missing_of_facts(cluster, rows, at=tx.at),
        *missing_of_renewals(cluster, released),
    ]


async def _missing_of_cluster(tx: Transaction, row: Row[Any]) -> AsyncIterator[str]:
    cluster = await cluster_store.load(tx, row.id)
    notice = await notices.load(tx, row.notice_id)
    opened = await rounds.get(tx, notice.round_id)
    found = await tx.rows(select(proposal_table).where(proposal_table.c.id == row.proposal_id))
    for problem in _missing_of_proposal(proposals.proposal_of(found[0]), notice):
        yield problem
    for problem in _missing_of_notice(notice, cluster):
        yield problem
    first = validity_from(cluster.published_on, opened.validity)
    if first not in cluster.periods:
        yield "its validity period is not that of the round's terms"


async def _missing_of_filing(tx: Transaction, row: Row[Any]) -> list[str]:
    filing = filings.filing_of(row)
    acts = {act.act: act.content for act in await filings.acts_of(tx, filing.id)}
    rows = await cluster_facts.rows_of(tx, filing.cluster_id)
    stated = {each.cause.reference for each in rows if each.cause.kind == "change_filing"}
    return list(missing_of_filing(filing, acts, stated))


def _missing_of_proposal(proposal: Proposal, notice: Notice) -> Iterator[str]:
    if proposal.status != "released":
        yield "its proposal is not marked as released"
    if not proposal.decision_reference:
        yield "its evaluation names no decision"
    entry = next((e for e in notice.entries if e.proposal_id == proposal.id), None)
    if entry is None:
        yield "it does not stand in the list that was on notice"
    elif (entry.submission_sha256, entry.evaluation_id) != (
        proposal.case.sha256,
        proposal.evaluation_id,
    ):
        yield "the list on notice names another submission or evaluation"


def _missing_of_notice(notice: Notice, cluster: Cluster) -> Iterator[str]:
    parts = releases_of(notice)
    if not parts or notice.last_day is None or notice.publication is None:
        yield "its notice is not released"
        return
    if {snapshot_sha256(notice), *(part.sha256 for part in parts)} != {notice.sha256}:
        yield "the hash of the list on notice does not verify"
    if notice.closed_on is None or notice.closed_on <= notice.last_day:
        yield "its notice was closed before its window had passed"
    naming = [
        part for part in parts if cluster.number in {each.cluster_number for each in part.clusters}
    ]
    if not naming:
        yield "the release does not name it"
    for part in naming:
        if not notice.last_day < legal_day(part.posted_at) == cluster.published_on:
            yield "its list was published before the window had passed, or on another day"


async def _missing_of_objection(tx: Transaction, row: Row[Any]) -> AsyncIterator[str]:
    sealed = objection_seals.c.objection_id == row.id
    if len(await tx.rows(select(objection_seals.c.field).where(sealed))) != len(SEALED):
        yield "a sealed field of it is missing"
    notice = await notices.load(tx, row.notice_id)
    if row.status in OPEN and notice.status == "released":
        yield "its list was released while it was open"
    out = {each.application_id for part in releases_of(notice) for each in part.clusters}
    if row.status == "upheld" and (row.application_id in out or (not row.application_id and out)):
        yield "what it was upheld against was released all the same"
