"""The three clusters of the demonstration and what each files, read from the data files here."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from deploy.demo.roster import roster_of, titles_of

HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One application: which persons handle it, its rank, its sections, its correction, if any."""

    institution: str
    district: str
    rank: int
    sections: dict[str, Any]
    correction: dict[str, str] | None

    @property
    def name(self) -> str:
        """The cluster's name."""
        return str(self.sections["header"]["cluster_name"])

    @property
    def district_code(self) -> str:
        """The district's code."""
        return str(self.sections["header"]["district_code"])


@cache
def part(name: str) -> Part:
    """The application described in `<name>.toml`."""
    given, shared = read(name), read("filing")
    header = {key: given[key] for key in ("cluster_name", "district_code")}
    roster = roster_of(given["series"], district=given["district_code"])
    sections = {
        "header": header,
        "applicant": shared["applicant"] | given["applicant"],
        "territory": given["territory"],
        "industry": given["industry"],
        "series": given["series"],
        "roster": roster,
        "titles": titles_of(roster),
        "narrative": shared["narrative"],
        "plan": shared["plan"],
        "declarations": shared["declarations"],
    }
    persons = {key: given[key] for key in ("institution", "district", "rank")}
    return Part(**persons, sections=sections, correction=given.get("correction"))


def report_sections() -> dict[str, Any]:
    """The annual report that both clusters file."""
    given = read("report")
    lists = given.pop("lists")
    return {**given, **lists}


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
