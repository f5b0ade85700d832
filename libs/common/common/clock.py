"""The legal clock: the instant and the day for everything the law sees."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")


class ClockNotAllowed(RuntimeError):
    """A shifted legal clock was configured in production."""


def legal_day(at: datetime) -> date:
    """The day in Asia/Shanghai to which an instant belongs."""
    return at.astimezone(SHANGHAI).date()


def told(at: datetime) -> str:
    """An instant as people in Beijing read it, to the minute."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


@dataclass(frozen=True, slots=True)
class LegalClock:
    """System time, shifted in a development stack by the offset file that all processes read."""

    offset_file: Path | None = None
    _read: dict[tuple[int, int], timedelta] = field(default_factory=dict, compare=False)

    def now(self) -> datetime:
        """The legal instant in UTC."""
        return datetime.now(UTC) + self._offset()

    def today(self) -> date:
        """The legal day in Asia/Shanghai."""
        return legal_day(self.now())

    def left_of_day_s(self) -> float:
        """Seconds until midnight in Asia/Shanghai."""
        now = self.now().astimezone(SHANGHAI)
        midnight = datetime.combine(now.date() + timedelta(days=1), time(), SHANGHAI)
        return (midnight - now).total_seconds()

    def _offset(self) -> timedelta:
        if self.offset_file is None:
            return timedelta()
        # Looked at each time: the file is the one place where a development stack's day is set.
        now = self.offset_file.stat()
        state = (now.st_ino, now.st_mtime_ns)
        if state not in self._read:
            shift = json.loads(self.offset_file.read_text())["offset_seconds"]
            self._read.clear()
            self._read[state] = timedelta(seconds=float(shift))
        return self._read[state]


def legal_clock(*, offset_file: Path | None, environment: str) -> LegalClock:
    """The clock of a process; raises `ClockNotAllowed` for a shifted one in production."""
    if offset_file is not None and environment == "production":
        raise ClockNotAllowed("a shifted legal clock is refused in production")
    return LegalClock(offset_file)
