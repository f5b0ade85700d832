"""What the preliminary review goes by is data, and its colours cover every day."""

from datetime import date, timedelta

import pytest

from intake.terms.reviewing import review_terms

TODAY = date(2024, 3, 1)


def test_at_least_two_go_on_site_and_bring_photographs() -> None:
    terms = review_terms()
    assert (terms.people, terms.photos) >= (2, 1)
    assert terms.clause == "管理办法 第九条"


@pytest.mark.parametrize(
    ("left", "colour"),
    [(-1, "overdue"), (0, "red"), (2, "red"), (3, "amber"), (7, "amber"), (8, "green")],
)
def test_a_colour_tells_how_many_days_are_left(left: int, colour: str) -> None:
    due_on = TODAY + timedelta(days=left)
    assert review_terms().colour_of(due_on, today=TODAY).name == colour
