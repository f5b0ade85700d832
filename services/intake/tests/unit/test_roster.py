"""The roster beside the series and the titles: what differs is named, with its rows."""

from datetime import date
from typing import Any

import pytest

from intake.domain.roster_gaps import roster_gaps
from intake.domain.roster_tally import tally
from intake.domain.unit_slip import odd_ones, unit_questions
from intake.terms.reading import roster_terms

TERMS = roster_terms()
DAY = date(2024, 3, 1)
BASE = 2023


def enterprise(code: str, output: str, **changes: Any) -> dict[str, Any]:
    figures = [
        {"year": year, "output": output, "rd_expense": "10.00", "valid_invention_patents": 2}
        for year in (2021, 2022, 2023)
    ]
    return {
        "uscc": code,
        "industry_code": "6513",
        "in_leading_industry": True,
        "employees": 50,
        "revenue": output,
        "total_assets": "500.00",
        "figures": figures,
        "uses_platform": True,
    } | changes


def filed(*roster: dict[str, Any], year: int = BASE, **stated: Any) -> dict[str, Any]:
    return {
        "industry": {"scale_basis": "output"},
        "series": [{"year": year, **stated}],
        "roster": list(roster),
    }


def gaps(sections: dict[str, Any]) -> list[Any]:
    counted = tally(sections.get("roster") or (), TERMS, on=DAY)
    return list(roster_gaps(sections, TERMS, counted, base_year=BASE, on=DAY))


def asked(sections: dict[str, Any]) -> list[str]:
    counted = tally(sections.get("roster") or (), TERMS, on=DAY)
    return [one.pointer for one in unit_questions(sections, TERMS, counted)]


ONE, TWO = enterprise("A", "6000.00"), enterprise("B", "4000.00")


@pytest.mark.parametrize(
    "stated",
    [
        {"total_output": "10000.00"},
        {"total_output": "10100.00"},  # the tolerance
        {"sme_output": "10000.00"},
        {"leading_industry_output": "9900.00"},
        {"sme_rd_expense": "20.00"},
        {"valid_invention_patents": 4},
        {"employed_persons": 100},
        {"enterprise_count": 2},
        {"platform_user_count": 2},
    ],
)
def test_what_adds_up_says_nothing(stated: dict[str, Any]) -> None:
    assert gaps(filed(ONE, TWO, **stated)) == []


@pytest.mark.parametrize(
    "stated",
    [
        {"total_output": "10102.00"},
        {"sme_output": "9000.00"},
        {"valid_invention_patents": 5},
        {"employed_persons": 80},
        {"enterprise_count": 3},
    ],
)
def test_a_difference_is_a_warning_at_the_figure_that_names_rows(stated: dict[str, Any]) -> None:
    (found,) = gaps(filed(ONE, TWO, **stated))
    assert (found.code, found.blocks) == ("roster_sum_differs", False)
    assert found.pointer == f"/series/0/{next(iter(stated))}"
    assert set(found.related) == {"/roster/0", "/roster/1"}


def test_the_rows_that_say_nothing_of_the_year_are_named_first() -> None:
    silent = enterprise("B", "4000.00", figures=[])
    (found,) = gaps(filed(ONE, silent, year=2022, total_output="10000.00"))
    assert found.related == ("/roster/1",)


def test_an_enterprise_of_unknown_size_leaves_the_sum_of_smes_open() -> None:
    unknown = enterprise("B", "4000.00", industry_code="6620")
    for stated in ("6000.00", "10000.00", "8000.00"):
        (found,) = gaps(filed(ONE, unknown, sme_output=stated))
        assert (found.code, found.related) == ("size_unknown", ("/roster/1",))
    codes = [one.code for one in gaps(filed(ONE, unknown, sme_output="5000.00"))]
    assert codes == ["size_unknown", "roster_sum_differs"]


def test_a_large_enterprise_is_no_sme() -> None:
    large = enterprise("B", "400000.00", employees=3000)
    assert gaps(filed(ONE, large, sme_output="6000.00")) == []


def test_an_enterprise_filed_twice_blocks_and_names_both() -> None:
    (found,) = gaps(filed(ONE, ONE))
    assert (found.pointer, found.related) == ("/roster/1/uscc", ("/roster/0/uscc",))
    assert found.blocks


def test_a_title_counts_if_its_holder_is_listed_and_it_holds_on_the_day() -> None:
    good = {
        "uscc": "A",
        "title_kind": "srdi_sme",
        "title_level": "municipal",
        "granted_on": "2022-01-01",
        "valid_until": "2024-03-01",
    }
    ended = good | {"title_kind": "innovative_sme", "valid_until": "2024-02-29"}
    stranger = good | {"uscc": "C"}
    found = gaps(filed(ONE) | {"titles": [good, ended, stranger, good]})
    assert [(one.pointer, one.code) for one in found] == [
        ("/titles/1/valid_until", "title_not_valid"),
        ("/titles/2/uscc", "holder_not_in_roster"),
        ("/titles/3", "title_twice"),
    ]
    assert not any(one.blocks for one in found)


@pytest.mark.parametrize(
    ("values", "odd"),
    [
        ([42.0, 50.0, 58.0, 66.0], []),
        ([420000.0, 500000.0, 580000.0, 66.0], [3]),
        ([42.0, 50.0, 580000.0, 66.0], [2]),
        ([66.0, 660000.0], [0]),
        ([66.0, 0.0, 0.0], []),
        ([1.0, 1000.0, 1000.0], []),
        ([10.0, 20.0, 100000000.0], []),
    ],
)
def test_a_figure_ten_thousand_times_its_neighbours_is_odd(
    values: list[float], odd: list[int]
) -> None:
    assert odd_ones(values, TERMS.unit_slip) == odd


def test_a_series_is_held_against_the_sum_of_the_roster() -> None:
    assert asked(filed(ONE, TWO, total_output="1.00")) == ["/series/0/total_output"]
    assert asked(filed(ONE, TWO, total_output="10000.00")) == []
    assert asked(filed(ONE, TWO, total_output="100000000.00")) == ["/series/0/total_output"]


def test_a_row_is_held_against_its_other_years_and_its_revenue() -> None:
    slipped = enterprise("A", "6000.00")
    slipped["figures"][1] = slipped["figures"][1] | {"output": "0.60"}
    assert asked(filed(slipped)) == ["/roster/0/figures/1/output"]
    assert asked(filed(enterprise("A", "6000.00", revenue="0.62"))) == ["/roster/0/revenue"]


def test_a_target_is_held_against_its_base_value() -> None:
    years = [{"year": 2024, "value": "52"}, {"year": 2025, "value": "530000"}]
    target = {"unit": "亿元", "base_value": "50", "targets": years}
    assert asked({"plan": {"targets": [target]}}) == ["/plan/targets/0/targets/1/value"]
