"""A legal clock that a test moves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from common.clock import LegalClock


@dataclass(slots=True)
class StillClock:
    """Stands still until it is moved; takes the place of `LegalClock`."""

    at: datetime

    def now(self) -> datetime:
        """The instant it stands at."""
        return self.at

    def today(self) -> object:
        """The day in Asia/Shanghai it stands on."""
        return LegalClock.today(self)  # type: ignore[arg-type]

    def move(self, **by: float) -> None:
        """Move forward, by the arguments of `timedelta`."""
        self.at += timedelta(**by)
