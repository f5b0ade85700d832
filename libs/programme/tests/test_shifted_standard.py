"""The cases notice every flipped comparator and every shifted number of the standard."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest

from programme.kernel.trial import failures
from programme.standards import registry
from programme.standards.cases import read_cases
from programme.standards.standard import COMPARATORS, Directed, Standard
from programme.standards.standard import Test as Line

_STANDARD = registry.load("beijing-2023")
_CASES = read_cases(registry.cases_text("beijing-2023"), place="cases")
# The smallest amount by which a printed threshold could be mistyped.
_SHIFT = Fraction(1, 100)
# Changes that change nothing, each with the reason.
_EQUIVALENT = {
    "1.2[0] le": "a count is never below zero",
    "1.2[1] le": "a count is never below zero",
    "1.2[2] le": "a count is never below zero",
    "1.2[3] le": "a count is never below zero",
    "3.1[0] -1/100": "a count is whole",
    "3.1[1] -1/100": "a count is whole",
    "9.5[0] ge": "briefed SMEs above all SMEs are refused as contradictory",
}


def _turned(stated: Directed, side: str, other: str) -> Directed:
    lower, higher = stated.lower_is_better, stated.higher_is_better
    both = {"lower_is_better": lower, "higher_is_better": higher} | {side: other}
    return Directed(*both.values())  # type: ignore[arg-type]


def _flipped(line: Line) -> Iterator[tuple[str, Line]]:
    stated = line.comparator
    for other in COMPARATORS:
        if isinstance(stated, Directed):
            for side in ("lower_is_better", "higher_is_better"):
                if getattr(stated, side) != other:
                    yield (
                        f"{side} {other}",
                        replace(line, comparator=_turned(stated, side, other)),
                    )
        elif stated != other:
            yield other, replace(line, comparator=other)  # type: ignore[arg-type]


def _shifted(line: Line) -> Iterator[tuple[str, Line]]:
    for shift in (_SHIFT, -_SHIFT):
        yield f"{shift}", replace(line, threshold=line.threshold + shift)


def _mutants() -> Iterator[tuple[str, Standard]]:
    for n, criterion in enumerate(_STANDARD.criteria):
        for m, line in enumerate(criterion.tests):
            for name, changed in (*_flipped(line), *_shifted(line)):
                tests = (*criterion.tests[:m], changed, *criterion.tests[m + 1 :])
                criteria = (
                    *_STANDARD.criteria[:n],
                    replace(criterion, tests=tests),
                    *_STANDARD.criteria[n + 1 :],
                )
                yield f"{criterion.id}[{m}] {name}", replace(_STANDARD, criteria=criteria)


def test_the_cases_notice_every_change() -> None:
    unnoticed = [name for name, mutant in _mutants() if not any(failures(mutant, _CASES))]
    assert unnoticed == list(_EQUIVALENT), unnoticed


@pytest.mark.parametrize("part", ["any", "all"])
def test_the_cases_notice_an_and_turned_into_an_or(part: str) -> None:
    for n, criterion in enumerate(_STANDARD.criteria):
        if len(criterion.tests) < 2 or criterion.combine == part:
            continue
        turned = replace(criterion, combine=part)  # type: ignore[arg-type]
        criteria = (*_STANDARD.criteria[:n], turned, *_STANDARD.criteria[n + 1 :])
        assert any(failures(replace(_STANDARD, criteria=criteria), _CASES)), criterion.id
