"""What the registry tells people: a rule's words, filled with what a message is about."""

from collections.abc import Mapping
from dataclasses import dataclass

from common.errors import Text
from common.outbound.message import Language


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
