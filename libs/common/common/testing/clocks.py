"""A legal clock that a test moves."""

from datetime import datetime, timedelta

from common.clock import LegalClock


class StillClock(LegalClock):
    """Stands still until it is moved."""

    __slots__ = ("at",)
    at: datetime

    def __init__(self, at: datetime) -> None:
        super().__init__(None)
        self.at = at

    # The real clock is frozen; this one is there to be moved.
    __setattr__ = object.__setattr__

    def now(self) -> datetime:
        """The instant it stands at."""
        return self.at

    def move(self, **by: float) -> None:
        """Move forward, by the arguments of `timedelta`."""
        self.at += timedelta(**by)
