"""What differs between two JSON objects, place by place, by JSON pointer.

Rows of a list are told apart by what names them, so that a row put in before the others is one
addition and not a change of every row after it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

# What names a row, the most telling first: all rows on both sides must have it, each its own.
NAMES: Final = (("id",), ("uscc", "title_kind"), ("uscc",), ("year",), ("metric",))
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One place that differs: where it is now, where it was, and both values."""

    change: Literal["added", "removed", "changed"]
    pointer: str | None
    was_pointer: str | None
    was: Any = None
    now: Any = None


def changes_between(before: Row, after: Row) -> list[Change]:
    """Every place where two objects differ, in the order of the later one."""
    return list(_in_object(before, after, "", ""))


def within(place: str, of: str) -> bool:
    """Whether a pointer leads to a place or into it."""
    return place == of or place.startswith(f"{of}/")


def _between(was: Any, now: Any, was_at: str, at: str) -> Iterator[Change]:
    if was == now:
        return
    if isinstance(was, Mapping) and isinstance(now, Mapping):
        yield from _in_object(was, now, was_at, at)
    elif _are_rows(was) and _are_rows(now):
        yield from _in_rows(was, now, was_at, at)
    else:
        yield Change(change="changed", pointer=at, was_pointer=was_at, was=was, now=now)


def _in_object(was: Row, now: Row, was_at: str, at: str) -> Iterator[Change]:
    for name in [*now, *(name for name in was if name not in now)]:
        there, here = f"{was_at}/{name}", f"{at}/{name}"
        if name not in was:
            yield Change(change="added", pointer=here, was_pointer=None, now=now[name])
        elif name not in now:
            yield Change(change="removed", pointer=None, was_pointer=there, was=was[name])
        else:
            yield from _between(was[name], now[name], there, here)


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, Mapping) for row in value)


def _in_rows(was: Sequence[Row], now: Sequence[Row], was_at: str, at: str) -> Iterator[Change]:
    old, new = _named(was, now)
    for name, (index, row) in new.items():
        here = f"{at}/{index}"
        if name in old:
            there, before = old[name]
            yield from _between(before, row, f"{was_at}/{there}", here)
        else:
            yield Change(change="added", pointer=here, was_pointer=None, now=row)
    for name, (index, row) in old.items():
        if name not in new:
            there_at = f"{was_at}/{index}"
            yield Change(change="removed", pointer=None, was_pointer=there_at, was=row)


Places = dict[Any, tuple[int, Row]]


def _named(was: Sequence[Row], now: Sequence[Row]) -> tuple[Places, Places]:
    for fields in NAMES:
        old, new = (_by(fields, rows) for rows in (was, now))
        if old is not None and new is not None:
            return old, new
    return dict(enumerate(enumerate(was))), dict(enumerate(enumerate(now)))


def _by(fields: tuple[str, ...], rows: Sequence[Row]) -> Places | None:
    named = {}
    for index, row in enumerate(rows):
        name = tuple(row.get(field) for field in fields)
        if None in name or name in named:
            return None
        named[name] = (index, row)
    return named
