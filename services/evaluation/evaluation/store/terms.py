"""Reads the packaged terms into the domain's types; unknown keys are refused."""

from functools import cache
from typing import Final

from evaluation.domain.terms import GROUND_IDS, FirstPublication, Ground
from programme.strict_toml import Table, packaged_table

PACKAGE: Final = "evaluation.terms"


@cache
def first_publications() -> tuple[FirstPublication, ...]:
    """The standards that a fresh stack publishes by itself."""
    document = packaged_table(PACKAGE, "publications.toml")
    read = tuple(_publication(table) for table in document.tables("publications"))
    document.close()
    return read


def ground(ground_id: str) -> Ground:
    """The ground with an id."""
    return next(each for each in _grounds() if each.id == ground_id)


@cache
def _grounds() -> tuple[Ground, ...]:
    document = packaged_table(PACKAGE, "decisions.toml")
    read = tuple(_ground(table) for table in document.tables("grounds"))
    document.close()
    return read


def _publication(table: Table) -> FirstPublication:
    read = FirstPublication(
        standard_id=table.text("standard_id"),
        effective_from=table.day("effective_from"),
        clause=table.text("clause"),
        note=table.text("note"),
    )
    table.close()
    return read


def _ground(table: Table) -> Ground:
    read = Ground(
        id=table.choice("id", GROUND_IDS),
        clause=table.text("clause"),
        zh=table.text("zh"),
        en=table.text("en"),
        needs_criterion=table.flag("needs_criterion"),
        needs_target=table.flag("needs_target"),
        outcomes=table.texts("outcomes"),
    )
    table.close()
    return read
