"""The verdict, its JSON, and what would have to change."""

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from programme.kernel.check import check
from programme.kernel.facts import Facts
from programme.kernel.render import as_json
from programme.kernel.shown import exact, truncated, yearly_rate
from programme.standards.standard import Standard

Raw = dict[str, Any]
Parse = Callable[[Raw], Facts]


def _answer(standard: Standard, parse: Parse, raw: Raw) -> dict[str, Any]:
    return as_json(check(standard, parse(raw), 2026))


def _criterion(answer: dict[str, Any], criterion_id: str) -> dict[str, Any]:
    (found,) = [item for item in answer["criteria"] if item["id"] == criterion_id]
    return dict(found)


def test_an_answer_has_every_criterion_with_its_clause_and_quote(
    standard: Standard, parse: Parse, raw: Raw
) -> None:
    answer = _answer(standard, parse, raw)
    assert answer["standard"] == {"id": "beijing-2023", "sha256": standard.sha256}
    assert answer["outcome"] == "needs_judgment"
    assert answer["notice"] == "仅供参考，不构成认定结论"
    assert len(answer["criteria"]) == 47
    assert json.loads(json.dumps(answer)) == answer
    first = _criterion(answer, "2.4")
    assert first["clause"] == "二"
    assert first["quote"] == "近三年产值（或营业收入）均在40亿元以上"


def test_growth_is_shown_as_ratio_and_as_truncated_yearly_rate(
    standard: Standard, parse: Parse, raw: Raw
) -> None:
    raw["series"][0]["total_output"] = "400000.00"
    raw["series"][3]["total_output"] = "532399.99"
    (test,) = _criterion(_answer(standard, parse, raw), "2.6")["tests"]
    assert test["threshold"] == "1.331"
    assert Fraction(test["value"]) == Fraction(53239999, 40000000)
    assert test["value_shown"] == "9.9999… %"
    assert test["outcome"] == "not_met"
    assert test["comparator"] == "gt"
    assert test["word"] == "高于"


def test_a_method_that_would_decide_otherwise_is_reported_and_changes_nothing(
    standard: Standard, parse: Parse, raw: Raw
) -> None:
    raw["series"][0]["total_output"] = "400000.00"
    raw["series"][3]["total_output"] = "532400.00"
    result = _criterion(_answer(standard, parse, raw), "2.6")
    (test,) = result["tests"]
    assert result["outcome"] == "not_met"
    assert test["method_sensitive"]
    outcomes = {item["method"]: item["outcome"] for item in test["alternatives"]}
    assert outcomes == {"two_intervals": "not_met", "arithmetic_mean": "met"}


def test_missing_figures_are_named_with_their_year(
    standard: Standard, parse: Parse, raw: Raw
) -> None:
    del raw["series"][3]["employed_persons"]
    (test,) = _criterion(_answer(standard, parse, raw), "5.8")["tests"]
    assert test["outcome"] == "unknown"
    assert test["value"] is None
    assert [(item["name"], item["year"]) for item in test["missing"]] == [
        ("employed_persons", 2025)
    ]


def test_an_unknown_flag_is_named(standard: Standard, parse: Parse, raw: Raw) -> None:
    del raw["water_intensive"]
    result = _criterion(_answer(standard, parse, raw), "7.7")
    assert result["outcome"] == "unknown"
    assert result["missing"] == [{"name": "water_intensive"}]


def test_the_smallest_change_turns_the_criterion_and_one_step_less_does_not(
    standard: Standard, parse: Parse, raw: Raw
) -> None:
    raw["series"][3]["sme_output"] = "392000.00"
    changes = _criterion(_answer(standard, parse, raw), "2.5")["to_pass"]
    found = {item["name"]: item["change"] for item in changes}
    # Less total output helps a share as well as more of the part does.
    assert found == {"sme_output": "+0.01", "total_output": "-0.01"}


def test_a_change_says_what_it_would_break(standard: Standard, parse: Parse, raw: Raw) -> None:
    raw["series"][0]["total_output"] = "500000.00"
    raw["series"][3] |= {"sme_output": "395000.00", "leading_industry_output": "395000.00"}
    changes = _criterion(_answer(standard, parse, raw), "2.6")["to_pass"]
    by_year = {item["year"]: item for item in changes}
    assert by_year[2025]["needed"] == "665500.01"
    assert by_year[2025]["would_break"] == ["2.5", "2.7"]
    assert by_year[2022]["would_break"] == []


def test_facts_of_another_year_are_refused(standard: Standard, parse: Parse, raw: Raw) -> None:
    with pytest.raises(ValueError, match="another application year"):
        check(standard, parse(raw), 2025)


def test_the_same_facts_give_the_same_bytes(standard: Standard, parse: Parse, raw: Raw) -> None:
    first, second = (json.dumps(_answer(standard, parse, raw)) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("value", "exactly", "shown"),
    [
        (Fraction(7, 10), "0.7", "0.7"),
        (Fraction(-1, 8), "-0.125", "-0.125"),
        (Fraction(40), "40", "40"),
        (Fraction(2, 3), "2/3", "0.6666…"),
        (Fraction(-1, 3), "-1/3", "-0.3334…"),
        (Fraction(699999999, 10**9), "0.699999999", "0.6999…"),
        (Fraction(700000001, 10**9), "0.700000001", "0.7000…"),
        (Fraction(0), "0", "0"),
    ],
)
def test_numbers_are_exact_and_never_shown_across_a_line(
    value: Fraction, exactly: str, shown: str
) -> None:
    assert exact(value) == exactly
    assert truncated(value) == shown


@pytest.mark.parametrize(
    ("ratio", "rate", "is_exact"),
    [
        (Fraction(1331, 1000), 100_000, True),
        (Fraction(1330999, 10**6), 99_999, False),
        (Fraction(0), -1_000_000, True),
        (Fraction(1, 8), -500_000, True),
        (Fraction(10**10), 2_153_434_690, False),
    ],
)
def test_the_shown_yearly_rate_is_cut_off(ratio: Fraction, rate: int, is_exact: bool) -> None:
    assert yearly_rate(ratio, 3) == (rate, is_exact)
