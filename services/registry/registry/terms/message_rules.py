"""Reads the rules of messages; unknown keys are refused."""

from functools import cache
from typing import cast

from common.errors import Text
from common.outbound.message import Language
from programme.strict_toml import Table, packaged_table
from registry.domain.telling import Rule, Rules
from registry.terms.reading import PACKAGE


@cache
def message_rules() -> Rules:
    """Every rule by its name."""
    root = packaged_table(PACKAGE, "messages.toml")
    root.choice("format", ("messages/1",))
    language = cast(Language, root.choice("language", ("zh-CN", "en")))
    read = tuple(_rule(table) for table in root.tables("rules"))
    root.close()
    return Rules(language=language, rules={rule.name: rule for rule in read})


def _rule(table: Table) -> Rule:
    rule = Rule(
        name=table.text("rule"),
        recipient=table.text("recipient"),
        title=_words(table.table("title")),
        text=_words(table.table("text")),
    )
    table.close()
    return rule


def _words(table: Table) -> Text:
    words = Text(table.text("zh"), table.text("en"))
    table.close()
    return words
