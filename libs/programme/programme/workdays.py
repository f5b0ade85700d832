"""Working days of mainland China: make-up days (调休) count; a year not loaded is never guessed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any, Final

from programme.strict_toml import DataRefused, Table, as_day, packaged_table

_PACKAGE: Final = "programme.calendar"
_SATURDAY: Final = 5
_DAY: Final = timedelta(days=1)


class BeyondCalendar(LookupError):
    """A day lies outside the loaded years; `loaded` tells which they are."""

    def __init__(self, year: int, loaded: tuple[int, ...]) -> None:
        self.year = year
        self.loaded = loaded
        super().__init__(f"{year} is not loaded")


@dataclass(frozen=True, slots=True)
class DayReason:
    """Why a day counts or does not, in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class WindowDay:
    """One day of a window, and whether it counts."""

    day: date
    counted: bool
    reason: DayReason


@dataclass(frozen=True, slots=True)
class Window:
    """A window of working days, first and last day inclusive, explained day by day."""

    first: date
    last: date
    days: tuple[WindowDay, ...]

    def covers(self, day: date) -> bool:
        """Whether a day lies in the window; a rest day inside it does."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class _Festival:
    """The days off and the make-up days of one festival."""

    zh: str
    en: str
    days_off: frozenset[date]
    make_up_days: frozenset[date]


_WORKING: Final = DayReason("工作日", "working day")
_WEEKEND: Final = DayReason("周末休息", "weekend")
_FIRST_NOT_COUNTED: Final = DayReason("起始日不计入", "the first day does not count")


def loaded_years() -> tuple[int, ...]:
    """The years whose official arrangement is loaded."""
    return tuple(sorted(_calendar()))


def is_working_day(day: date) -> bool:
    """Whether offices work on that day; raises `BeyondCalendar`."""
    return _looked_up(day)[0]


def add_working_days(first_day: date, count: int, first_counts: bool) -> date:
    """The last of `count` working days from a first day; raises `BeyondCalendar`."""
    return window(first_day, count, first_counts=first_counts).last


def window(first_day: date, days: int, *, first_counts: bool = True) -> Window:
    """The window of so many working days; a first day that is no working day never counts."""
    if days < 1:
        raise ValueError("a window has at least one working day")
    explained: list[WindowDay] = []
    counted = 0
    for entry in _explained(first_day, first_counts=first_counts):
        explained.append(entry)
        counted += entry.counted
        if counted == days:
            break
    return Window(first_day, explained[-1].day, tuple(explained))


def roll_forward(day: date) -> date:
    """The day itself, or the next working day where it is a rest day."""
    while not is_working_day(day):
        day += _DAY
    return day


def _explained(first_day: date, *, first_counts: bool) -> Iterator[WindowDay]:
    day = first_day
    while True:
        works, reason = _looked_up(day)
        if day == first_day and not first_counts:
            works, reason = False, _FIRST_NOT_COUNTED
        yield WindowDay(day, works, reason)
        day += _DAY


def _looked_up(day: date) -> tuple[bool, DayReason]:
    calendar = _calendar()
    if day.year not in calendar:
        raise BeyondCalendar(day.year, loaded_years())
    for festival in calendar[day.year]:
        if day in festival.days_off:
            return False, DayReason(f"{festival.zh}放假", f"{festival.en} holiday")
        if day in festival.make_up_days:
            reason = DayReason(f"{festival.zh}调休上班", f"make-up day for {festival.en}")
            return True, reason
    return (False, _WEEKEND) if day.weekday() >= _SATURDAY else (True, _WORKING)


@cache
def _calendar() -> dict[int, tuple[_Festival, ...]]:
    names = sorted(entry.name for entry in resources.files(_PACKAGE).iterdir())
    return dict(_year(name) for name in names if name.endswith(".toml"))


def _year(name: str) -> tuple[int, tuple[_Festival, ...]]:
    root = packaged_table(_PACKAGE, name)
    year = root.integer("year")
    if not root.texts("notices"):
        raise DataRefused(root.at("notices"), "the State Council's notice must be named")
    festivals = tuple(_festival(item, year) for item in root.tables("festivals"))
    root.close()
    return year, festivals


def _festival(table: Table, year: int) -> _Festival:
    festival = _Festival(
        zh=table.text("name_zh"),
        en=table.text("name_en"),
        days_off=_days(table, "days_off", year),
        make_up_days=_days(table, "make_up_days", year),
    )
    table.close()
    return festival


def _days(table: Table, key: str, year: int) -> frozenset[date]:
    values: list[Any] = table.take(key) if table.has(key) else []
    days = [as_day(value, place=table.at(key)) for value in values]
    if len(set(days)) != len(days) or any(day.year != year for day in days):
        raise DataRefused(table.at(key), "must be distinct days of the year")
    return frozenset(days)
