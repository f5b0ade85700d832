"""Cases of a standard: example facts with the outcomes they must have, as data beside it."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from programme.strict_toml import DataRefused, Table, parsed

_SERIES = "series"
_YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Facts, the outcome, outcomes of criteria, and points by table that they must have."""

    name: str
    application_year: int
    facts: Mapping[str, Any]
    outcome: str
    criteria: Mapping[str, str]
    points: Mapping[str, int]


def read_cases(text: str, *, place: str) -> tuple[Case, ...]:
    """The cases of a TOML text; a criterion a case does not name is as in the first case."""
    root = Table(parsed(text, place=place), place=place)
    root.text("standard")
    year, base = root.integer("application_year"), root.take("base")
    cases: list[Case] = []
    for item in root.tables("cases"):
        expected = cases[0].criteria if cases else {}
        cases.append(_case(item, base, expected, application_year=year))
    root.close()
    return tuple(cases)


def _case(table: Table, base: Any, expected: Mapping[str, str], *, application_year: int) -> Case:
    facts = copy.deepcopy(base)
    changes = table.take("set") if table.has("set") else {}
    for path in table.texts("unknown"):
        _put(facts, path, None, place=table.at("unknown"))
    for path, value in changes.items():
        _put(facts, path, value, place=table.at("set"))
    case = Case(
        name=table.text("name"),
        application_year=application_year,
        facts=facts,
        outcome=table.text("outcome"),
        criteria={**expected, **table.take("criteria")},
        points=table.take("points") if table.has("points") else {},
    )
    table.close()
    return case


def _put(facts: dict[str, Any], path: str, value: Any, *, place: str) -> None:
    """Set a figure by its name, by `year.name`, or by `group.name`."""
    group, _, name = path.rpartition(".")
    target = _row(facts, group, place=place) if group.isdigit() else facts
    if group and not group.isdigit():
        target = facts[group]
    target[name] = value


def _row(facts: Mapping[str, Any], year: str, *, place: str) -> dict[str, Any]:
    for row in facts[_SERIES]:
        if row[_YEAR] == int(year):
            found: dict[str, Any] = row
            return found
    raise DataRefused(place, f"there is no row for {year}")
