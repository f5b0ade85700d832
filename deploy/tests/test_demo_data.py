"""The demonstration's made-up figures agree with one another, and say that they are made up."""

from decimal import Decimal
from typing import Any

import pytest

from deploy.demo.cast import HERE, part, zh
from deploy.demo.layout import hanging, table, width, words
from deploy.demo.story import FILED
from deploy.local.issuer import PEOPLE
from programme.credit_code import check_credit_code
from programme.jurisdictions import jurisdiction

PARTS = sorted(file.stem for file in (HERE / "clusters").glob("*.toml"))


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
    files = sorted(HERE.rglob("*.toml"))
    assert len(files) > len(PARTS)
    for file in files:
        assert "演示" in file.read_text().splitlines()[0], file.name


def test_nine_clusters_are_filed_each_in_the_district_of_its_name() -> None:
    parts = [part(name) for name in PARTS]
    assert sorted(name for names in FILED.values() for name in names) == PARTS
    assert len({one.name for one in parts}) == len(parts) == 9
    for one in parts:
        assert one.name.startswith(f"北京市{jurisdiction(one.district_code).name_zh}")


def test_every_person_acts_with_the_district_and_the_credit_code_of_the_application() -> None:
    for one in map(part, PARTS):
        code = one.sections["applicant"]["uscc"]
        assert check_credit_code(code).check_digit_ok
        assert PEOPLE[one.institution]["institution"] == code
        assert PEOPLE[one.district]["district"] == one.district_code
        assert zh(one.institution) != one.institution
        assert zh(one.district) != one.district


def test_a_long_line_is_broken_in_its_column_and_never_before_a_closing_sign(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    start = "  海淀区主管部门  "
    lines = list(hanging(start, words("退回补正，须于 2024-03-22 前补正（演示）。" * 8)))
    assert len(lines) > 2
    assert all(width(line) <= 80 for line in lines)
    assert all(line.startswith(" " * width(start)) for line in lines[1:])
    assert not any(line.strip()[0] in "，。）" or line.endswith("（") for line in lines)


def test_columns_of_a_table_begin_at_the_same_place_whatever_the_script() -> None:
    first, second = table([("编号", "名称"), ("BJ-2024-0001", "集群")])
    assert width(first[: first.index("名称")]) == width(second[: second.index("集群")])
