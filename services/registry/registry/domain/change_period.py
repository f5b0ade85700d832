"""The period of a change filing: when it ends, and whether a late one supports 17(4)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from common.errors import Text
from registry.domain.day_periods import DayPeriod

_PUBLISHED: Final = Text(
    "报备期限 {days} 日已由认定决定公布（{published_in}），逾期报备可以作为第十七条（四）的事实。",
    "The period of {days} days was published with the designation ({published_in}): a late filing"
    " can be a fact under art. 17(4).",
)
_NOT_PUBLISHED: Final = Text(
    "{days} 日为系统默认期限，认定决定未公布报备期限，逾期不能作为第十七条（四）的依据。",
    "The {days} days are a default; the designation published no period, so that lateness does not"
    " support art. 17(4).",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingTerms:
    """How the period is counted, and its length where nothing else was published."""

    clause: str
    period: DayPeriod


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingPeriod:
    """The period that binds a cluster; `published_in` names the notice that published it."""

    days: int
    published_in: str | None = None

    @property
    def supports_17_4(self) -> bool:
        """Whether a filing after its end supports the ground at all (READING 15)."""
        return self.published_in is not None

    def explained(self) -> Text:
        """Why lateness supports 17(4), or does not."""
        text = _PUBLISHED if self.supports_17_4 else _NOT_PUBLISHED
        return text.filled({"days": self.days, "published_in": self.published_in})


def period_of(terms: FilingTerms, *, published_days: int | None, notice: str) -> FilingPeriod:
    """The period that a designation published, or the default one."""
    if published_days is None:
        return FilingPeriod(days=terms.period.days)
    return FilingPeriod(days=published_days, published_in=notice)


def due_on(happened_on: date, period: FilingPeriod, terms: FilingTerms) -> date | None:
    """The last day to file a change; None where its calendar is not loaded: never guessed."""
    return replace(terms.period, days=period.days).last_day(happened_on)
