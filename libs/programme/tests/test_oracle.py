"""Verdicts against an independent oracle in fractions, most of them at the line."""

import random
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from programme.kernel.criteria import decide_criterion
from programme.kernel.facts import parse_facts
from programme.standards.standard import Standard

Raw = dict[str, Any]
_ROUNDS = 700
_YEARS = (2022, 2023, 2024, 2025)


def _yuan(fen: int) -> str:
    return str(Decimal(fen).scaleb(-2))


def _near(rng: random.Random, value: Fraction) -> int:
    """The integer at the value or next to it; exactly on it where it is one."""
    return max(0, value.numerator // value.denominator + rng.choice((-1, 0, 0, 0, 1)))


def _facts(rng: random.Random) -> Raw:
    first = rng.choice((1000, 8000, 40000000, rng.randrange(1, 10**10)))
    totals = [first, *(rng.randrange(39999999, 10**10) for _ in range(2))]
    if rng.random() < 0.3:
        totals[rng.choice((1, 2))] = rng.choice((39999999, 40000000, 40000001))
    totals.append(min(10**10, _near(rng, Fraction(first * 1331, 1000))))
    rd = rng.choice((1000, rng.randrange(1, 10**7)))
    patents = rng.choice((8000, 800, rng.randrange(1, 9000)))
    last_patents = _near(rng, Fraction(patents * 1520875, 10**6))
    enterprises = rng.choice((20, 100, 140, rng.randrange(20, 10**4)))
    smes = rng.randrange(1, enterprises + 1)
    rows: list[Raw] = [
        {
            "year": year,
            "total_output": _yuan(total),
            "industrial_software_rate_pct": str(rng.choice((50, 51, 52, 100))),
            "co2_emission_t": rng.choice((0, 1000, 2000)),
        }
        for year, total in zip(_YEARS, totals, strict=True)
    ]
    rows[0] |= {"sme_rd_expense": _yuan(rd), "valid_invention_patents": patents}
    share = min(totals[3], _near(rng, Fraction(totals[3] * 7, 10)))
    rows[3] |= {
        "sme_output": _yuan(share),
        "leading_industry_output": _yuan(min(totals[3], _near(rng, Fraction(totals[3] * 7, 10)))),
        "sme_rd_expense": _yuan(_near(rng, Fraction(rd * 1331, 1000))),
        "valid_invention_patents": last_patents,
        "employed_persons": _near(rng, Fraction(last_patents * 10000, 15)),
        "enterprise_count": enterprises,
        "platform_user_count": min(enterprises, _near(rng, Fraction(enterprises * 15, 100))),
        "sme_count": smes,
        "smes_briefed_count": smes - rng.choice((0, 0, 1)),
    }
    use, baseline = rng.randrange(1, 10**6), rng.randrange(1, 10**6)
    return {
        "land_area_km2": rng.choice(("99.99", "100", "100.00", "100.01")),
        "series": rows,
        "leading_champion_count": rng.choice((0, 0, 1)),
        "leading_little_giant_count": rng.choice((0, 0, 1)),
        "quality_enterprise_count": rng.choice((9, 10, 11)),
        "energy_intensive": rng.random() < 0.7,
        "energy_use": str(Decimal(rng.choice((use, baseline))).scaleb(-4)),
        "energy_baseline": str(Decimal(baseline).scaleb(-4)),
        "energy_direction": rng.choice(("lower_is_better", "higher_is_better")),
        "water_intensive": False,
        "incidents": {
            name: [rng.choice((0, 0, 0, 0, 0, 1)) for _ in range(4)]
            for name in (
                "accidents_grade3_up",
                "cyber_incidents_grade2_up",
                "violations",
                "bad_credit_records",
            )
        },
    }


def _conduct(raw: Raw) -> str:
    incidents = raw["incidents"]
    if any(incidents["accidents_grade3_up"]) or any(incidents["cyber_incidents_grade2_up"]):
        return "not_met"
    worse = any(incidents["violations"]) or any(incidents["bad_credit_records"])
    return "needs_judgment" if worse else "met"


def _met(condition: bool, otherwise: str = "not_met") -> str:
    return "met" if condition else otherwise


def _grown(first: Fraction, last: Fraction, rate: Fraction, *, more: bool) -> str:
    if first == 0:
        return "unknown"
    line = first * rate * rate * rate
    return _met(last > line if more else last >= line)


def _energy(raw: Raw) -> str:
    if not raw["energy_intensive"]:
        return "not_applicable"
    use, base = Fraction(raw["energy_use"]), Fraction(raw["energy_baseline"])
    return _met(use < base if raw["energy_direction"] == "lower_is_better" else use > base)


def _steps(values: list[Fraction], *, best: int) -> Iterator[bool]:
    for n in (1, 2):
        earlier, later = values[n - 1], values[n]
        better = later > earlier if best else later < earlier
        yield better or earlier == later == best


def _oracle(raw: Raw) -> dict[str, str]:
    rows = raw["series"]
    total = [Fraction(row["total_output"]) for row in rows]
    last = {key: Fraction(value) for key, value in rows[3].items()}
    software = [Fraction(row["industrial_software_rate_pct"]) for row in rows[1:]]
    carbon = [Fraction(row["co2_emission_t"]) / Fraction(row["total_output"]) for row in rows[1:]]
    ten, fifteen = Fraction(11, 10), Fraction(23, 20)
    patents, persons = last["valid_invention_patents"], last["employed_persons"]
    titled = raw["leading_champion_count"] + raw["leading_little_giant_count"] >= 1
    return {
        "1.2": _conduct(raw),
        "2.3": _met(Fraction(raw["land_area_km2"]) <= 100, "soft_miss"),
        "2.4": _met(all(value >= 400000 for value in total[1:])),
        "2.5": _met(last["sme_output"] * 10 > total[3] * 7),
        "2.6": _grown(total[0], total[3], ten, more=True),
        "2.7": _met(last["leading_industry_output"] * 10 > total[3] * 7),
        "3.1": _met(titled or raw["quality_enterprise_count"] >= 10),
        "5.1": _grown(Fraction(rows[0]["sme_rd_expense"]), last["sme_rd_expense"], ten, more=True),
        "5.7": _grown(Fraction(rows[0]["valid_invention_patents"]), patents, fifteen, more=False),
        "5.8": _met(patents * 10000 >= persons * 15) if persons else "unknown",
        "6.4": _met(last["platform_user_count"] * 100 >= last["enterprise_count"] * 15),
        "6.5": _met(all(_steps(software, best=100)), "needs_judgment"),
        "7.2": _met(all(_steps(carbon, best=0)), "needs_judgment"),
        "7.6": _energy(raw),
        "7.7": "not_applicable",
        "9.5": _met(last["smes_briefed_count"] == last["sme_count"], "needs_judgment"),
    }


def test_no_verdict_differs_from_the_oracle_at_the_line(standard: Standard) -> None:
    rng = random.Random(20231)
    seen: dict[str, set[str]] = {}
    for _ in range(_ROUNDS):
        raw = _facts(rng)
        facts = parse_facts(raw, standard, 2026)
        for criterion_id, expected in _oracle(raw).items():
            result = decide_criterion(standard.criterion(criterion_id), facts, standard)
            assert result.outcome == expected, (criterion_id, raw)
            seen.setdefault(criterion_id, set()).add(expected)
    # Both sides of every line were visited, or the test proves nothing.
    assert all(len(outcomes) > 1 for name, outcomes in seen.items() if name != "7.7")


def test_the_oracle_notices_a_moved_line(
    standard: Standard, raw: Raw, parse: Callable[[Raw], Any]
) -> None:
    raw["series"][3]["sme_output"] = "392000.00"
    expected = _oracle(raw | {"energy_intensive": False})["2.5"]
    result = decide_criterion(standard.criterion("2.5"), parse(raw), standard)
    assert result.outcome == expected == "not_met"
