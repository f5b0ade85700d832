"""The demonstration's made-up figures agree with one another, and say that they are made up."""

from decimal import Decimal
from typing import Any

import pytest

from deploy.demo.cast import HERE, part
from programme.credit_code import check_credit_code

PARTS = ("haidian_software", "haidian_robots", "shunyi_semiconductors")


@pytest.mark.parametrize("name", PARTS)
def test_the_roster_sums_are_the_figures_of_the_series(name: Any) -> None:
    sections = part(name).sections
    for row in sections["series"][1:]:
        found = {"total_output": Decimal(), "leading_industry_output": Decimal()}
        research, patents = Decimal(), 0
        for enterprise in sections["roster"]:
            (of_year,) = [one for one in enterprise["figures"] if one["year"] == row["year"]]
            found["total_output"] += Decimal(of_year["output"])
            if enterprise["in_leading_industry"]:
                found["leading_industry_output"] += Decimal(of_year["output"])
            research += Decimal(of_year["rd_expense"])
            patents += of_year["valid_invention_patents"]
        assert found == {figure: Decimal(row[figure]) for figure in found}
        assert (research, patents) == (
            Decimal(row["sme_rd_expense"]),
            row["valid_invention_patents"],
        )
    last = sections["series"][-1]
    assert len(sections["roster"]) == last["enterprise_count"]
    assert sum(e["employees"] for e in sections["roster"]) == last["employed_persons"]
    assert sum(e["uses_platform"] for e in sections["roster"]) == last["platform_user_count"]


@pytest.mark.parametrize("name", PARTS)
def test_every_made_up_enterprise_has_a_code_of_its_own_with_a_right_check_digit(name: Any) -> None:
    codes = [enterprise["uscc"] for enterprise in part(name).sections["roster"]]
    assert len(set(codes)) == len(codes)
    assert all(check_credit_code(code).check_digit_ok for code in codes)


def test_every_data_file_says_that_its_figures_are_made_up() -> None:
    files = sorted(HERE.glob("*.toml"))
    assert len(files) >= len(PARTS)
    for file in files:
        assert "演示" in file.read_text().splitlines()[0], file.name
