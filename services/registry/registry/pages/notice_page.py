"""A notice arranged for the pages: its window day by day, and where today stands in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from common.clock import legal_day
from registry.domain.notice import Notice
from registry.domain.notice_release import releases_of
from registry.domain.window import ExplainedDay
from registry.pages.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedDay:
    """One day of a window: the how-many-eth it is, if it counts, and why."""

    day: date
    nth: int | None
    today: bool
    why: str


def counted_days(days: Sequence[ExplainedDay], today: date, words: Words) -> list[CountedDay]:
    """The days of a window, those that count numbered."""
    nth, counted = 0, []
    for each in days:
        nth += each.counted
        counted.append(
            CountedDay(
                day=each.day,
                nth=nth if each.counted else None,
                today=each.day == today,
                why=each.en if words.english else each.zh,
            )
        )
    return counted


def where_today(days: Sequence[CountedDay], today: date, words: Words) -> str:
    """Where today stands in a window, in a sentence."""
    numbered = [each for each in days if each.nth is not None]
    passed = [each for each in numbered if each.day <= today]
    here = any(each.today for each in numbered)
    return words("counted" if here else "rest_day", nth=len(passed), all=len(numbered))


def running_line(
    notice: Notice, days: Sequence[CountedDay], today: date, words: Words
) -> dict[str, Any]:
    """A notice that runs, as its card in the list."""
    return _line(notice) | {
        "counted": where_today(days, today, words),
        "marks": [_mark(each, today) for each in days],
    }


def past_line(notice: Notice, words: Words) -> dict[str, Any]:
    """An earlier notice, as its line in the list."""
    return _line(notice) | {"status": state_of(notice, words)}


def state_of(notice: Notice, words: Words) -> str:
    """What has become of a notice whose window has passed."""
    # The day itself ends the window; the record that closes the notice may come a minute later.
    if notice.status == "published":
        return words("ended")
    return words.term("notice_status", notice.status)


def releases_shown(notice: Notice) -> Iterator[dict[str, Any]]:
    """The parts of the list that went out, with the clusters that came of them."""
    names = {each.application_id: each.cluster_name for each in notice.entries}
    for release in releases_of(notice):
        yield {
            "day": legal_day(release.posted_at),
            "official_address": release.official_address,
            "clusters": [
                {"number": each.cluster_number, "name": names.get(each.application_id, "")}
                for each in release.clusters
            ],
        }


def _line(notice: Notice) -> dict[str, Any]:
    names = ("number", "count", "first_day", "last_day")
    return {name: getattr(notice, name) for name in names}


def _mark(each: CountedDay, today: date) -> str:
    if each.nth is None:
        return "rest"
    if each.today:
        return "today"
    return "past" if each.day < today else "ahead"
