"""Loading a standard: strict TOML in, frozen types out, or `DataRefused` with the place."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, cast

from programme.standards.reading_criteria import (
    Vocabulary,
    read_criterion,
    read_words,
    unit_of,
)
from programme.standards.reading_points import read_points
from programme.standards.sealing import require_seal, sha256_of
from programme.standards.standard import (
    COMPARATORS,
    Comparator,
    Input,
    InputKind,
    Over,
    PartOfWhole,
    Rubric,
    Standard,
    Unit,
)
from programme.strict_toml import DataRefused, Table, parsed

FORMAT = "criteria-standard/1"
_NO_UNIT = Unit("", "none", Fraction(1))
_KINDS = ("decimal", "count", "flag", "choice", "text")


def load_text(text: str, *, place: str, seals: Mapping[str, str]) -> Standard:
    """The standard of a TOML text; a sealed one must have the hash it was sealed with."""
    return load_document(parsed(text, place=place), place=place, seals=seals)


def load_document(document: Mapping[str, Any], *, place: str, seals: Mapping[str, str]) -> Standard:
    """The standard of a parsed document."""
    sha256 = sha256_of(document)
    root = Table(document, place=place)
    root.choice("format", (FORMAT,))
    known = _vocabulary(root)
    criteria = tuple(read_criterion(item, known) for item in root.tables("criteria"))
    _require_distinct([criterion.id for criterion in criteria], place=root.at("criteria"))
    points = tuple(read_points(item, known) for item in root.tables("points"))
    if points:
        _require_distinct([table.id for table in points], place=root.at("points"))
    standard_id = root.text("id")
    standard = Standard(
        id=standard_id,
        version=root.text("version"),
        revision=root.integer("revision"),
        sha256=sha256,
        sealed=require_seal(standard_id, sha256=sha256, seals=seals),
        title=root.text("title"),
        issuer=root.text("issuer"),
        basis=root.text("basis"),
        notice=read_words(root, "notice"),
        effective_note=root.text("effective_note"),
        sections=known.sections,
        words=known.words,
        inputs=known.inputs,
        wholes=tuple(_whole(item, known.inputs) for item in root.tables("wholes")),
        rubric=_rubric(root.table("rubric")),
        criteria=criteria,
        points=points,
        example=root.flag("example"),
    )
    root.close()
    return standard


def _vocabulary(root: Table) -> Vocabulary:
    units = _units(root.table("units"))
    return Vocabulary(
        units=units,
        inputs=_inputs(root.table("inputs"), units),
        words=_words(root.table("words")),
        sections=_sections(root.table("sections")),
    )


def _units(table: Table) -> dict[str, Unit]:
    units = {}
    for name in table.keys():  # noqa: SIM118
        entry = table.table(name)
        units[name] = Unit(name, entry.text("dimension"), entry.number("factor"))
        entry.close()
    return units


def _words(table: Table) -> dict[str, Comparator]:
    words = {}
    for name in table.keys():  # noqa: SIM118
        entry = table.table(name)
        words[name] = cast(Comparator, entry.choice("comparator", COMPARATORS))
        entry.text("basis")
        entry.close()
    return words


def _sections(table: Table) -> dict[str, str]:
    return {name: table.text(name) for name in table.keys()}  # noqa: SIM118


def _inputs(table: Table, units: Mapping[str, Unit]) -> dict[str, Input]:
    names = table.keys()
    return {name: _input(name, table.table(name), units) for name in names}


def _input(name: str, table: Table, units: Mapping[str, Unit]) -> Input:
    kind = table.choice("type", _KINDS)
    figure = kind in {"decimal", "count"}
    entry = Input(
        name=name,
        label=read_words(table, "label"),
        kind=cast(InputKind, kind),
        over=cast(Over, table.choice("over", ("once", "year", "conduct"))),
        scale=table.integer("scale") if kind == "decimal" else 0,
        unit=unit_of(table.text("unit"), units, place=table.at("unit")) if figure else _NO_UNIT,
        unit_from=table.text("unit_from") if table.has("unit_from") else None,
        low=table.number("min") if figure else Fraction(0),
        high=table.number("max") if figure else Fraction(0),
        accepts_zero=table.flag("accepts_zero"),
        choices=table.texts("choices"),
        max_length=table.integer("max_length") if kind == "text" else 0,
        evidence=table.texts("evidence"),
    )
    table.close()
    _require_bounds(entry, place=table.place)
    return entry


def _require_bounds(entry: Input, *, place: str) -> None:
    if entry.is_figure and not 0 <= entry.low <= entry.high:
        raise DataRefused(place, "bounds are not below zero and in order")
    if (entry.kind == "choice") != bool(entry.choices):
        raise DataRefused(place, "a choice, and only a choice, has choices")


def _whole(table: Table, inputs: Mapping[str, Input]) -> PartOfWhole:
    pair = PartOfWhole(table.text("part"), table.text("whole"))
    table.close()
    both = [inputs.get(pair.part), inputs.get(pair.whole)]
    if not all(entry is not None and entry.is_figure for entry in both):
        raise DataRefused(table.place, "part and whole must be declared figures")
    return pair


def _rubric(table: Table) -> Rubric:
    rubric = Rubric(
        anchors=table.texts("anchors"),
        reviewers_min=table.integer("reviewers_min"),
        combine=table.text("combine"),
        note=table.text("note"),
    )
    table.close()
    return rubric


def _require_distinct(ids: list[str], *, place: str) -> None:
    if len(ids) != len(set(ids)) or not ids:
        raise DataRefused(place, "there must be some, each with an id of its own")
