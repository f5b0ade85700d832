"""The words of the report in one language."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from programme.standards import standard
from programme.vocabularies import vocabularies

Language = Literal["zh-CN", "en"]
_PHRASES: Final[dict[str, Any]] = tomllib.loads(
    files("evaluation.report").joinpath("phrases.toml").read_text("utf-8")
)


class Words:
    """Every word of the report, by its name here or by what a standard calls it."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._key = "en" if language == "en" else "zh"

    def __call__(self, name: str, /, **values: Any) -> str:
        """A phrase with its values."""
        return self.term("words", name).format(**values)

    def term(self, table: str, name: str) -> str:
        """A word of one of the tables."""
        text: str = _PHRASES[table][name][self._key]
        return text

    def all(self) -> dict[str, str]:
        """The phrases that stand alone, for a template."""
        return {name: self.term("words", name) for name in _PHRASES["words"]}

    def of(self, words: standard.Words) -> str:
        """A text that a standard has in both languages."""
        return words.en if self._key == "en" else words.zh

    def said(self, text: str) -> str:
        """A text that a standard has in Chinese alone; in English where we have its translation."""
        return text if self._key == "zh" else str(_PHRASES["english"].get(text, text))

    def amount(self, shown: str | None) -> str:
        """A shown number or range with its unit, the unit in this language."""
        if shown is None:
            return self("none")
        number, _, unit = shown.rpartition(" ")
        return self.counted(number, unit)

    def counted(self, number: str, unit: str) -> str:
        """A number with its unit; one enterprise, two enterprises."""
        said = self.said(unit)
        alone = number.lstrip("+-") == "1" and said != unit and not said.startswith("per ")
        return f"{number} {said.removesuffix('s') if alone else said}"

    def outcome(self, value: str) -> str:
        """What a criterion's outcome is called, here as everywhere."""
        return outcome_words()[value][self._key]


@cache
def outcome_words() -> dict[str, dict[str, str]]:
    """The outcomes of a criterion in both languages."""
    (found,) = (each for each in vocabularies() if each.name == "criterion_outcome")
    return {term.value: {"zh": term.zh, "en": term.en} for term in found.terms}
