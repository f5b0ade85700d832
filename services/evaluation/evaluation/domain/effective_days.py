"""From which day to which day a revision is in force: never two of one standard on one day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from common.errors import FieldError, Text
from evaluation.domain.refusals import EffectiveDaysOverlap

_OVERLAP: Final = Text(
    "与第 {revision} 次修订的施行日期重叠。", "The days overlap with those of revision {revision}."
)
_ORDER: Final = Text("终止日不得早于施行日。", "The last day is before the first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveDays:
    """Both days inclusive; without a last one until a later revision begins."""

    revision: int
    first: date
    last: date | None

    def covers(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.first <= day and (self.last is None or day <= self.last)


def shortened(present: Iterable[EffectiveDays], wanted: EffectiveDays) -> tuple[EffectiveDays, ...]:
    """The revisions that end the day before the wanted one begins; refuses any other overlap.

    Only one that is in force until further notice ends so: a printed last day stands.
    """
    if wanted.last is not None and wanted.last < wanted.first:
        raise EffectiveDaysOverlap(errors=[FieldError("/effective_to", "before_first", _ORDER)])
    return tuple(_shortened(present, wanted))


def _shortened(present: Iterable[EffectiveDays], wanted: EffectiveDays) -> Iterator[EffectiveDays]:
    for each in present:
        if each.revision == wanted.revision or not _overlap(each, wanted):
            continue
        if each.last is not None or each.first >= wanted.first:
            told = _OVERLAP.filled({"revision": each.revision})
            raise EffectiveDaysOverlap(errors=[FieldError("/effective_from", "overlaps", told)])
        yield replace(each, last=wanted.first - timedelta(days=1))


def _overlap(one: EffectiveDays, other: EffectiveDays) -> bool:
    begins_in_time = other.last is None or one.first <= other.last
    return begins_in_time and (one.last is None or other.first <= one.last)
