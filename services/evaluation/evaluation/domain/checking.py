"""Checking: facts and a standard in, a check with its receipt out; the same again for a replay."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from common.canonical import canonical_bytes
from common.contracts.case import Case, StandardPin
from common.ids import new_id
from evaluation.domain.check import Check, CriterionLine, Purpose, sealed
from evaluation.domain.judgment import Judgment, finding_taken
from evaluation.domain.refusals import facts_refused
from programme.kernel.check import check as verdict_on
from programme.kernel.facts import parse_facts
from programme.kernel.problems import FactsRefused
from programme.kernel.render import as_json
from programme.kernel.verdict import Verdict
from programme.kernel.version import KERNEL_VERSION
from programme.standards.standard import Standard


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Which run it is, when, and the years it judges."""

    evaluation_id: UUID
    number: int
    purpose: Purpose
    at: datetime
    application_year: int
    base_year: int


def first_check(
    evaluation_id: UUID, case: Case, facts: Mapping[str, Any], *, standard: Standard, at: datetime
) -> Check:
    """The check of the frozen facts when an evaluation opens."""
    run = _Run(
        evaluation_id=evaluation_id,
        number=1,
        purpose="opening",
        at=at,
        application_year=case.round.year,
        base_year=case.round.base_year,
    )
    return _checked(run, facts, standard, judgments=())


def repeated_check(
    earlier: Check,
    *,
    purpose: Purpose,
    standard: Standard,
    judgments: Iterable[Judgment],
    incidents: Mapping[str, Any] | None = None,
    at: datetime,
) -> Check:
    """A further check of the same facts, with the findings of persons that are in force by then.

    `incidents` are the matters determined by now, because conduct counts up to the day of the
    check (READING 1, criterion 1.2); without them those of the earlier check stand.
    """
    facts = json.loads(earlier.facts)
    if incidents is not None:
        facts["incidents"] = incidents
    run = _Run(
        evaluation_id=earlier.evaluation_id,
        number=earlier.number + 1,
        purpose=purpose,
        at=at,
        application_year=earlier.application_year,
        base_year=earlier.base_year,
    )
    return _checked(run, facts, standard, judgments=judgments)


def verdict_again(of: Check, standard: Standard) -> str:
    """The verdict that the stored facts give today, in the form it is stored in."""
    return _canonical(as_json(_verdict_under(of, standard)))


def lines_under(of: Check, standard: Standard) -> tuple[CriterionLine, ...]:
    """What the machine would find of each criterion under another revision; stores nothing."""
    return _lines(_verdict_under(of, standard, changes=False))


def lines_with(
    facts: Mapping[str, Any], of: Check, standard: Standard
) -> tuple[str, tuple[CriterionLine, ...]]:
    """The verdict on other facts for the years of a check, and its lines; stores nothing."""
    verdict = _verdict(facts, standard, of.application_year, of.base_year)
    return _canonical(as_json(verdict)), _lines(verdict)


def sha256_of(text: str) -> str:
    """SHA-256 of a stored text, as 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def words_in(standard: Standard) -> dict[str, str]:
    """The quote of each criterion of a standard."""
    return {criterion.id: criterion.quote for criterion in standard.criteria}


def pin_of(standard: Standard) -> StandardPin:
    """A standard as a round or a check pins it."""
    return StandardPin(id=standard.id, revision=standard.revision, sha256=standard.sha256)


def _checked(
    run: _Run, raw: Mapping[str, Any], standard: Standard, *, judgments: Iterable[Judgment]
) -> Check:
    verdict = _verdict(raw, standard, run.application_year, run.base_year)
    facts, told = _canonical(raw), _canonical(as_json(verdict))
    made = Check(
        id=new_id(),
        evaluation_id=run.evaluation_id,
        number=run.number,
        purpose=run.purpose,
        at=run.at,
        application_year=run.application_year,
        base_year=run.base_year,
        standard=pin_of(standard),
        kernel_version=KERNEL_VERSION,
        facts=facts,
        facts_sha256=sha256_of(facts),
        verdict=told,
        verdict_sha256=sha256_of(told),
        outcome=verdict.outcome,
        lines=_lines(verdict),
        findings=tuple(finding_taken(each) for each in judgments),
    )
    return sealed(made)


def _verdict_under(of: Check, standard: Standard, *, changes: bool = True) -> Verdict:
    raw = json.loads(of.facts)
    return _verdict(raw, standard, of.application_year, of.base_year, changes=changes)


def _verdict(
    raw: Mapping[str, Any],
    standard: Standard,
    application_year: int,
    base_year: int,
    *,
    changes: bool = True,
) -> Verdict:
    try:
        facts = parse_facts(raw, standard, application_year, base_year=base_year)
    except FactsRefused as error:
        raise facts_refused(error) from error
    return verdict_on(standard, facts, changes=changes)


def _lines(verdict: Verdict) -> tuple[CriterionLine, ...]:
    return tuple(
        CriterionLine(id=each.id, clause=each.clause, force=each.force, outcome=each.outcome)
        for each in verdict.criteria
    )


def _canonical(value: Any) -> str:
    return canonical_bytes(value).decode()
