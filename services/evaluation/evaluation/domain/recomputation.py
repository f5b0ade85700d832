"""The criteria of a designated cluster computed again with the figures that a change states."""

import copy
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from common.canonical import canonical_bytes
from common.contracts.case import StandardPin
from common.contracts.cluster import ChangedFigure, ChangeFiled
from common.contracts.evaluation import CriteriaRecomputed, CriterionResult, FigureRecomputed
from common.errors import Refusal
from common.ids import new_id
from evaluation.domain.check import Check, CriterionLine, outcome_with
from evaluation.domain.checking import lines_with, sha256_of
from programme.kernel.version import KERNEL_VERSION
from programme.standards.standard import Standard


@dataclass(frozen=True, slots=True, kw_only=True)
class Recomputation:
    """One run for one filing; `facts` and `verdict` are canonical JSON, as those of a check."""

    id: UUID
    change_filing_id: UUID
    filing: int
    cluster_number: str
    evaluation_id: UUID
    check_number: int
    at: datetime
    standard: StandardPin
    kernel_version: str
    facts: str
    facts_sha256: str
    verdict: str | None
    problems: tuple[str, ...]
    lines: tuple[CriterionLine, ...] = ()


def recomputed(
    event: ChangeFiled, check: Check, standard: Standard, *, at: datetime
) -> Recomputation:
    """The frozen facts of the case with the changed figures in them, by the standard it pins.

    Figures that cannot be taken are told as problems: a notification is never refused.
    """
    facts = with_figures(json.loads(check.facts), event.figures)
    verdict, lines, problems = _run(facts, check, standard)
    text = canonical_bytes(facts).decode()
    return Recomputation(
        id=new_id(),
        change_filing_id=event.change_filing_id,
        filing=event.filing,
        cluster_number=event.cluster_number,
        evaluation_id=check.evaluation_id,
        check_number=check.number,
        at=at,
        standard=check.standard,
        kernel_version=KERNEL_VERSION,
        facts=text,
        facts_sha256=sha256_of(text),
        verdict=verdict,
        problems=problems,
        lines=lines,
    )


def recomputed_event(of: Recomputation, event: ChangeFiled, check: Check) -> CriteriaRecomputed:
    """What the register learns: each criterion before and after, and which turned."""
    before = _before(check)
    after = _after(of, check) if of.verdict is not None else before
    turned = tuple(b.id for b, a in zip(before, after, strict=True) if b.outcome != a.outcome)
    frozen = json.loads(check.facts)
    return CriteriaRecomputed(
        cluster_number=of.cluster_number,
        change_filing_id=of.change_filing_id,
        filing=of.filing,
        criteria=after,
        before=before,
        turned=turned,
        figures=tuple(_figure(each, frozen) for each in event.figures),
        standard=of.standard,
        problems=of.problems,
    )


def with_figures(facts: Mapping[str, Any], figures: Sequence[ChangedFigure]) -> dict[str, Any]:
    """Facts with some figures changed; a year that was not filed gets a row of its own."""
    changed: dict[str, Any] = copy.deepcopy(dict(facts))
    for figure in figures:
        target = changed if figure.year is None else _row(changed, figure.year)
        target[figure.name] = figure.value
    return changed


def faults(of: Recomputation, check: Check, standard: Standard) -> Iterator[str]:
    """What of a recomputation differs from its record, or comes out otherwise now."""
    name = f"the recomputation of change filing {of.change_filing_id}"
    if sha256_of(of.facts) != of.facts_sha256:
        yield f"the facts of {name} do not have their hash"
    elif _run(json.loads(of.facts), check, standard)[0] != of.verdict:
        yield f"{name} gives another verdict now"


def _run(
    facts: Mapping[str, Any], check: Check, standard: Standard
) -> tuple[str | None, tuple[CriterionLine, ...], tuple[str, ...]]:
    try:
        verdict, lines = lines_with(facts, check, standard)
    except Refusal as refused:
        told = tuple(f"{each.pointer}: {each.detail.zh}" for each in refused.errors)
        return None, (), told or (refused.explained().zh,)
    return verdict, lines, ()


def _before(check: Check) -> tuple[CriterionResult, ...]:
    found = {each.criterion_id: each.finding for each in check.findings}
    return tuple(
        CriterionResult(
            id=line.id, clause=line.clause, outcome=outcome_with(line, found.get(line.id))
        )
        for line in check.lines
    )


def _after(of: Recomputation, check: Check) -> tuple[CriterionResult, ...]:
    # A person's finding was made on what the machine showed: it stands where that is unchanged.
    was = {line.id: line.outcome for line in check.lines}
    found = {each.criterion_id: each.finding for each in check.findings}
    return tuple(
        CriterionResult(
            id=line.id,
            clause=line.clause,
            outcome=outcome_with(
                line, found.get(line.id) if was.get(line.id) == line.outcome else None
            ),
        )
        for line in of.lines
    )


def _figure(figure: ChangedFigure, frozen: Mapping[str, Any]) -> FigureRecomputed:
    rows = {row.get("year"): row for row in frozen.get("series") or []}
    place = frozen if figure.year is None else rows.get(figure.year, {})
    before = place.get(figure.name)
    return FigureRecomputed(
        name=figure.name,
        year=figure.year,
        before=None if before is None else _said(before),
        after=_said(figure.value),
    )


def _said(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _row(facts: dict[str, Any], year: int) -> dict[str, Any]:
    rows: list[dict[str, Any]] = facts.setdefault("series", [])
    for row in rows:
        if row.get("year") == year:
            return row
    rows.append({"year": year})
    return rows[-1]
