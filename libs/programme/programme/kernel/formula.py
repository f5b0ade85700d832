"""The formula of a test, with calendar years, as one line of text."""

from functools import lru_cache
from typing import Final

from programme.kernel.facts import Years
from programme.standards import measures
from programme.standards.measures import Measure, Offset
from programme.standards.standard import Comparator, Test

SYMBOLS: Final = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤", "eq": "="}


@lru_cache(maxsize=4096)
def formula_of(test: Test, comparator: Comparator | None, years: Years) -> str:
    """The formula with its comparator and printed threshold."""
    symbol = SYMBOLS[comparator] if comparator else "?"
    threshold = f"{test.threshold} {test.unit.name}"
    return f"{measure_text(test.measure, years)} {symbol} {threshold}"


@lru_cache(maxsize=4096)
def measure_text(measure: Measure, years: Years) -> str:
    """A measure in the names of the facts."""
    year_of = years.of
    match measure:
        case measures.Value():
            text = measure.of
        case measures.Total():
            text = " + ".join(measure.of)
        case measures.LeastOver():
            text = f"min({_list(measure.of, measure.years, years)})"
        case measures.MostOver():
            text = f"max({_list(measure.of, measure.years, years)})"
        case measures.Share():
            text = _least([_ratio(measure.part, measure.whole, year_of(y)) for y in measure.years])
        case measures.Ratio():
            text = _least([_ratio(measure.of, measure.per, year_of(y)) for y in measure.years])
        case measures.RatePer():
            rates = [_ratio(measure.of, measure.per, year_of(y)) for y in measure.years]
            text = f"{_least(rates)} × {measure.times}"
        case measures.CompoundGrowth():
            first, last = (year_of(year) for year in measure.years)
            text = f"({measure.of}[{last}] ÷ {measure.of}[{first}])^(1/{measure.intervals}) − 1"
        case measures.MeanGrowth():
            text = f"mean yearly growth of {_list(measure.of, measure.years, years)}"
        case measures.WorstChange():
            per = f" ÷ {measure.per}" if measure.per else ""
            over = ", ".join(str(year_of(year)) for year in measure.years)
            word = "rise" if measure.direction == "up" else "fall"
            text = f"smallest yearly {word} of {measure.of}{per} over {over}"
        case measures.AgainstBaseline():
            text = f"{measure.of} ÷ {measure.baseline} ({measure.direction})"
    return text


def _list(name: str, offsets: tuple[Offset, ...], years: Years) -> str:
    return ", ".join(f"{name}[{years.of(offset)}]" for offset in offsets)


def _ratio(part: str, whole: str, year: int) -> str:
    return f"{part}[{year}] ÷ {whole}[{year}]"


def _least(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"min({', '.join(parts)})"
