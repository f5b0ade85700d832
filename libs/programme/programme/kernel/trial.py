"""A trial of a standard against its cases, run before it is published."""

from collections.abc import Iterable, Iterator

from programme.kernel.check import check
from programme.kernel.facts import parse_facts
from programme.standards.cases import Case
from programme.standards.standard import Standard


def failures(standard: Standard, cases: Iterable[Case]) -> Iterator[str]:
    """One line for each outcome that differs from what a case expects."""
    for case in cases:
        facts = parse_facts(case.facts, standard, case.application_year)
        verdict = check(standard, facts, changes=False)
        if verdict.outcome != case.outcome:
            yield f"{case.name}: {verdict.outcome}, expected {case.outcome}"
        for criterion_id, expected in case.criteria.items():
            found = verdict.criterion(criterion_id).outcome
            if found != expected:
                yield f"{case.name}: {criterion_id} {found}, expected {expected}"
        for table_id, points in case.points.items():
            (result,) = [each for each in verdict.points if each.table.id == table_id]
            if not result.low == result.high == points:
                yield f"{case.name}: {table_id} {result.low} to {result.high}, expected {points}"
