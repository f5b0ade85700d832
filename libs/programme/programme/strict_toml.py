"""Strict reading of the packaged TOML files: exact numbers, no unknown key, no wrong type."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from importlib import resources
from typing import Any, Final

_DIGITS: Final = 50


class DataRefused(ValueError):
    """A packaged data file is not well formed; names the place and the reason."""

    def __init__(self, place: str, reason: str) -> None:
        self.place = place
        self.reason = reason
        super().__init__(f"{place}: {reason}")


def packaged_text(package: str, name: str) -> str:
    """The text of a data file that lies beside the code of a package."""
    return resources.files(package).joinpath(name).read_text(encoding="utf-8")


def parsed(text: str, *, place: str) -> dict[str, Any]:
    """The document of a TOML text; decimals stay exact, duplicate keys are refused."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise DataRefused(place, str(error)) from error


class Table:
    """One TOML table whose keys are taken one by one; `close` refuses what nobody asked for."""

    def __init__(self, raw: Any, *, place: str) -> None:
        if not isinstance(raw, Mapping):
            raise DataRefused(place, "must be a table")
        self.place = place
        self._raw = raw
        self._taken: set[str] = set()

    def has(self, key: str) -> bool:
        """Whether the key stands in the table."""
        return key in self._raw

    def keys(self) -> tuple[str, ...]:
        """All keys, in the order of the file."""
        return tuple(self._raw)

    def take(self, key: str) -> Any:
        """The raw value of a key that must be there."""
        if key not in self._raw:
            raise DataRefused(self.at(key), "is missing")
        self._taken.add(key)
        return self._raw[key]

    def at(self, key: str) -> str:
        """The place of a key, for messages."""
        return f"{self.place}.{key}"

    def text(self, key: str) -> str:
        """A text that is not empty."""
        value = self.take(key)
        if not isinstance(value, str) or not value:
            raise DataRefused(self.at(key), "must be a text")
        return value

    def text_or(self, key: str, default: str = "") -> str:
        """A text, or the default where the key is absent."""
        return self.text(key) if self.has(key) else default

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where the key is absent."""
        value = self.take(key) if self.has(key) else []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise DataRefused(self.at(key), "must be a list of texts")
        return tuple(value)

    def integer(self, key: str) -> int:
        """An integer; true and false are none."""
        value = self.take(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise DataRefused(self.at(key), "must be an integer")
        return value

    def integer_or(self, key: str, default: int) -> int:
        """An integer, or the default where the key is absent."""
        return self.integer(key) if self.has(key) else default

    def number(self, key: str) -> Fraction:
        """An exact number: an integer or a decimal."""
        value = self.take(key)
        # The power of ten is looked at first: `1e999999999` would be written out in full.
        plain = isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < _DIGITS
        if isinstance(value, bool) or not (plain or isinstance(value, int)):
            raise DataRefused(self.at(key), "must be an exact number")
        return Fraction(value)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false, or the default where the key is absent."""
        value = self.take(key) if self.has(key) else default
        if not isinstance(value, bool):
            raise DataRefused(self.at(key), "must be true or false")
        return value

    def day(self, key: str) -> date:
        """A native TOML date."""
        return as_day(self.take(key), place=self.at(key))

    def day_or_none(self, key: str) -> date | None:
        """A native TOML date, or nothing where the key is absent."""
        return self.day(key) if self.has(key) else None

    def choice(self, key: str, choices: tuple[str, ...]) -> str:
        """One of a closed set of texts."""
        value = self.text(key)
        if value not in choices:
            raise DataRefused(self.at(key), f"must be one of {', '.join(choices)}")
        return value

    def table(self, key: str) -> "Table":
        """A table under the key."""
        return Table(self.take(key), place=self.at(key))

    def tables(self, key: str) -> tuple["Table", ...]:
        """A list of tables; empty where the key is absent."""
        value = self.take(key) if self.has(key) else []
        if not isinstance(value, list):
            raise DataRefused(self.at(key), "must be a list of tables")
        return tuple(Table(item, place=f"{self.at(key)}[{n}]") for n, item in enumerate(value))

    def close(self) -> None:
        """Refuse every key that was not taken."""
        unknown = [key for key in self._raw if key not in self._taken]
        if unknown:
            raise DataRefused(self.place, f"unknown keys: {', '.join(unknown)}")


def packaged_table(package: str, name: str) -> Table:
    """The document of a data file that lies beside the code of a package."""
    return Table(parsed(packaged_text(package, name), place=name), place=name)


def as_day(value: Any, *, place: str) -> date:
    """A native TOML date without a time."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise DataRefused(place, "must be a date")
    return value
