"""Reads the rules of messages; unknown keys and roles are refused."""

from functools import cache
from typing import Final, cast

from common.errors import Text
from common.outbound.message import Language
from monitoring.domain.telling import Role, Rule, Rules
from programme.strict_toml import DataRefused, Table, packaged_table

_ROLES: Final = ("operating_institution", "district_authority", "municipal_bureau")


@cache
def message_rules() -> Rules:
    """Every rule by its name."""
    root = packaged_table("monitoring.terms", "messages.toml")
    root.choice("format", ("messages/1",))
    language = cast(Language, root.choice("language", ("zh-CN", "en")))
    read = [_rule(table) for table in root.tables("reminders")]
    root.close()
    rules = {rule.name: rule for rule in read}
    if len(rules) != len(read):
        raise DataRefused(root.place, "rules have distinct names")
    return Rules(language=language, rules=rules)


def _rule(table: Table) -> Rule:
    rule = Rule(
        name=table.text("rule"),
        recipient=cast(Role, table.choice("recipient", _ROLES)),
        days=_days(table),
        title=_words(table.table("title")),
        text=_words(table.table("text")),
    )
    table.close()
    return rule


def _words(table: Table) -> Text:
    words = Text(table.text("zh"), table.text("en"))
    table.close()
    return words


def _days(table: Table) -> tuple[int, ...]:
    days = table.take("days")
    if not days or not all(isinstance(day, int) and -365 <= day <= 365 for day in days):
        raise DataRefused(table.at("days"), "must be days from -365 to 365")
    return tuple(days)
