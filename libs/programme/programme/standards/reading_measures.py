"""Reading a measure from its TOML table, and the dimension its threshold must have."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Literal

from programme.standards import measures
from programme.standards.measures import APPLICATION_YEAR, Measure, Offset
from programme.standards.standard import Input
from programme.strict_toml import DataRefused, Table

_OFFSETS: dict[str, Offset] = {
    "T-3": -3,
    "T-2": -2,
    "T-1": -1,
    "T": 0,
    "application_year": APPLICATION_YEAR,
}
_OVER: dict[str, tuple[Offset, ...]] = {
    "once": (),
    "year": (-3, -2, -1, 0),
    "conduct": (-2, -1, 0, APPLICATION_YEAR),
}
Inputs = Mapping[str, Input]


def offsets_over(over: str) -> tuple[Offset, ...]:
    """The years for which an input is filed."""
    return _OVER[over]


def read_measure(table: Table, inputs: Inputs) -> Measure:
    """The measure of a table; raises `DataRefused` for an unknown kind, input or year."""
    kind = table.choice("kind", tuple(_READERS))
    measure = _READERS[kind](table, inputs)
    table.close()
    return measure


def dimension_of(measure: Measure, inputs: Inputs) -> str:
    """What the measure's value counts, so that a threshold of another kind is refused."""
    match measure:
        case measures.Value() | measures.LeastOver() | measures.MostOver():
            return inputs[measure.of].unit.dimension
        case measures.Total():
            return " + ".join(sorted({inputs[name].unit.dimension for name in measure.of}))
        case measures.RatePer():
            return _per(measure.of, measure.times, measure.per, inputs)
        case measures.Ratio() | measures.WorstChange() if measure.per is not None:
            return _per(measure.of, Fraction(1), measure.per, inputs)
        case measures.WorstChange():
            return inputs[measure.of].unit.dimension
        case _:
            return "share"


def _per(of: str, times: Fraction, per: str, inputs: Inputs) -> str:
    return f"{inputs[of].unit.dimension} per {times} {inputs[per].unit.dimension}"


def _figure(table: Table, key: str, inputs: Inputs) -> str:
    return _known(table.text(key), inputs, place=table.at(key))


def _known(name: str, inputs: Inputs, *, place: str) -> str:
    if name not in inputs or not inputs[name].is_figure:
        raise DataRefused(place, f"{name} is no declared figure")
    return name


def _years(table: Table, of: Input) -> tuple[Offset, ...]:
    names = table.texts("years")
    years = tuple(_OFFSETS.get(name, 99) for name in names)
    if not years or list(years) != sorted(set(years)) or not set(years) <= set(_OVER[of.over]):
        raise DataRefused(table.at("years"), "must be rising years for which the figure is filed")
    return years


def _two_years(table: Table, of: Input) -> tuple[Offset, Offset]:
    years = _years(table, of)
    if len(years) != 2:
        raise DataRefused(table.at("years"), "must be the first and the last year")
    return years[0], years[1]


def _value(table: Table, inputs: Inputs) -> Measure:
    return measures.Value(_figure(table, "of", inputs))


def _total(table: Table, inputs: Inputs) -> Measure:
    names = table.texts("of")
    return measures.Total(tuple(_known(name, inputs, place=table.at("of")) for name in names))


def _least_over(table: Table, inputs: Inputs) -> Measure:
    of = _figure(table, "of", inputs)
    return measures.LeastOver(of, _years(table, inputs[of]))


def _most_over(table: Table, inputs: Inputs) -> Measure:
    of = _figure(table, "of", inputs)
    return measures.MostOver(of, _years(table, inputs[of]))


def _share(table: Table, inputs: Inputs) -> Measure:
    part, whole = _figure(table, "part", inputs), _figure(table, "whole", inputs)
    if inputs[part].unit.dimension != inputs[whole].unit.dimension:
        raise DataRefused(table.place, "part and whole have different dimensions")
    return measures.Share(part, whole, _years(table, inputs[part]))


def _ratio(table: Table, inputs: Inputs) -> Measure:
    of, per = _figure(table, "of", inputs), _figure(table, "per", inputs)
    return measures.Ratio(of, per, _years(table, inputs[of]))


def _rate_per(table: Table, inputs: Inputs) -> Measure:
    of, per = _figure(table, "of", inputs), _figure(table, "per", inputs)
    return measures.RatePer(of, per, table.number("times"), _years(table, inputs[of]))


def _compound_growth(table: Table, inputs: Inputs) -> Measure:
    of = _figure(table, "of", inputs)
    return measures.CompoundGrowth(of, _two_years(table, inputs[of]))


def _mean_growth(table: Table, inputs: Inputs) -> Measure:
    of = _figure(table, "of", inputs)
    return measures.MeanGrowth(of, _years(table, inputs[of]))


def _worst_change(table: Table, inputs: Inputs) -> Measure:
    of = _figure(table, "of", inputs)
    per = _figure(table, "per", inputs) if table.has("per") else None
    direction: Literal["up", "down"] = (
        "up" if table.choice("direction", ("up", "down")) == "up" else "down"
    )
    factor = inputs[of].unit.factor / (inputs[per].unit.factor if per else Fraction(1))
    stands_at = table.number("stands_at") * factor
    return measures.WorstChange(of, per, _years(table, inputs[of]), direction, stands_at)


def _against_baseline(table: Table, inputs: Inputs) -> Measure:
    of, baseline = _figure(table, "of", inputs), _figure(table, "baseline", inputs)
    direction = table.text("direction")
    if direction not in inputs or inputs[direction].kind != "choice":
        raise DataRefused(table.at("direction"), f"{direction} is no declared choice")
    return measures.AgainstBaseline(of, baseline, direction)


_READERS: dict[str, Callable[[Table, Inputs], Measure]] = {
    "value": _value,
    "sum": _total,
    "least_over": _least_over,
    "most_over": _most_over,
    "share": _share,
    "ratio": _ratio,
    "rate_per": _rate_per,
    "compound_growth": _compound_growth,
    "mean_growth": _mean_growth,
    "worst_change": _worst_change,
    "against_baseline": _against_baseline,
}
