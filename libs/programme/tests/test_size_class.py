"""Size classes: a class holds from all of its lower limits on; what is not known is not guessed."""

from datetime import date

import pytest

from programme.forms.size_class import size_class, size_classes

DAY = date(2024, 3, 1)


def of(code: str, employees: int | None, revenue: str | None, assets: str | None = None) -> object:
    row = {
        "industry_code": code,
        "employees": employees,
        "revenue": revenue,
        "total_assets": assets,
    }
    return size_class(row, on=DAY)


@pytest.mark.parametrize(
    ("code", "employees", "revenue", "expected"),
    [
        ("C3911", 1000, "40000", "large"),
        ("3911", 999, "400000", "medium"),
        ("3911", 5000, "39999.99", "medium"),
        ("3911", 300, "2000", "medium"),
        ("3911", 299, "2000", "small"),
        ("3911", 20, "300", "small"),
        ("3911", 19, "300", "micro"),
        ("6513", 300, "10000", "large"),
        ("6513", 100, "999.99", "small"),
        ("6513", 10, "50", "small"),
        ("6513", 10, "49.99", "micro"),
        ("5910", 300, "3000", "medium"),
        ("5920", 100, "1000", "medium"),
        ("7320", 300, None, "large"),
        ("7320", 9, None, "micro"),
    ],
)
def test_a_class_needs_all_of_its_lower_limits(
    code: str, employees: int, revenue: str, expected: str
) -> None:
    assert of(code, employees, revenue) == expected


def test_assets_count_where_the_provision_counts_them() -> None:
    assert of("7010", None, "200000", "10000") == "large"
    assert of("7010", None, "200000", "4999") == "small"
    assert of("7210", 300, None, "120000") == "large"
    assert of("4790", None, "6000", "4999.99") == "small"


@pytest.mark.parametrize("code", ["", "59", "70", "5310", "6620", "8310", "8411", "9111", "99"])
def test_an_industry_the_table_does_not_name_has_no_size(code: str) -> None:
    assert of(code, 10, "10", "10") is None


def test_a_missing_figure_leaves_it_open_unless_the_others_decide() -> None:
    assert of("3911", None, "40000") is None
    assert of("3911", None, "299") == "micro"
    assert of("3911", 1000, None) is None


def test_before_its_first_day_the_table_says_nothing() -> None:
    row = {"industry_code": "3911", "employees": 1, "revenue": "1"}
    first = size_classes().valid_from
    assert size_class(row, on=first) == "micro"
    assert size_class(row, on=date(2011, 6, 17)) is None
    assert "300号" in size_classes().source
