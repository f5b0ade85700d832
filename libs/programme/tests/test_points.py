"""Points: by bands with a rule for their edges; they rank, and no outcome hangs on them."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from programme.kernel.check import check
from programme.kernel.facts import parse_facts
from programme.kernel.points import total
from programme.kernel.render import as_json
from programme.kernel.trial import failures
from programme.standards import registry
from programme.standards.cases import read_cases

_STANDARD = registry.load("example-points")
_CASES = read_cases(registry.cases_text("example-points"), place="cases")


def _facts(**figures: Any) -> Any:
    raw = {**_CASES[0].facts, **figures}
    return parse_facts(raw, _STANDARD, 2026)


def test_the_example_says_in_both_languages_that_it_is_one() -> None:
    assert _STANDARD.example
    for text in (_STANDARD.title, _STANDARD.issuer, _STANDARD.effective_note):
        assert "示例" in text
        assert "example" in text.lower()
    assert "示例" in _STANDARD.notice.zh
    assert "example" in _STANDARD.notice.en
    assert not any(registry.load(name).example for name in ("beijing-2023", "national-2022"))


def test_the_cases_come_out_on_below_and_above_every_edge() -> None:
    assert len(_CASES) > 15
    assert list(failures(_STANDARD, _CASES)) == []
    moved = [replace(case, points={**case.points, "growth": 5}) for case in _CASES[:1]]
    assert list(failures(_STANDARD, moved)) == [f"{_CASES[0].name}: growth 4 to 4, expected 5"]


def test_an_answer_shows_the_points_and_that_they_only_rank() -> None:
    points = as_json(check(_STANDARD, _facts()))["points"]
    assert points["total"] == {"low": "12", "high": "12"}
    assert points["only_ranks"] is True
    share = points["tables"][0]
    assert (share["value"], share["value_shown"]) == ("43/56", "76.7857… %")
    assert (share["low"], share["high"]) == ("5", "5")


def test_a_standard_without_points_says_nothing_of_them() -> None:
    of = registry.load("beijing-2023")
    facts = parse_facts({}, of, 2026)
    assert "points" not in as_json(check(of, facts))


def test_missing_figures_leave_a_range_of_points() -> None:
    verdict = check(_STANDARD, _facts(quality_enterprise_count=None))
    quality = verdict.points[2]
    assert [int(quality.low), int(quality.high)] == [0, 5]
    assert [int(number) for number in total(verdict.points)] == [9, 14]


def test_a_value_that_is_not_defined_may_have_any_points() -> None:
    series = [{"year": 2025, "total_output": "0.00", "sme_output": "0.00"}]
    (share, growth, _) = check(_STANDARD, _facts(series=series)).points
    assert [int(share.low), int(share.high)] == [0, 10]
    assert [int(growth.low), int(growth.high)] == [0, 10]


@given(st.lists(st.integers(0, 100), min_size=4, max_size=4))
def test_no_outcome_hangs_on_points(numbers: list[int]) -> None:
    tables = (replace(_STANDARD.points[0], points=tuple(Fraction(n) for n in numbers)),)
    other = replace(_STANDARD, points=tables)
    for case in _CASES:
        facts = parse_facts(case.facts, _STANDARD, case.application_year)
        assert check(other, facts).outcome == check(_STANDARD, facts).outcome


@given(st.integers(0, 5_600_000), st.integers(0, 5_600_000))
def test_more_of_the_measure_never_earns_fewer_points(one: int, other: int) -> None:
    def earned(fen: int) -> Fraction:
        whole, part = divmod(fen, 100)
        row = {"year": 2025, "total_output": "56000.00", "sme_output": f"{whole}.{part:02}"}
        return check(_STANDARD, _facts(series=[row]), changes=False).points[0].low

    assert earned(min(one, other)) <= earned(max(one, other))
