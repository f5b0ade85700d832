"""The words of the page in one language."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from programme.jurisdictions import UnknownJurisdiction, jurisdiction
from programme.vocabularies import vocabularies

Language = Literal["zh-CN", "en"]
_PHRASES: Final[dict[str, Any]] = tomllib.loads(
    files("monitoring.report").joinpath("dashboard.toml").read_text("utf-8")
)


class Words:
    """Every word of the page, by its name here or by what the programme calls it."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._key = "en" if language == "en" else "zh"

    def __call__(self, name: str, /, **values: Any) -> str:
        """A phrase with its values."""
        text: str = _PHRASES["words"][name][self._key]
        return text.format(**values)

    def months(self) -> list[str]:
        """The months of a year, short."""
        return list(_PHRASES["months"][self._key])

    def district(self, code: str) -> str:
        """The name of a district."""
        try:
            known = jurisdiction(code)
        except UnknownJurisdiction:
            return code
        return known.name_en.removesuffix(" District") if self._key == "en" else known.name_zh

    def term(self, vocabulary: str, value: str) -> str:
        """The term of a value of one of the API's vocabularies."""
        return _terms(vocabulary).get(value, {}).get(self._key, value)


@cache
def _terms(vocabulary: str) -> dict[str, dict[str, str]]:
    found = [each for each in vocabularies() if each.name == vocabulary]
    return {term.value: {"zh": term.zh, "en": term.en} for each in found for term in each.terms}
