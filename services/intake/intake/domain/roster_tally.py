"""What an enterprise roster adds up to, by year and by kind of enterprise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from intake.domain.roster_terms import ENTERPRISES, RosterTerms
from programme.forms.size_class import SMES, SizeClass, size_class

_NOTHING: Final = Decimal(0)
Rows = Sequence[Mapping[str, Any]]
# What is summed, over which rows, of which year; a column of the row itself has no year.
Key = tuple[str, str, int | None]


@dataclass(frozen=True, slots=True)
class Total:
    """A sum: at least `low`; at most `high`, if every enterprise of unknown size is an SME."""

    low: Decimal = _NOTHING
    high: Decimal = _NOTHING

    def agrees_with(self, stated: Decimal, *, tolerance: Decimal) -> bool:
        """Whether a stated figure lies within the sum, give or take a share of it."""
        leeway = tolerance * max(abs(stated), self.high)
        return self.low - leeway <= stated <= self.high + leeway


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The sums that the terms ask for, and the size class of each row."""

    sizes: Sequence[SizeClass | None]
    totals: Mapping[Key, Total]

    def of(self, key: Key) -> Total | None:
        """One sum; None where no row says anything."""
        return self.totals.get(key)


def tally(roster: Rows, terms: RosterTerms, *, on: date) -> Tally:
    """Add up a roster; sizes are those of a day."""
    asked: dict[str, list[str]] = {}
    for one in terms.sums:
        if one.rows not in asked.setdefault(one.of, []):
            asked[one.of].append(one.rows)
    sizes = [size_class(row, on=on) for row in roster]
    sums: dict[Key, list[Decimal]] = {}
    for row, size in zip(roster, sizes, strict=True):
        among = _among(row, size)
        for entry in ({**row, ENTERPRISES: 1}, *(row.get("figures") or ())):
            _add(sums, entry, asked, among)
    totals = {key: Total(low, high) for key, (low, high) in sums.items()}
    return Tally(sizes=sizes, totals=totals)


def _add(
    sums: dict[Key, list[Decimal]],
    entry: Mapping[str, Any],
    asked: Mapping[str, Sequence[str]],
    among: Mapping[str, bool],
) -> None:
    for of, kinds in asked.items():
        filed = entry.get(of)
        if filed is None:
            continue
        value, year = Decimal(filed), entry.get("year")
        for kind in kinds:
            both = sums.setdefault((of, kind, year), [_NOTHING, _NOTHING])
            if kind in among:
                both[0] += value if among[kind] else _NOTHING
                both[1] += value


def _among(row: Mapping[str, Any], size: SizeClass | None) -> dict[str, bool]:
    """The kinds a row is among; false where it only may be."""
    among = {"all": True}
    if size is None or size in SMES:
        among["sme"] = size is not None
    if row.get("in_leading_industry"):
        among["leading"] = True
    if row.get("uses_platform"):
        among["platform"] = True
    return among
