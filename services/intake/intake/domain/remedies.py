"""The text on remedies of a decision against a party: data with a date (READING 21)."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def remedies() -> dict[str, Any]:
    """The text in both languages, with its clause and the day from which it is used."""
    raw = resources.files("intake.terms").joinpath("remedies.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(raw)["remedies"]
    return found | {"from_day": found["from_day"].isoformat()}
