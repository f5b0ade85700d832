"""Jurisdictions of the programme: districts by GB/T 2260, with the dates their codes hold."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, cast

from programme.strict_toml import DataRefused, Table, packaged_table

Kind = Literal["district", "county", "development_area"]
_FILE = "jurisdictions.toml"


class UnknownJurisdiction(KeyError):
    """No jurisdiction has this code."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """One jurisdiction; open ends mean always."""

    code: str
    name_zh: str
    name_en: str
    kind: Kind
    valid_from: date | None
    valid_to: date | None
    successor: str | None
    note: str

    def valid_on(self, day: date) -> bool:
        """Whether the code holds on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


@cache
def jurisdictions() -> tuple[Jurisdiction, ...]:
    """All jurisdictions, abolished ones included, in the order of the file."""
    root = packaged_table("programme", _FILE)
    entries = tuple(_entry(item) for item in root.tables("jurisdictions"))
    root.close()
    codes = {entry.code for entry in entries}
    if len(codes) != len(entries) or not {e.successor for e in entries} - {None} <= codes:
        raise DataRefused(_FILE, "codes are distinct and successors known")
    return entries


def jurisdiction(code: str) -> Jurisdiction:
    """One jurisdiction by its code; raises `UnknownJurisdiction`."""
    for entry in jurisdictions():
        if entry.code == code:
            return entry
    raise UnknownJurisdiction(code)


def admitted(code: str, *, on: date, development_area: bool) -> bool:
    """Whether a cluster may apply from there (art. 2, 8); the round admits the development area."""
    known = [entry for entry in jurisdictions() if entry.code == code and entry.valid_on(on)]
    kinds = {"district", "development_area"} if development_area else {"district"}
    return any(entry.kind in kinds for entry in known)


def _entry(table: Table) -> Jurisdiction:
    kind = table.choice("kind", ("district", "county", "development_area"))
    entry = Jurisdiction(
        code=table.text("code"),
        name_zh=table.text("name_zh"),
        name_en=table.text("name_en"),
        kind=cast(Kind, kind),
        valid_from=table.day_or_none("valid_from"),
        valid_to=table.day_or_none("valid_to"),
        successor=table.text_or("successor") or None,
        note=table.text_or("note"),
    )
    table.close()
    return entry
