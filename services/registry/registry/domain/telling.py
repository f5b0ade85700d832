"""What the registry tells people: a rule's words, filled with what a message is about."""

from collections.abc import Mapping
from dataclasses import dataclass

from common.errors import Text
from common.outbound.message import Language, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: to whom it is told, and in which words."""

    name: str
    recipient: str
    title: Text
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All rules, and the language that messages are in."""

    language: Language
    rules: Mapping[str, Rule]


def in_words(message: Message, rule: Rule) -> tuple[str, str]:
    """A message's title and text in its language."""
    about = dict(message.about)
    title, text = rule.title.filled(about), rule.text.filled(about)
    return (title.en, text.en) if message.language == "en" else (title.zh, text.zh)
