"""Reading a points table from TOML: bands of a measure, and what holds exactly on an edge."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Literal

from programme.standards.reading_criteria import Vocabulary, read_words, unit_of
from programme.standards.reading_measures import dimension_of, read_measure
from programme.standards.standard import PointsTable
from programme.strict_toml import DataRefused, Table

_SIDES: Mapping[str, Literal["upper", "lower"]] = {"upper": "upper", "lower": "lower"}


def read_points(table: Table, known: Vocabulary) -> PointsTable:
    """One table; each band but the first says from which edge it reaches upwards."""
    measure = read_measure(table.table("measure"), known.inputs)
    unit = unit_of(table.text("unit"), known.units, place=table.at("unit"))
    if unit.dimension != dimension_of(measure, known.inputs):
        raise DataRefused(table.at("unit"), "has another dimension than the measure")
    bands = table.tables("bands")
    points = PointsTable(
        id=table.text("id"),
        title=read_words(table, "title"),
        measure=measure,
        unit=unit,
        edges=tuple(band.number("from") for band in bands[1:]),
        points=tuple(band.number("points") for band in bands),
        edge=_SIDES[table.choice("edge", tuple(_SIDES))],
    )
    for band in bands:
        band.close()
    table.close()
    _require_bands(points, place=table.at("bands"))
    return points


def _require_bands(points: PointsTable, *, place: str) -> None:
    if not points.edges or any(lower >= upper for lower, upper in pairwise(points.edges)):
        raise DataRefused(place, "there must be bands with rising edges")
    if any(number < 0 for number in points.points):
        raise DataRefused(place, "points are not below zero")
