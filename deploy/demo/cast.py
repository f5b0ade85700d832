"""The nine clusters of the demonstration and what each files, read from the data files here."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from deploy.demo.roster import roster_of, titles_of

HERE: Final = Path(__file__).parent
FIRST_YEAR: Final = 2020


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One application: who handles it, its rank, its sections, and how its own story turns."""

    institution: str
    district: str
    rank: int
    sections: dict[str, Any]
    turns: dict[str, Any]

    @property
    def name(self) -> str:
        """The cluster's name."""
        return str(self.sections["header"]["cluster_name"])

    @property
    def district_code(self) -> str:
        """The district's code."""
        return str(self.sections["header"]["district_code"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One application in the story."""

    part: Part
    id: str
    number: str

    @property
    def path(self) -> str:
        """Where the application is."""
        return f"/applications/{self.id}"


@cache
def part(name: str) -> Part:
    """The application described in `clusters/<name>.toml`."""
    given, shared = read(f"clusters/{name}"), read("filing")
    header = {key: given.pop(key) for key in ("cluster_name", "district_code")}
    persons = {key: given.pop(key) for key in ("institution", "district", "rank")}
    own = {key: shared[key] | given.pop(key) for key in ("territory", "industry")}
    series = _by_year(given.pop("series"))
    roster = roster_of(series, district=header["district_code"])
    sections = {
        "header": header,
        "applicant": shared["applicant"] | _applicant(persons["institution"]),
        **own,
        "series": series,
        "roster": roster,
        "titles": titles_of(roster),
        "narrative": shared["narrative"],
        "plan": shared["plan"] | {"targets": _targets(shared["targets"], series[-1])},
        "declarations": shared["declarations"],
    }
    return Part(**persons, sections=sections, turns=given)


def zh(person: str) -> str:
    """A person's name in the story."""
    return str(read("persons").get(person, {"zh": person})["zh"])


def report_sections(of: Part, period: str = "2024") -> dict[str, Any]:
    """The annual report for a year: the last figures, grown, and the progress of the plan."""
    given = read("report")
    given.pop("index")
    metrics = figures_of(of, period)
    progress = [_progress(each, metrics, period) for each in of.sections["plan"]["targets"]]
    metrics["smes_briefed_count"] = metrics["sme_count"]
    lists = given.pop("lists") | {"target_progress": progress}
    return {**given, "annual_metrics": metrics, **lists}


def _progress(target: dict[str, Any], metrics: dict[str, Any], period: str) -> dict[str, Any]:
    planned = {str(each["year"]): each["value"] for each in target["targets"]}
    named = {each["metric"]: each["figure"] for each in read("filing")["targets"]}
    return {
        "metric": target["metric"],
        "unit": target["unit"],
        "planned": planned.get(period, target["base_value"]),
        "actual": str(metrics[named[target["metric"]]]),
    }


def figures_of(of: Part, period: str) -> dict[str, Any]:
    """The figures of a year after the application, by the cluster's own course of things."""
    last, courses = of.sections["series"][-1], read("report")["index"]
    course = courses.get(period, courses[max(courses)]) | of.turns.get("index", {}).get(period, {})
    return {name: _grown(last[name], index) for name, index in course.items()}


def _applicant(institution: str) -> dict[str, Any]:
    return {key: value for key, value in read("persons")[institution].items() if key != "zh"}


def _by_year(columns: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """Rows of columns; a column that is shorter than the years belongs to the last of them."""
    years = max(map(len, columns.values()))
    rows: list[dict[str, Any]] = [{"year": FIRST_YEAR + number} for number in range(years)]
    for name, column in columns.items():
        for row, figure in zip(rows[-len(column) :], column, strict=True):
            row[name] = figure
    return rows


def _targets(wanted: list[dict[str, Any]], last: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "metric": each["metric"],
            "unit": each["unit"],
            "weight": each["weight"],
            "base_value": str(last[each["figure"]]),
            "targets": [
                {"year": int(year), "value": str(_grown(last[each["figure"]], index))}
                for year, index in each["index"].items()
            ],
        }
        for each in wanted
    ]


def _grown(figure: str | int, index: int) -> str | int:
    """A figure of the index 100 at another index, with as many decimals as it had."""
    if isinstance(figure, int):
        return figure * index // 100
    exact = Decimal(figure)
    return str((exact * index / 100).quantize(exact))


@cache
def _parsed(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text())


def read(name: str) -> dict[str, Any]:
    """A data file, its days as the API writes them."""
    plain: dict[str, Any] = _plain(_parsed(name))
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
