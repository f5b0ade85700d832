"""Reads the packaged terms into the domain's types; unknown keys are refused."""

from datetime import date
from functools import cache
from typing import Final

from evaluation.domain.terms import GROUND_IDS, FirstPublication, Ground, Remedies
from programme.strict_toml import Table, packaged_text, parsed

PACKAGE: Final = "evaluation.terms"


@cache
def first_publications() -> tuple[FirstPublication, ...]:
    """The standards that a fresh stack publishes by itself."""
    document = _document("publications.toml")
    read = tuple(_publication(table) for table in document.tables("publications"))
    document.close()
    return read


def ground(ground_id: str) -> Ground:
    """The ground with an id."""
    return next(each for each in _decisions()[0] if each.id == ground_id)


def remedies_on(day: date) -> Remedies | None:
    """The text on remedies in force on a day, if one is."""
    in_force = [each for each in _decisions()[1] if each.in_force_from <= day]
    return max(in_force, key=lambda each: each.in_force_from, default=None)


@cache
def _decisions() -> tuple[tuple[Ground, ...], tuple[Remedies, ...]]:
    document = _document("decisions.toml")
    grounds = tuple(_ground(table) for table in document.tables("grounds"))
    remedies = tuple(_remedies(table) for table in document.tables("remedies"))
    document.close()
    return grounds, remedies


def _document(name: str) -> Table:
    return Table(parsed(packaged_text(PACKAGE, name), place=name), place=name)


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
    )
    table.close()
    return read


def _remedies(table: Table) -> Remedies:
    read = Remedies(
        in_force_from=table.day("in_force_from"),
        clause=table.text("clause"),
        zh=table.text("zh"),
        en=table.text("en"),
    )
    table.close()
    return read
