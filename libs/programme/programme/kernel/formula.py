"""The formula of a test, with calendar years, as one line of text."""

from collections.abc import Callable

from programme.kernel.verdict import TestResult
from programme.standards import measures
from programme.standards.measures import Measure

SYMBOLS = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤", "eq": "="}
YearOf = Callable[[int], int]


def formula_of(result: TestResult, year_of: YearOf) -> str:
    """The formula with its comparator and printed threshold."""
    symbol = SYMBOLS[result.comparator] if result.comparator else "?"
    threshold = f"{result.test.threshold} {result.test.unit.name}"
    return f"{measure_text(result.test.measure, year_of)} {symbol} {threshold}"


def measure_text(measure: Measure, year_of: YearOf) -> str:
    """A measure in the names of the facts."""
    match measure:
        case measures.Value():
            text = measure.of
        case measures.Total():
            text = " + ".join(measure.of)
        case measures.LeastOver():
            text = f"min({_list(measure.of, measure.years, year_of)})"
        case measures.MostOver():
            text = f"max({_list(measure.of, measure.years, year_of)})"
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
            text = f"mean yearly growth of {_list(measure.of, measure.years, year_of)}"
        case measures.WorstChange():
            per = f" ÷ {measure.per}" if measure.per else ""
            years = ", ".join(str(year_of(year)) for year in measure.years)
            word = "rise" if measure.direction == "up" else "fall"
            text = f"smallest yearly {word} of {measure.of}{per} over {years}"
        case measures.AgainstBaseline():
            text = f"{measure.of} ÷ {measure.baseline} ({measure.direction})"
    return text


def _list(name: str, years: tuple[int, ...], year_of: YearOf) -> str:
    return ", ".join(f"{name}[{year_of(year)}]" for year in years)


def _ratio(part: str, whole: str, year: int) -> str:
    return f"{part}[{year}] ÷ {whole}[{year}]"


def _least(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"min({', '.join(parts)})"
