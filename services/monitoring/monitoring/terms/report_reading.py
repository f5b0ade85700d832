"""Reads the terms of questions, early warnings and the workbook; unknown keys are refused."""

from functools import cache
from typing import Final

from common.workbook.sheets import Words
from monitoring.domain.early_warning import WarningTerms
from monitoring.domain.question_terms import Pair, QuestionTerms, UnitJump
from programme.strict_toml import Table, packaged_table

PACKAGE: Final = "monitoring.terms"


@cache
def question_terms() -> QuestionTerms:
    """What is asked about the figures of a report (defaults, not law)."""
    root = _root("questions.toml", "questions/1")
    jump, change, roster = root.table("unit_jump"), root.table("change"), root.table("roster")
    read = QuestionTerms(
        clause=root.text("clause"),
        unit_jump=UnitJump(
            factor=jump.integer("factor"), spread=jump.integer("spread"), unit=jump.text("unit")
        ),
        change_share=change.number("share_pct") / 100,
        change_least=change.number("least"),
        parts=tuple(_pair(table, "part", "whole") for table in root.tables("parts")),
        roster_tolerance=roster.number("tolerance_pct") / 100,
        roster_sums=tuple(_pair(table, "metric", "sum") for table in roster.tables("sums")),
    )
    for table in (jump, change, roster, root):
        table.close()
    return read


@cache
def warning_terms() -> WarningTerms:
    """When a criterion is told to drift towards its line (defaults, not law)."""
    root = _root("early_warning.toml", "early_warning/1")
    read = WarningTerms(
        clause=root.text("clause"),
        base_year_before_last_year=root.integer("base_year_before_last_year"),
        least_points=root.integer("least_points"),
        lost_share=root.number("lost_pct") / 100,
    )
    root.close()
    return read


@cache
def workbook_words() -> Words:
    """What the workbook of a report says; no table of it is laid out by years."""
    root = _root("report_workbook.toml", "workbook/1")
    hints = root.table("hints")
    read = Words(
        cover=root.text("cover"),
        notes=root.texts("notes"),
        hints={name: hints.text(name) for name in tuple(hints.keys())},
        years={},
    )
    for table in (hints, root):
        table.close()
    return read


def _root(name: str, form: str) -> Table:
    root = packaged_table(PACKAGE, name)
    root.choice("format", (form,))
    return root


def _pair(table: Table, of: str, to: str) -> Pair:
    read = Pair(of=table.text(of), to=table.text(to))
    table.close()
    return read
