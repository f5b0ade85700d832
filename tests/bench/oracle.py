"""Verdicts against an independent oracle in fractions, most of them at the line.

`python -m tests.bench.oracle` judges a million cells, both by the definition in fractions and by
the compiled integers; `make test` judges a sample. The oracle shares nothing with the kernel: its
numbers and comparators are written here a second time, from the law.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from programme.kernel.compiled import Compiled
from programme.kernel.criteria import decide_criterion
from programme.kernel.facts import parse_facts
from programme.standards import registry

CELLS: Final = 1_000_000
_SEED: Final = 20231
_APPLICATION_YEAR: Final = 2026
Raw = dict[str, Any]
_YEARS = (2022, 2023, 2024, 2025)


def _yuan(fen: int) -> str:
    return str(Decimal(fen).scaleb(-2))


def _near(rng: random.Random, value: Fraction) -> int:
    """The integer at the value or next to it; exactly on it where it is one."""
    return max(0, value.numerator // value.denominator + rng.choice((-1, 0, 0, 0, 1)))


def facts_at_the_line(rng: random.Random) -> Raw:
    """Complete facts, most of their figures on a line or one filing unit off it."""
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
    return {
        "land_area_km2": rng.choice(("99.99", "100", "100.00", "100.01")),
        "series": rows,
        "leading_champion_count": rng.choice((0, 0, 1)),
        "leading_little_giant_count": rng.choice((0, 0, 1)),
        "quality_enterprise_count": rng.choice((9, 10, 11)),
        **_efficiency(rng, "energy"),
        **_efficiency(rng, "water"),
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


def _efficiency(rng: random.Random, of: str) -> Raw:
    baseline = rng.randrange(1, 10**6)
    use = rng.choice((baseline, _near(rng, Fraction(baseline)), rng.randrange(1, 10**6)))
    return {
        f"{of}_intensive": rng.random() < 0.7,
        f"{of}_use": str(Decimal(use).scaleb(-4)),
        f"{of}_baseline": str(Decimal(baseline).scaleb(-4)),
        f"{of}_direction": rng.choice(("lower_is_better", "higher_is_better")),
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


def _better(raw: Raw, of: str) -> str:
    if not raw[f"{of}_intensive"]:
        return "not_applicable"
    use, base = Fraction(raw[f"{of}_use"]), Fraction(raw[f"{of}_baseline"])
    return _met(use < base if raw[f"{of}_direction"] == "lower_is_better" else use > base)


def _steps(values: list[Fraction], *, best: int) -> Iterator[bool]:
    for n in (1, 2):
        earlier, later = values[n - 1], values[n]
        better = later > earlier if best else later < earlier
        yield better or earlier == later == best


def outcomes_of(raw: Raw) -> dict[str, str]:
    """The outcome of each numeric criterion, in fractions and in the words of the law."""
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
        "7.6": _better(raw, "energy"),
        "7.7": _better(raw, "water"),
        "9.5": _met(last["smes_briefed_count"] == last["sme_count"], "needs_judgment"),
    }


@dataclass(slots=True)
class Judged:
    """How many cells were judged, and those that came out otherwise than the oracle says."""

    cells: int = 0
    wrong_in_fractions: list[str] = field(default_factory=list)
    wrong_in_integers: list[str] = field(default_factory=list)
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)


def judged(cells: int, *, seed: int = _SEED) -> Judged:
    """Judge at least so many cells (a criterion on one set of facts), by both ways."""
    standard = registry.load("beijing-2023")
    compiled, rng, result = Compiled(standard), random.Random(seed), Judged()
    while result.cells < cells:
        raw = facts_at_the_line(rng)
        facts = parse_facts(raw, standard, _APPLICATION_YEAR)
        integers = dict(zip(compiled.ids, compiled.decide(compiled.row_of(facts)), strict=True))
        for name, expected in outcomes_of(raw).items():
            found = decide_criterion(standard.criterion(name), facts, standard).outcome
            result.cells += 1
            result.outcomes[name, expected] += 1
            if found != expected:
                result.wrong_in_fractions.append(f"{name}: {found}, not {expected}: {raw}")
            if integers[name] != expected:
                name_it = f"{name}: {integers[name]}, not {expected}: {raw}"
                result.wrong_in_integers.append(name_it)
    return result


def main(cells: int = CELLS) -> dict[str, int]:
    """Print the outcomes by criterion and return the figures; fails if one cell is wrong."""
    result = judged(cells)
    for (name, outcome), count in sorted(result.outcomes.items()):
        print(f"{name:>5} {outcome:<16}{count:>9,}")
    figures = {
        "cells": result.cells,
        "wrong_in_fractions": len(result.wrong_in_fractions),
        "wrong_in_integers": len(result.wrong_in_integers),
    }
    print("oracle: " + ", ".join(f"{name} {count:,}" for name, count in figures.items()))
    for line in (*result.wrong_in_fractions[:5], *result.wrong_in_integers[:5]):
        print(line)
    return figures


if __name__ == "__main__":
    found = main(*(int(argument) for argument in sys.argv[1:]))
    sys.exit(bool(found["wrong_in_fractions"] or found["wrong_in_integers"]))
