"""Reads the rules of messages; unknown keys, acts and questions are refused."""

from functools import cache
from typing import Final, cast

from common.errors import Text
from common.outbound.message import Language
from intake.domain.application_lifecycle import APPLICATION
from intake.domain.telling import Question, Role, Rule, Rules
from programme.strict_toml import DataRefused, Table, packaged_table

_ROLES: Final = ("operating_institution", "district_authority")
_QUESTIONS: Final = ("correction_due", "round_closes", "recommendation_due")
_TOLD_OF: Final = ("objection_taken_up", "objection_decided")
# An act of intake's own, or one that the registry tells of.
_ACTS: Final = (*sorted({arc.act for arc in APPLICATION.arcs}), *_TOLD_OF)


@cache
def message_rules() -> Rules:
    """Every rule by its name."""
    root = packaged_table("intake.terms", "messages.toml")
    root.choice("format", ("messages/1",))
    language = cast(Language, root.choice("language", ("zh-CN", "en")))
    read = [*map(_of_act, root.tables("acts")), *map(_of_day, root.tables("reminders"))]
    root.close()
    rules = {rule.name: rule for rule in read}
    if len(rules) != len(read):
        raise DataRefused(root.place, "rules have distinct names")
    return Rules(language=language, rules=rules)


def _of_act(table: Table) -> Rule:
    rule = Rule(
        name=table.text("rule"),
        recipient=_recipient(table),
        title=_words(table.table("title")),
        text=_words(table.table("text")),
        act=table.choice("act", _ACTS),
    )
    table.close()
    return rule


def _of_day(table: Table) -> Rule:
    rule = Rule(
        name=table.text("rule"),
        recipient=_recipient(table),
        title=_words(table.table("title")),
        text=_words(table.table("text")),
        asks=cast(Question, table.choice("asks", _QUESTIONS)),
        days_before=_days(table),
    )
    table.close()
    return rule


def _recipient(table: Table) -> Role:
    return cast(Role, table.choice("recipient", _ROLES))


def _words(table: Table) -> Text:
    words = Text(table.text("zh"), table.text("en"))
    table.close()
    return words


def _days(table: Table) -> tuple[int, ...]:
    days = table.take("days_before")
    if not days or not all(isinstance(day, int) and 0 <= day <= 60 for day in days):
        raise DataRefused(table.at("days_before"), "must be days from 0 to 60")
    return tuple(days)
