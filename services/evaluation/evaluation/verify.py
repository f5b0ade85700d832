"""What evaluation's database proves: every verdict can be had again, every proposal holds."""

import json
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from common.contracts.case import StandardPin
from common.database import Transaction
from common.tables import audit
from common.verification import Finding
from evaluation.domain.check import Check, words_of
from evaluation.domain.decision import Decision
from evaluation.domain.evaluation import OPEN, OUTCOMES, Evaluation
from evaluation.domain.judgment import Judgment, in_force, standings_of
from evaluation.domain.recomputation import faults
from evaluation.domain.refusals import StandardNotHere
from evaluation.domain.renewal import IN_FAVOUR
from evaluation.domain.replay import differences
from evaluation.domain.standard_proof import faults_of
from evaluation.store import checks, decisions, judgments, packaged, recomputations, standards
from evaluation.store import evaluations as store
from evaluation.tables.evaluations import evaluations
from programme.standards.standard import Standard


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    """An evaluation with all that was recorded on it."""

    of: Evaluation
    checks: Sequence[Check]
    judgments: Sequence[Judgment]
    decisions: Sequence[Decision]
    receipts: frozenset[str]
    ordered: StandardPin | None


async def findings(tx: Transaction) -> AsyncIterator[Finding]:
    """A line for each standard and evaluation in order, and one for each thing that is not."""
    for standard_id in await standards.ids(tx):
        for each in _lines("standard", standard_id, await _of_standard(tx, standard_id)):
            yield each
    for row in await tx.rows(select(evaluations).order_by(evaluations.c.id)):
        record = await _record(tx, store.evaluation_of(row))
        pinned = {check.id: await _pinned(tx, check) for check in record.checks}
        subject = f"{record.of.case.application_number}/v{record.of.case.version}"
        problems = [*_problems(record, pinned), *await _recomputed(tx, record, pinned)]
        for each in _lines("evaluation", subject, problems, record.of.status):
            yield each


def _lines(check: str, subject: str, problems: Sequence[str], good: str = "") -> Iterator[Finding]:
    for problem in problems:
        yield Finding(check=check, ok=False, subject=subject, detail=problem)
    if not problems:
        yield Finding(check=check, ok=True, subject=subject, detail=good)


async def _of_standard(tx: Transaction, standard_id: str) -> list[str]:
    try:
        record = await standards.load(tx, standard_id)
    except StandardNotHere:
        return ["the text of a revision does not have the hash it was kept with"]
    faults = list(faults_of(record))
    if standard_id in packaged.ids():
        own = packaged.revision(standard_id)
        kept = {each.number: each.pin for each in record.revisions}
        if kept.get(own.number) != own.pin:
            faults.append(f"the programme came with another text of revision {own.number}")
    return faults


async def _record(tx: Transaction, of: Evaluation) -> _Record:
    return _Record(
        of=of,
        checks=await checks.of_evaluation(tx, of.id),
        judgments=await judgments.of_evaluation(tx, of.id),
        decisions=await decisions.of_evaluation(tx, of.id),
        receipts=await _receipts(tx, of.id),
        ordered=await standards.ordered(tx, of.case.round.id),
    )


async def _receipts(tx: Transaction, evaluation_id: UUID) -> frozenset[str]:
    own = (audit.c.kind == "evaluation") & (audit.c.resource_id == evaluation_id)
    rows = await tx.rows(select(audit.c.content).where(own))
    details = (json.loads(row.content)["detail"] for row in rows)
    return frozenset(detail["receipt"] for detail in details if "receipt" in detail)


async def _pinned(tx: Transaction, check: Check) -> Standard | None:
    try:
        return await standards.pinned(tx, check.standard)
    except StandardNotHere:
        return None


async def _recomputed(
    tx: Transaction, record: _Record, pinned: Mapping[UUID, Standard | None]
) -> list[str]:
    by_number = {check.number: check for check in record.checks}
    found: list[str] = []
    for each in await recomputations.of_evaluation(tx, record.of.id):
        check = by_number[each.check_number]
        if (standard := pinned[check.id]) is not None:
            found += faults(each, check, standard)
    return found


def _problems(record: _Record, pinned: Mapping[UUID, Standard | None]) -> Iterator[str]:
    of, last = record.of, record.decisions[-1].outcome if record.decisions else None
    for check in record.checks:
        yield from differences(
            check, pinned[check.id], judgments=record.judgments, receipts=record.receipts
        )
        if check.standard != of.case.round.standard and record.ordered is None:
            yield f"check {check.number} is under another standard than the round's, unordered"
    if not record.checks:
        yield "it was never checked"
    elif record.ordered and of.status in OPEN and record.checks[-1].standard != record.ordered:
        yield "it was ordered to follow another revision and is not checked under it"
    if of.status in OUTCOMES and of.status != last:
        yield f"it is {of.status} without a decision that says so"
    if of.designated_at is not None and of.status in OPEN:
        yield "it is open again although its cluster is designated; a person decides (art. 17)"
    by_id = {check.id: check for check in record.checks}
    for decision in record.decisions:
        yield from _unfounded(decision, by_id[decision.check_id], record)


def _unfounded(decision: Decision, check: Check, record: _Record) -> list[str]:
    """What a decision to propose or to pass lacked when it was taken."""
    if decision.outcome not in IN_FAVOUR:
        return []
    earlier = [each for each in record.judgments if each.judged_at <= decision.decided_at]
    by_then = in_force(earlier, record.checks, words_of(check))
    return [
        f"decision {decision.number} proposes it although {each.line.id} is {each.outcome}"
        for each in standings_of(check, by_then)
        if not each.holds
    ]
