"""The size class of an enterprise by its industry, employees, revenue and assets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any, Final, Literal

from programme.strict_toml import DataRefused, Table, packaged_table

SizeClass = Literal["large", "medium", "small", "micro"]
SMES: Final = frozenset({"medium", "small", "micro"})
_FILE: Final = "size_classes.toml"
_BY_SIZE: Final[tuple[SizeClass, ...]] = ("large", "medium", "small")
_MEASURES: Final = ("employees", "revenue", "total_assets")


@dataclass(frozen=True, slots=True, kw_only=True)
class Industry:
    """The lower limits of one industry, by measure: of a large, a medium, a small enterprise."""

    zh: str
    limits: Mapping[str, tuple[Fraction, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeClasses:
    """The table with its source and the day from which it holds."""

    source: str
    valid_from: date
    by_code: Mapping[str, Industry]

    def industry(self, code: str) -> Industry | None:
        """The industry that a GB/T 4754 code begins with, by the longest prefix; or none."""
        digits = code[1:] if code[:1].isalpha() else code
        for length in range(len(digits), 1, -1):
            if digits[:length] in self.by_code:
                return self.by_code[digits[:length]]
        return None


def size_class(enterprise: Mapping[str, Any], *, on: date) -> SizeClass | None:
    """The class on a day; None where code or figures do not tell it.

    `enterprise` is a row of the roster; amounts are 万元. A figure that is missing leaves it
    unknown, unless the others decide alone: a class needs all of its lower limits at once.
    """
    table = size_classes()
    industry = table.industry(str(enterprise.get("industry_code") or ""))
    if industry is None or on < table.valid_from:
        return None
    held = [(_number(enterprise.get(name)), least) for name, least in industry.limits.items()]
    for rank, name in enumerate(_BY_SIZE):
        if any(value is not None and value < least[rank] for value, least in held):
            continue
        # Whoever may still miss a limit that nobody knows has no class yet.
        return name if all(value is not None for value, _ in held) else None
    return "micro"


@cache
def size_classes() -> SizeClasses:
    """The table; every code stands once."""
    root = packaged_table("programme.forms", _FILE)
    root.choice("format", ("size-classes/1",))
    source, valid_from = root.text("source"), root.day("valid_from")
    by_code: dict[str, Industry] = {}
    for item in root.tables("industries"):
        codes, industry = item.texts("codes"), _industry(item)
        if not by_code.keys().isdisjoint(codes) or len(set(codes)) != len(codes):
            raise DataRefused(item.at("codes"), "a code stands twice")
        by_code |= dict.fromkeys(codes, industry)
    root.close()
    return SizeClasses(source=source, valid_from=valid_from, by_code=by_code)


def _industry(table: Table) -> Industry:
    limits = table.table("limits")
    industry = Industry(
        zh=table.text("zh"),
        limits={name: _falling(limits, name) for name in _MEASURES if limits.has(name)},
    )
    limits.close()
    table.close()
    return industry


def _falling(table: Table, key: str) -> tuple[Fraction, ...]:
    value = table.take(key)
    numbers = isinstance(value, list) and all(type(one) is int and one > 0 for one in value)
    if not numbers or len(value) != len(_BY_SIZE) or sorted(value, reverse=True) != value:
        raise DataRefused(table.at(key), "must be three falling numbers")
    return tuple(map(Fraction, value))


def _number(value: Any) -> Fraction | None:
    return None if value is None else Fraction(value)
