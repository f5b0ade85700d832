"""Reads the packaged questions of the grounds; an unknown question or limb is refused."""

from functools import cache
from typing import Final

from programme.strict_toml import Table, packaged_table
from registry.domain.day_periods import DayPeriod
from registry.domain.ground_check import ANSWERS, GroundTerms, Question
from registry.terms.reading import grounds

PACKAGE: Final = "registry.terms"


@cache
def ground_terms() -> GroundTerms:
    """The questions of each limb and the period of a written reminder (a default, not law)."""
    document = packaged_table(PACKAGE, "ground_questions.toml")
    reminder, asked = document.table("reminder"), document.table("asked")
    questions = {each.id: each for each in map(_question, document.tables("questions"))}
    limbs = [limb.id for ground in grounds() for limb in ground.limbs]
    read = GroundTerms(
        questions={limb: tuple(questions[name] for name in asked.texts(limb)) for limb in limbs},
        reminder=day_period(reminder),
    )
    for table in (document, reminder, asked):
        table.close()
    return read


def day_period(table: Table) -> DayPeriod:
    """A period in days."""
    return DayPeriod(
        days=table.integer("days"),
        first_day_counts=table.flag("first_day_counts"),
        roll_forward=table.flag("roll_forward"),
    )


def _question(table: Table) -> Question:
    read = Question(
        id=table.choice("id", tuple(ANSWERS)),
        needed=table.flag("needed"),
        zh=table.text("zh"),
        en=table.text("en"),
    )
    table.close()
    return read
