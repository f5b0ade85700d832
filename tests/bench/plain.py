"""The floor of the verdict benchmark: the numeric criteria as plain integer code, written by hand.

This is what a programmer would write who needs no clause, no trace, no missing figure and no
second standard: every number of the law stands in the code. The facts are a mapping of names to
the integers that were filed, as the peers get them; `total_output_3` is that of year T-3.
"""

from collections.abc import Mapping
from typing import Any

Facts = Mapping[str, Any]


def decide(f: Facts) -> tuple[str, ...]:
    """The sixteen outcomes of facts in which nothing is missing."""
    first, before, between, last = (
        f["total_output_3"],
        f["total_output_2"],
        f["total_output_1"],
        f["total_output_0"],
    )
    spent, granted = f["sme_rd_expense_3"], f["valid_invention_patents_3"]
    persons, firms = f["employed_persons_0"], f["enterprise_count_0"]
    patents, smes = f["valid_invention_patents_0"], f["sme_count_0"]
    enough = f["leading_champion_count"] + f["leading_little_giant_count"] >= 1
    return (
        _conduct(f),
        "met" if f["land_area_km2"] <= 100_00 else "soft_miss",
        "met" if before >= 400_000_00 <= between and last >= 400_000_00 else "not_met",
        "met" if f["sme_output_0"] * 10 > last * 7 else "not_met",
        ("met" if last * 1000 > first * 1331 else "not_met") if first else "unknown",
        "met" if f["leading_industry_output_0"] * 10 > last * 7 else "not_met",
        "met" if enough or f["quality_enterprise_count"] >= 10 else "not_met",
        ("met" if f["sme_rd_expense_0"] * 1000 > spent * 1331 else "not_met")
        if spent
        else "unknown",
        ("met" if patents * 8000 >= granted * 12167 else "not_met") if granted else "unknown",
        ("met" if patents * 10_000 >= persons * 15 else "not_met") if persons else "unknown",
        ("met" if f["platform_user_count_0"] * 100 >= firms * 15 else "not_met")
        if firms
        else "unknown",
        _rises(f),
        _falls(f, before, between, last),
        _better(f["energy_use"], f["energy_baseline"], f["energy_direction"])
        if f["energy_intensive"]
        else "not_applicable",
        _better(f["water_use"], f["water_baseline"], f["water_direction"])
        if f["water_intensive"]
        else "not_applicable",
        "met" if smes and f["smes_briefed_count_0"] == smes else "needs_judgment",
    )


def _conduct(f: Facts) -> str:
    if (
        f["accidents_grade3_up_2"]
        or f["accidents_grade3_up_1"]
        or f["accidents_grade3_up_0"]
        or f["accidents_grade3_up_now"]
        or f["cyber_incidents_grade2_up_2"]
        or f["cyber_incidents_grade2_up_1"]
        or f["cyber_incidents_grade2_up_0"]
        or f["cyber_incidents_grade2_up_now"]
    ):
        return "not_met"
    if (
        f["violations_2"]
        or f["violations_1"]
        or f["violations_0"]
        or f["violations_now"]
        or f["bad_credit_records_2"]
        or f["bad_credit_records_1"]
        or f["bad_credit_records_0"]
        or f["bad_credit_records_now"]
    ):
        return "needs_judgment"
    return "met"


def _rises(f: Facts) -> str:
    a = f["industrial_software_rate_pct_2"]
    b = f["industrial_software_rate_pct_1"]
    c = f["industrial_software_rate_pct_0"]
    met = (b > a or a == b == 100_00) and (c > b or b == c == 100_00)
    return "met" if met else "needs_judgment"


def _falls(f: Facts, before: int, between: int, last: int) -> str:
    a, b, c = f["co2_emission_t_2"], f["co2_emission_t_1"], f["co2_emission_t_0"]
    if not (before and between and last):
        return "needs_judgment"
    met = (b * before < a * between or a == b == 0) and (c * between < b * last or b == c == 0)
    return "met" if met else "needs_judgment"


def _better(use: int, baseline: int, direction: str) -> str:
    if not baseline:
        return "unknown"
    met = use < baseline if direction == "lower_is_better" else use > baseline
    return "met" if met else "not_met"
