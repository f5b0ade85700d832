"""Facts are taken strictly; every problem is named by pointer, none with its value."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from programme.kernel.facts import Facts, Ref, parse_facts
from programme.kernel.problems import ContradictoryFacts, FactProblem, InvalidFacts
from programme.standards.standard import Standard

Raw = dict[str, Any]
Parse = Callable[[Raw], Facts]


def _problems(parse: Parse, raw: Raw) -> tuple[FactProblem, ...]:
    with pytest.raises(InvalidFacts) as refused:
        parse(raw)
    return refused.value.problems


def test_figures_are_exact_and_years_are_offsets_from_the_base_year(parse: Parse, raw: Raw) -> None:
    facts = parse(raw)
    assert facts.figures[Ref("total_output", -3)] == 405000
    assert facts.figures[Ref("land_area_km2")] == Fraction(3520, 100)
    assert facts.year_of(0) == 2025
    assert facts.year_of(1) == 2026


def test_a_round_may_have_another_base_year(standard: Standard, raw: Raw) -> None:
    with pytest.raises(InvalidFacts) as refused:
        parse_facts(raw, standard, 2026, base_year=2024)
    assert {problem.code for problem in refused.value.problems} == {"year_outside_window"}
    (problem,) = refused.value.problems
    assert problem.en == "the year must lie between 2021 and 2024"
    assert "2021 至 2024" in problem.zh
    raw["series"] = raw["series"][:3]
    facts = parse_facts(raw, standard, 2026, base_year=2024)
    assert facts.figures[Ref("total_output", 0)]
    assert (facts.year_of(0), facts.year_of(1)) == (2024, 2026)


@pytest.mark.parametrize(("name", "over"), [("series", "year"), ("incidents", "conduct")])
def test_rows_and_lists_are_read_only_where_a_standard_has_some(
    standard: Standard, raw: Raw, name: str, over: str
) -> None:
    only, none = (
        replace(standard, inputs={n: e for n, e in standard.inputs.items() if wanted(e.over)})
        for wanted in (over.__eq__, over.__ne__)
    )
    with pytest.raises(InvalidFacts) as refused:
        parse_facts({name: raw[name]}, none, 2026)
    assert [(p.pointers, p.code) for p in refused.value.problems] == [
        ((f"/{name}",), "unknown_field")
    ]
    few = {"series": [{"year": 2025}], "incidents": {}}[name]
    assert parse_facts({name: few}, only, 2026).figures == {}


def test_nothing_filed_is_nothing_known(parse: Parse) -> None:
    facts = parse({})
    assert facts.figures == {}
    assert parse({"land_area_km2": None, "series": None, "incidents": None}).figures == {}


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("land_area_km2", 35.2, "not_a_decimal"),
        ("land_area_km2", 35, "not_a_decimal"),
        ("land_area_km2", float("nan"), "not_a_decimal"),
        ("land_area_km2", "NaN", "not_a_decimal"),
        ("land_area_km2", "1e3", "not_a_decimal"),
        ("land_area_km2", " 35.2", "not_a_decimal"),
        ("land_area_km2", "35.2\n", "not_a_decimal"),
        ("land_area_km2", "+35.2", "not_a_decimal"),
        ("land_area_km2", "035.2", "not_a_decimal"),
        ("land_area_km2", "３５", "not_a_decimal"),
        ("land_area_km2", "9" * 41, "not_a_decimal"),
        ("land_area_km2", "9" * 40, "out_of_bounds"),
        ("land_area_km2", "35.201", "too_many_decimals"),
        ("land_area_km2", "-1", "out_of_bounds"),
        ("land_area_km2", "20000.01", "out_of_bounds"),
        ("land_area_km2", "0", "out_of_bounds"),
        ("energy_use", "1.00001", "too_many_decimals"),
        ("quality_enterprise_count", "14", "not_a_count"),
        ("quality_enterprise_count", 14.0, "not_a_count"),
        ("quality_enterprise_count", True, "not_a_count"),
        ("quality_enterprise_count", -1, "out_of_bounds"),
        ("energy_intensive", 1, "not_a_flag"),
        ("energy_intensive", "true", "not_a_flag"),
        ("energy_direction", "lower", "not_a_choice"),
        ("scale_basis", ["output"], "not_a_choice"),
        ("energy_unit", "", "not_a_text"),
        ("energy_unit", "x" * 41, "not_a_text"),
        ("total_output", "1.00", "unknown_field"),
        ("sealed", 1, "unknown_field"),
        ("series", {}, "not_a_list"),
        ("incidents", [], "not_an_object"),
    ],
)
def test_a_malformed_value_is_refused_by_its_pointer(
    parse: Parse, raw: Raw, name: str, value: Any, code: str
) -> None:
    raw[name] = value
    (problem,) = _problems(parse, raw)
    assert problem.pointers == (f"/{name}",)
    assert problem.code == code


@pytest.mark.parametrize("text", ["x", "x" * 40])
def test_a_text_is_taken_from_one_letter_to_its_length(parse: Parse, raw: Raw, text: str) -> None:
    raw["energy_unit"] = text
    assert parse(raw).words["energy_unit"] == text


def test_problems_in_rows_and_lists_are_pointed_at(parse: Parse, raw: Raw) -> None:
    raw["series"][1]["sme_output"] = "x"
    raw["series"][2]["year"] = 2023
    raw["series"][3]["a/b~c"] = 1
    raw["incidents"]["violations"] = [0, 0, 0]
    raw["incidents"]["accidents_grade3_up"] = [0, None, "0", 0]
    raw["incidents"]["fires"] = [0, 0, 0, 0]
    found = {(p.pointers[0], p.code) for p in _problems(parse, raw)}
    assert found == {
        ("/series/1/sme_output", "not_a_decimal"),
        ("/series/2/year", "year_twice"),
        ("/series/3/a~1b~0c", "unknown_field"),
        ("/incidents/violations", "not_the_conduct_window"),
        ("/incidents/accidents_grade3_up/2", "not_a_count"),
        ("/incidents/fires", "unknown_field"),
    }


@pytest.mark.parametrize("row", [None, 7, "x", [], {"total_output": "1.00"}, {"year": True}])
def test_a_row_that_is_none_is_refused(parse: Parse, row: Any) -> None:
    assert _problems(parse, {"series": [row]})


@pytest.mark.parametrize("facts", [None, [], "x", 7])
def test_facts_that_are_no_object_are_refused(parse: Parse, facts: Any) -> None:
    (problem,) = _problems(parse, facts)
    assert problem.code == "not_an_object"


@pytest.mark.parametrize(
    ("part", "whole", "value"),
    [
        ("sme_output", "total_output", "560000.01"),
        ("leading_industry_output", "total_output", "560000.01"),
        ("platform_user_count", "enterprise_count", 147),
        ("sme_count", "enterprise_count", 147),
        ("smes_briefed_count", "sme_count", 131),
    ],
)
def test_a_part_above_its_whole_names_both_figures(
    parse: Parse, raw: Raw, part: str, whole: str, value: Any
) -> None:
    raw["series"][3][part] = value
    with pytest.raises(ContradictoryFacts) as refused:
        parse(raw)
    (problem,) = refused.value.problems
    assert problem.pointers == (f"/series/3/{part}", f"/series/3/{whole}")
    assert problem.code == "part_above_whole"
    assert str(value) not in problem.zh + problem.en


def test_a_part_equal_to_its_whole_is_taken(parse: Parse, raw: Raw) -> None:
    raw["series"][3]["sme_output"] = "560000.00"
    assert parse(raw)


def test_contradictions_are_listed_beside_malformed_values(parse: Parse, raw: Raw) -> None:
    raw["series"][3]["sme_output"] = "560000.01"
    raw["land_area_km2"] = "x"
    codes = {problem.code for problem in _problems(parse, raw)}
    assert codes == {"not_a_decimal", "part_above_whole"}
