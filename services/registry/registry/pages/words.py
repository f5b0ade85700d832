"""The words of the pages in one language, and how days are written in it."""

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from common.errors import Text
from programme.jurisdictions import jurisdictions
from programme.vocabularies import vocabularies
from registry.domain.places import district_name

Language = Literal["zh-CN", "en"]
_PHRASES: Final[dict[str, Any]] = tomllib.loads(
    files("registry.pages").joinpath("words.toml").read_text("utf-8")
)


class Words:
    """Every word of the pages."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.english = language == "en"
        self._key = "en" if self.english else "zh"

    def __call__(self, name: str, /, **values: Any) -> str:
        """A phrase with its values."""
        return self._phrase("words", name).format(**values)

    def of(self, text: Text) -> str:
        """A sentence that is there in both languages."""
        return text.en if self.english else text.zh

    def term(self, vocabulary: str, value: str) -> str:
        """What a value of a vocabulary is called, here as everywhere."""
        return _terms()[vocabulary][value][self._key]

    def terms(self, vocabulary: str) -> list[tuple[str, str]]:
        """The values of a vocabulary with their terms, to choose from."""
        return [(value, each[self._key]) for value, each in _terms()[vocabulary].items()]

    def districts(self, on: date) -> list[tuple[str, str]]:
        """The districts that there are on a day, to choose from."""
        known = [each for each in jurisdictions() if each.valid_on(on)]
        return [(each.code, district_name(each.code, english=self.english)) for each in known]

    def district(self, code: str) -> str:
        """What a district is called."""
        return district_name(code, english=self.english)

    def day(self, day: date) -> str:
        """A day as people write it."""
        if self.english:
            return f"{day.day} {self._phrase('months', str(day.month))} {day.year}"
        return f"{day.year}年{day.month}月{day.day}日"

    def weekday(self, day: date) -> str:
        """The day of the week."""
        return self._phrase("weekdays", str(day.weekday()))

    def _phrase(self, table: str, name: str) -> str:
        text: str = _PHRASES[table][name][self._key]
        return text


@cache
def _terms() -> dict[str, dict[str, dict[str, str]]]:
    return {
        each.name: {term.value: {"zh": term.zh, "en": term.en} for term in each.terms}
        for each in vocabularies()
    }
