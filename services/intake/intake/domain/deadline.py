"""Until when whoever moves next has time, and each such day explained (art. 7, 9)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from common.clock import SHANGHAI, legal_day
from common.errors import Text
from intake.domain.act import Act
from intake.domain.application import Application
from intake.domain.application_lifecycle import DISTRICT, INSTITUTION
from intake.domain.application_refusals import REVIEW
from intake.domain.difference import ASKING
from intake.domain.extension import DATES, Extension
from intake.domain.refusals import ROUNDS_RULE
from intake.domain.round import Round
from programme.workdays import WindowDay, window

NAMES: Final[Mapping[str, Text]] = {
    **DATES,
    "correction_due_on": Text("补正期限", "last day for the correction"),
    "recommend_due_on": Text("市级退回后的区级期限", "the district's last day after a return"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One deadline of a case: the last instant, whom it binds, and how it came about."""

    name: str
    who: str
    clause: str
    due_at: datetime
    # Each day of a window that was counted, and why it counts or does not.
    days: Sequence[WindowDay] = ()
    # The extensions of the round that moved it: each has the date before and after.
    extensions: Sequence[Extension] = ()


def end_of(day: date) -> datetime:
    """The last instant of a legal day."""
    return datetime.combine(day, time.max, SHANGHAI)


def start_of(day: date) -> datetime:
    """The first instant of a legal day."""
    return datetime.combine(day, time.min, SHANGHAI)


def due_at(case: Application, in_round: Round) -> datetime | None:
    """The last instant for whoever moves next, where the procedure sets one."""
    if case.status == "draft":
        return in_round.closes_at
    if case.status == "returned" and case.correction_due_on is not None:
        return end_of(case.correction_due_on)
    if case.moves_next != "district_authority":
        return None
    if case.recommend_due_on is None:
        return in_round.district_due_at
    # What the bureau returned has its own day, and never less than the round gives.
    return max(in_round.district_due_at, end_of(case.recommend_due_on))


def deadlines(case: Application, in_round: Round, acts: Iterable[Act]) -> list[Deadline]:
    """Every deadline of a case, with each counted day and each date that moved."""
    asking = [act for act in acts if act.act in ASKING]
    found = [
        _of_round("closes_at", in_round.closes_at, in_round, who=INSTITUTION[0]),
        _of_round("district_due_at", in_round.district_due_at, in_round, who=DISTRICT[0]),
    ]
    if case.correction_due_on is not None:
        requested = legal_day(asking[-1].at)
        found.append(_counted("correction_due_on", requested, in_round, who=INSTITUTION[0]))
    if case.recommend_due_on is not None:
        corrected_by = _start_of(case.recommend_due_on, asking, in_round)
        found.append(_counted("recommend_due_on", corrected_by, in_round, who=DISTRICT[0]))
    return found


def _of_round(name: str, due: datetime, in_round: Round, *, who: str) -> Deadline:
    moving = [e for e in in_round.extensions if any(moved.name == name for moved in e.dates)]
    return Deadline(name=name, who=who, clause=ROUNDS_RULE, due_at=due, extensions=moving)


def _counted(name: str, first: date, in_round: Round, *, who: str) -> Deadline:
    counted = window(first, in_round.terms.correction_days, first_counts=False)
    due = end_of(counted.last)
    return Deadline(name=name, who=who, clause=REVIEW, due_at=due, days=counted.days)


def _start_of(due_on: date, asking: Sequence[Act], in_round: Round) -> date:
    """The day from which the district's own term was counted: the due day of one request."""
    days = in_round.terms.correction_days
    starts = [date.fromisoformat(act.content["due_on"]) for act in asking]
    counted = [start for start in starts if _last(start, days) == due_on]
    return counted[-1]


def _last(start: date, days: int) -> date:
    return window(start, days, first_counts=False).last
