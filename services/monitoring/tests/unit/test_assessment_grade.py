"""Grades by bands: exact at the line, the best first, none where a figure is missing."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.contracts.case import PlanTarget
from monitoring.domain.assessment import MEASURES, Band, Figures, grade_of, graded
from monitoring.domain.assessment_figures import reached
from monitoring.domain.assessment_refusals import GradeNeedsReason
from monitoring.domain.cluster import following_plan
from monitoring.domain.dashboard import percent_of
from monitoring.report.charts import bars, columns

LINES = st.fractions(min_value=0, max_value=1)
BANDS = st.lists(
    st.builds(Band, grade=st.sampled_from("ABCD"), of=st.sampled_from(MEASURES), at_least=LINES),
    max_size=8,
)


def figures(**changes: Any) -> Figures:
    values: dict[str, Any] = {
        "report_on_time": True,
        "late_days": 0,
        "targets": 3,
        "targets_reached": 2,
        "incidents": 0,
        "early_warnings": 0,
        "confirmed": True,
    }
    return Figures(**(values | changes))


def test_a_share_on_its_line_reaches_it_and_one_below_does_not() -> None:
    line = Band(grade="A", at_least=Fraction(2, 3), of="targets_reached_share")
    assert grade_of([line], figures()) == "A"
    above = Band(grade="A", at_least=Fraction(2, 3) + Fraction(1, 10**9), of=line.of)
    assert grade_of([above], figures()) is None


@given(BANDS, st.booleans(), st.integers(0, 3), st.integers(0, 2))
def test_the_grade_is_the_first_whose_lines_are_all_reached(
    bands: Any, on_time: Any, targets: Any, incidents: Any
) -> None:
    known = figures(report_on_time=on_time, targets=3, targets_reached=targets, incidents=incidents)
    grade = grade_of(bands, known)
    order = list(dict.fromkeys(band.grade for band in bands))
    passing = [
        name
        for name in order
        if all(known.measure(b.of) >= b.at_least for b in bands if b.grade == name)
    ]
    assert grade == (passing[0] if passing else None)


def test_a_missing_figure_grades_nobody() -> None:
    bands = [
        Band(grade="A", at_least=Fraction(1), of="report_on_time"),
        Band(grade="D", at_least=Fraction(0), of="without_incidents"),
    ]
    assert grade_of(bands, figures(report_on_time=None)) is None
    assert grade_of(bands, figures(report_on_time=False)) == "D"
    with pytest.raises(GradeNeedsReason):
        graded(bands, figures(report_on_time=None), grade="D", reason=None)
    given_ = graded(bands, figures(report_on_time=None), grade="D", reason="资料不全")
    assert (given_.grade, given_.grade_by_bands) == ("D", None)


@pytest.mark.parametrize(
    ("planned", "actual", "base", "is_reached"),
    [
        ("120", "120", "100", True),
        ("120", "119.9999", "100", False),
        ("80", "80", "100", True),
        ("80", "80.0001", "100", False),
        ("100", "99", "100", False),
        ("10", "9", None, False),
    ],
)
def test_a_plan_below_its_base_wants_less(
    planned: Any, actual: Any, base: Any, is_reached: Any
) -> None:
    assert reached(planned, actual, base) is is_reached


def test_a_plan_holds_for_its_years_until_the_next_one_begins() -> None:
    first = PlanTarget(
        metric="产值", unit="万元", base_value="100", targets={"2026": "130", "2027": "140"}
    )
    second = PlanTarget(metric="产值", unit="万元", base_value="128", targets={"2027": "150"})
    followed = (replace(first, targets={"2026": "130"}), second)
    assert following_plan((first,), (second,)) == followed
    # Told again, or by a change of the register's, nothing more follows.
    assert following_plan(followed, (second,)) == followed
    assert following_plan(followed, ()) == followed


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (1, 2000, "0.1"),
        (0, 5, "0.0"),
        (5, 5, "100.0"),
        (0, 0, None),
    ],
)
def test_a_percentage_has_one_decimal_with_halves_up(part: Any, whole: Any, percent: Any) -> None:
    assert percent_of(part, whole) == percent


def test_what_is_not_nothing_is_seen_in_a_chart_and_nothing_is_not() -> None:
    one, none, most = bars([{"n": 1}, {"n": 0}, {"n": 100000}], "n")
    assert (one["length"]["n"] > 0, none["length"]["n"], most["length"]["n"]) == (True, 0, 100)
    (full, empty) = columns([{"a": 3, "b": 1}, {"a": 0, "b": 0}], ("a", "b"))
    assert [part["height"] for part in full["parts"]] == [75, 25]
    assert full["parts"][1]["y"] == 0
    assert sum(part["height"] for part in empty["parts"]) == 0
