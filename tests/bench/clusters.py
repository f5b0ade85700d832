"""Complete facts of made-up clusters, one in five with figures exactly on a line."""

import random
from decimal import Decimal
from typing import Any

Raw = dict[str, Any]
_YEARS = (2022, 2023, 2024, 2025)


def cluster(rng: random.Random) -> Raw:
    """Facts in which nothing is missing; T is 2025."""
    exact = rng.random() < 0.2
    total = rng.randrange(30_000_000, 90_000_000)
    spent, patents = rng.randrange(500_000, 2_000_000), rng.randrange(60, 400)
    persons, firms = rng.randrange(3_000, 20_000), rng.randrange(60, 400)
    software, carbon = rng.randrange(2_000, 6_000), rng.randrange(5_000, 40_000)
    rows = []
    for year in _YEARS:
        smes = int(firms * 0.9)
        part = total * 7 // 10 if exact else int(total * rng.uniform(0.6, 0.95))
        rows.append(
            {
                "year": year,
                "total_output": _decimal(total),
                "sme_output": _decimal(part),
                "leading_industry_output": _decimal(int(total * rng.uniform(0.6, 0.95))),
                "sme_rd_expense": _decimal(spent),
                "valid_invention_patents": patents,
                "employed_persons": persons,
                "enterprise_count": firms,
                "platform_user_count": int(firms * rng.uniform(0.1, 0.4)),
                "industrial_software_rate_pct": _decimal(software),
                "co2_emission_t": carbon,
                "sme_count": smes,
                "smes_briefed_count": smes - (rng.random() < 0.2),
            }
        )
        grown = rng.uniform(1.0, 1.25)
        total = total * 11 // 10 // 1000 * 1000 if exact else int(total * grown)
        spent, patents = int(spent * rng.uniform(1.0, 1.3)), int(patents * rng.uniform(1.05, 1.3))
        software, carbon = software + rng.randrange(-20, 400), int(carbon * rng.uniform(0.9, 1.1))
    return {
        "land_area_km2": _decimal(rng.randrange(500, 12_000)),
        "scale_basis": "output",
        "series": rows,
        "leading_champion_count": rng.randrange(3),
        "leading_little_giant_count": rng.randrange(4),
        "quality_enterprise_count": rng.randrange(5, 40),
        **_efficiency(rng, "energy"),
        **_efficiency(rng, "water"),
        "incidents": {
            "accidents_grade3_up": [0, 0, 0, int(rng.random() < 0.05)],
            "cyber_incidents_grade2_up": [0, 0, 0, 0],
            "violations": [0, 0, int(rng.random() < 0.1), 0],
            "bad_credit_records": [0, 0, 0, 0],
        },
    }


def _efficiency(rng: random.Random, of: str) -> Raw:
    return {
        f"{of}_intensive": rng.random() < 0.2,
        f"{of}_use": _decimal(rng.randrange(1_000, 9_000), 4),
        f"{of}_baseline": _decimal(rng.randrange(1_000, 9_000), 4),
        f"{of}_unit": "吨标准煤/万元" if of == "energy" else "立方米/万元",
        f"{of}_direction": rng.choice(("lower_is_better", "higher_is_better")),
    }


def _decimal(number: int, digits: int = 2) -> str:
    return str(Decimal(number).scaleb(-digits))
