"""Random histories of a cluster, and what a replay makes of them: day after day, entry by entry.

The replay knows nothing of the register's rules but their words (READING 12–14): it paints the
days of a calendar as it reads the entries in the order in which they were recorded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, Final, Literal

FIRST_DAY: Final = date(2027, 11, 1)
DAYS: Final = 160  # over the end of a year and a 29 February
NAMES: Final = ("name", "leading_industry", "institution_code")
Kind = Literal["state", "period", "revoke", "set_aside", "renewal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that was recorded: its day counts from `day` on, however late it was recorded."""

    kind: Kind
    recorded_at: datetime
    day: int
    last: int = 0
    published: int = 0
    about: int = 0
    stated: dict[str, str] = field(default_factory=dict)
    state: Literal["pending", "ended"] = "pending"


def day_of(number: int) -> date:
    """The day with a number in the calendar of the histories."""
    return FIRST_DAY + timedelta(days=number)


def noon_of(number: int) -> datetime:
    """An instant of a day: noon in Shanghai."""
    day = day_of(number)
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def history(random: Random) -> list[Entry]:
    """A designation and whatever may follow: changes, corrections, renewals, revocations.

    What is told late is told late by days or by months; periods join on, as renewals do.
    """
    start = random.randrange(5, 20)
    last = start + random.randrange(10, 40)
    entries = [
        Entry(kind="state", recorded_at=noon_of(start), day=start, stated=_stated(random, NAMES)),
        Entry(kind="period", recorded_at=noon_of(start), day=start, last=last, published=start),
    ]
    now, cases = start, 0
    for serial in range(random.randrange(2, 12)):
        now = min(DAYS - 1, now + random.randrange(0, 20))
        at = noon_of(now) + timedelta(seconds=serial)
        early = max(start, now - random.choice((0, 0, 1, 30, 120)))
        kind: Kind = random.choice(("state", "state", "period", "revoke", "set_aside", "renewal"))
        if kind == "state":
            some = random.sample(NAMES, random.randrange(1, 3))
            entries.append(
                Entry(kind=kind, recorded_at=at, day=early, stated=_stated(random, some))
            )
        elif kind == "period":
            first, last = last + 1, last + random.randrange(5, 40)
            entries.append(Entry(kind=kind, recorded_at=at, day=first, last=last, published=now))
        elif kind == "revoke":
            cases += 1
            late = random.choice((early, now, min(DAYS - 1, now + 9)))
            entries.append(Entry(kind=kind, recorded_at=at, day=late, about=cases))
        elif kind == "set_aside" and cases:
            about = random.randrange(1, cases + 1)
            if not any(e.kind == "set_aside" and e.about == about for e in entries):
                entries.append(Entry(kind=kind, recorded_at=at, day=early, about=about))
        elif kind == "renewal":
            state: Any = random.choice(("pending", "pending", "ended"))
            about = random.randrange(1, 3)
            entries.append(Entry(kind=kind, recorded_at=at, day=early, about=about, state=state))
    return entries


def _stated(random: Random, names: Sequence[str]) -> dict[str, str]:
    return {name: f"{name}-{random.randrange(10**6)}" for name in names}


@dataclass(slots=True)
class Calendar:
    """Each day as the entries leave it."""

    facts: list[dict[str, tuple[int, str]]] = field(default_factory=lambda: _blank(dict))
    valid: list[bool] = field(default_factory=lambda: [False] * DAYS)
    ended: list[bool] = field(default_factory=lambda: [False] * DAYS)
    revoked: list[set[int]] = field(default_factory=lambda: _blank(set))
    set_aside: list[set[int]] = field(default_factory=lambda: _blank(set))
    renewals: list[dict[int, tuple[int, str]]] = field(default_factory=lambda: _blank(dict))

    def standing(self, number: int) -> str:
        """The standing on a day."""
        if self.revoked[number] - self.set_aside[number]:
            return "revoked"
        if self.valid[number]:
            return "valid"
        if self.ended[number]:
            pending = any(state == "pending" for _, state in self.renewals[number].values())
            return "expired_renewal_pending" if pending else "expired"
        return "not_yet_valid"

    def told(self, number: int) -> dict[str, str]:
        """The facts on a day; before the first, those that the first day has."""
        known = next(day for day in self.facts[number:] if day)
        return {name: value for name, (_, value) in known.items()}


def _blank(kind: Any) -> list[Any]:
    return [kind() for _ in range(DAYS)]


def replay(entries: Sequence[Entry], *, known_at: datetime) -> Calendar | None:
    """The calendar by what was recorded by an instant; None when that was nothing."""
    known = [entry for entry in entries if entry.recorded_at <= known_at]
    calendar = Calendar()
    for entry in known:
        for number in _days_from(entry):
            _paint(calendar, entry, number)
    return calendar if known else None


def _days_from(entry: Entry) -> Iterator[int]:
    first = max(entry.day, entry.published)
    return iter(range(min(first, DAYS), DAYS))


def _paint(calendar: Calendar, entry: Entry, number: int) -> None:
    # A day keeps what was stated for a later first day, however late the earlier one is told.
    if entry.kind == "state":
        for name, value in entry.stated.items():
            if calendar.facts[number].get(name, (0, ""))[0] <= entry.day:
                calendar.facts[number][name] = (entry.day, value)
    elif entry.kind == "period":
        covered = number <= entry.last
        (calendar.valid if covered else calendar.ended)[number] = True
    elif entry.kind == "renewal":
        if calendar.renewals[number].get(entry.about, (0, ""))[0] <= entry.day:
            calendar.renewals[number][entry.about] = (entry.day, entry.state)
    else:
        painted = calendar.revoked if entry.kind == "revoke" else calendar.set_aside
        painted[number].add(entry.about)
