"""The lifecycles of supervision as graphs, and their terms."""

from datetime import date
from typing import Any

import pytest

from common.errors import BeyondCalendar
from monitoring.domain.breach import BREACH
from monitoring.domain.cycle import CYCLE, days_of, opening_day
from monitoring.domain.incident import INCIDENT
from monitoring.domain.obligation import OBLIGATION
from monitoring.domain.supervision_task import TASK
from monitoring.domain.written_reminder import WrittenReminder, comply_by
from monitoring.terms.reading import reporting
from monitoring.terms.supervising import supervision

TERMS = supervision()


@pytest.mark.parametrize("table", [CYCLE, INCIDENT, TASK, BREACH, OBLIGATION], ids=lambda t: t.name)
def test_every_status_has_somebody_who_moves_next_or_is_an_end(table: Any) -> None:
    assert table.statuses() == frozenset(table.moves_next)


@pytest.mark.parametrize("table", [CYCLE, INCIDENT, TASK, BREACH], ids=lambda t: t.name)
def test_whoever_moves_next_can_move(table: Any) -> None:
    for status, role in table.moves_next.items():
        movers = {who for arc in table.arcs if status in arc.start for who in arc.who}
        # A proposed breach waits for the register.
        assert role is None or role in movers or status == "opened"


@pytest.mark.parametrize(
    ("served_on", "last"),
    [
        (date(2025, 4, 7), date(2025, 4, 22)),  # fifteen days after it, a Tuesday
        (date(2025, 4, 11), date(2025, 4, 27)),  # a Saturday; the Sunday after it is a make-up day
        (date(2025, 4, 18), date(2025, 5, 6)),  # 3 May lies in the holiday
    ],
)
def test_the_reminder_gives_fifteen_days_after_the_day_of_service(
    served_on: Any, last: Any
) -> None:
    reminder = WrittenReminder(document_number="1", served_on=served_on, manner="direct")
    assert comply_by(reminder, TERMS.reminder) == last


def test_a_reminder_that_ends_beyond_the_calendar_is_refused_and_not_guessed() -> None:
    reminder = WrittenReminder(document_number="1", served_on=date(2026, 12, 25), manner="direct")
    with pytest.raises(BeyondCalendar) as refused:
        comply_by(reminder, TERMS.reminder)
    assert refused.value.values == {"year": 2027}


def test_a_period_is_a_year_or_half_of_it_and_opens_after_its_end() -> None:
    assert days_of("2026") == (date(2026, 1, 1), date(2026, 12, 31))
    assert days_of("2026-H1") == (date(2026, 1, 1), date(2026, 6, 30))
    assert days_of("2026-H2") == (date(2026, 7, 1), date(2026, 12, 31))
    opening = [opening_day(period, reporting()) for period in ("2026", "2026-H1", "2026-H2")]
    assert opening == [date(2027, 1, 1), date(2026, 7, 1), date(2027, 1, 1)]
