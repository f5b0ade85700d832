"""A check: the frozen facts against the pinned standard, kept so that it can be run again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from common.canonical import canonical_bytes
from common.contracts.case import Case, StandardPin
from common.contracts.evaluation import CriterionOutcome
from common.ids import new_id
from evaluation.domain.refusals import StandardNotHere, facts_refused
from programme.kernel.check import check as verdict_on
from programme.kernel.facts import parse_facts
from programme.kernel.problems import FactsRefused
from programme.kernel.render import as_json
from programme.kernel.verdict import Verdict
from programme.standards import registry
from programme.standards.standard import Force, Standard

Purpose = Literal["opening", "decision"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionLine:
    """What the machine found of one criterion."""

    id: str
    clause: str
    force: Force
    outcome: CriterionOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One run: `facts` and `verdict` are canonical JSON, so that a repeat is byte for byte."""

    id: UUID
    evaluation_id: UUID
    number: int
    purpose: Purpose
    at: datetime
    application_year: int
    base_year: int
    standard: StandardPin
    facts: str
    verdict: str
    outcome: str
    lines: tuple[CriterionLine, ...]


def pinned_standard(pin: StandardPin) -> Standard:
    """The packaged standard that a round pins; refused where revision or hash differ."""
    try:
        standard = registry.load(pin.id)
    except registry.UnknownStandard as error:
        raise StandardNotHere(standard_id=pin.id) from error
    if (standard.revision, standard.sha256) != (pin.revision, pin.sha256):
        raise StandardNotHere(standard_id=pin.id)
    return standard


def first_check(
    evaluation_id: UUID, case: Case, facts: Mapping[str, Any], *, at: datetime
) -> Check:
    """The check of the frozen facts when an evaluation opens."""
    return _run(evaluation_id, case, facts, number=1, purpose="opening", at=at)


def repeated_check(
    earlier: Check, case: Case, *, incidents: Mapping[str, Any] | None, number: int, at: datetime
) -> Check:
    """The check before the decision: conduct counts up to this day (READING 1, criterion 1.2).

    `incidents` are the matters determined by now; without them those of the earlier check stand.
    """
    facts = json.loads(earlier.facts)
    if incidents is not None:
        facts["incidents"] = incidents
    return _run(earlier.evaluation_id, case, facts, number=number, purpose="decision", at=at)


def verdict_again(of: Check) -> str:
    """The verdict that the stored facts give today, in the form it is stored in."""
    verdict = _verdict(
        json.loads(of.facts),
        pinned_standard(of.standard),
        application_year=of.application_year,
        base_year=of.base_year,
    )
    return _canonical(as_json(verdict))


def _run(
    evaluation_id: UUID,
    case: Case,
    facts: Mapping[str, Any],
    *,
    number: int,
    purpose: Purpose,
    at: datetime,
) -> Check:
    pin, years = case.round.standard, case.round
    verdict = _verdict(
        facts, pinned_standard(pin), application_year=years.year, base_year=years.base_year
    )
    return Check(
        id=new_id(),
        evaluation_id=evaluation_id,
        number=number,
        purpose=purpose,
        at=at,
        application_year=years.year,
        base_year=years.base_year,
        standard=pin,
        facts=_canonical(facts),
        verdict=_canonical(as_json(verdict)),
        outcome=verdict.outcome,
        lines=tuple(
            CriterionLine(id=each.id, clause=each.clause, force=each.force, outcome=each.outcome)
            for each in verdict.criteria
        ),
    )


def _verdict(
    raw: Mapping[str, Any], standard: Standard, *, application_year: int, base_year: int
) -> Verdict:
    try:
        facts = parse_facts(raw, standard, application_year, base_year=base_year)
    except FactsRefused as error:
        raise facts_refused(error) from error
    return verdict_on(standard, facts)


def _canonical(value: Any) -> str:
    return canonical_bytes(value).decode()
