"""The text on remedies that every decision against a party carries: data with a date."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from programme.strict_toml import Table, packaged_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedies:
    """What a party may do against a decision, in both languages, from a day on."""

    in_force_from: date
    clause: str
    zh: str
    en: str


def remedies_on(day: date) -> Remedies | None:
    """The latest text in force on a day, if one is."""
    in_force = [text for text in _texts() if text.in_force_from <= day]
    return max(in_force, key=lambda text: text.in_force_from, default=None)


@cache
def _texts() -> tuple[Remedies, ...]:
    document = packaged_table("programme", "remedies.toml")
    read = tuple(read_remedies(table) for table in document.tables("remedies"))
    document.close()
    return read


def read_remedies(table: Table) -> Remedies:
    """One text of the file; raises `DataRefused`."""
    read = Remedies(
        in_force_from=table.day("in_force_from"),
        clause=table.text("clause"),
        zh=table.text("zh"),
        en=table.text("en"),
    )
    table.close()
    return read
