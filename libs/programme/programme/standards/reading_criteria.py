"""Reading criteria from TOML: each with its clause, quote, force, and tests or finding."""

from collections.abc import Mapping
from typing import cast

from programme.standards.measures import AgainstBaseline
from programme.standards.reading_measures import dimension_of, read_measure
from programme.standards.standard import (
    COMPARATORS,
    FINDINGS,
    FORCES,
    Alternative,
    Comparator,
    Criterion,
    Directed,
    Finding,
    FindingKind,
    Force,
    Input,
    Reading,
    Test,
    Unit,
    Words,
)
from programme.strict_toml import DataRefused, Table


class Vocabulary:
    """What a criterion may refer to: the inputs, units, words and sections of its standard."""

    def __init__(
        self,
        *,
        inputs: Mapping[str, Input],
        units: Mapping[str, Unit],
        words: Mapping[str, Comparator],
        sections: Mapping[str, str],
    ) -> None:
        self.inputs = inputs
        self.units = units
        self.words = words
        self.sections = sections


def read_words(table: Table, key: str) -> Words:
    """A text in both languages, as `key_zh` and `key_en`."""
    return Words(table.text(f"{key}_zh"), table.text(f"{key}_en"))


def unit_of(name: str, units: Mapping[str, Unit], *, place: str) -> Unit:
    """A declared unit by its name."""
    if name not in units:
        raise DataRefused(place, f"{name} is no declared unit")
    return units[name]


def read_criterion(table: Table, known: Vocabulary) -> Criterion:
    """One criterion; `computed`, `soft` and `indicated` have tests, `judged` has a finding."""
    force = cast(Force, table.choice("force", FORCES))
    unheld = table.flag("unheld")
    criterion = Criterion(
        id=table.text("id"),
        clause=table.choice("clause", tuple(known.sections)),
        title=read_words(table, "title"),
        quote="" if unheld else table.text("quote"),
        force=force,
        combine="any" if table.text_or("combine", "all") == "any" else "all",
        tests=tuple(_test(item, force, known) for item in table.tables("tests")),
        applies_when=_flag(table, known),
        finding=_finding(table.table("finding")) if table.has("finding") else None,
        reading=_reading(table.table("reading")) if table.has("reading") else None,
        note=table.text_or("note"),
        unheld=unheld,
    )
    table.close()
    _require_shape(criterion, place=table.place)
    return criterion


def _require_shape(criterion: Criterion, *, place: str) -> None:
    judged, found = criterion.force == "judged", criterion.finding is not None
    if criterion.unheld:
        if criterion.tests or found or criterion.force != "computed":
            raise DataRefused(place, "of words that are not held nothing is tested or found")
    elif judged == bool(criterion.tests) or judged != found:
        raise DataRefused(place, "a judged criterion has a finding, every other one has tests")
    if not criterion.id.startswith(tuple("123456789")) or "." not in criterion.id:
        raise DataRefused(place, "the id is the number of the section, a dot and a number")


def _flag(table: Table, known: Vocabulary) -> str | None:
    if not table.has("applies_when"):
        return None
    name = table.text("applies_when")
    if name not in known.inputs or known.inputs[name].kind != "flag":
        raise DataRefused(table.at("applies_when"), f"{name} is no declared flag")
    return name


def _test(table: Table, force: Force, known: Vocabulary) -> Test:
    measure = read_measure(table.table("measure"), known.inputs)
    unit = unit_of(table.text("unit"), known.units, place=table.at("unit"))
    if unit.dimension != dimension_of(measure, known.inputs):
        raise DataRefused(table.at("unit"), "has another dimension than the measure")
    test = Test(
        measure=measure,
        comparator=_comparator(table, directed=isinstance(measure, AgainstBaseline)),
        word=table.text("word"),
        threshold=table.number("threshold"),
        unit=unit,
        force=cast(Force, table.choice("force", FORCES)) if table.has("force") else force,
        alternatives=tuple(_alternative(item, known) for item in table.tables("alternatives")),
    )
    table.close()
    _require_word(test, known, place=table.at("word"))
    return test


def _comparator(table: Table, *, directed: bool) -> Comparator | Directed:
    if not directed:
        return cast(Comparator, table.choice("comparator", COMPARATORS))
    both = table.table("comparator")
    lower = cast(Comparator, both.choice("lower_is_better", COMPARATORS))
    higher = cast(Comparator, both.choice("higher_is_better", COMPARATORS))
    both.close()
    return Directed(lower, higher)


def _require_word(test: Test, known: Vocabulary, *, place: str) -> None:
    """A legal word means one comparator throughout a standard, so a slip is caught here."""
    read_as = known.words.get(test.word)
    stated = test.comparator
    if isinstance(stated, Directed):
        stated = stated.higher_is_better
    if read_as != stated:
        raise DataRefused(place, f"{test.word} is read as {read_as}, not as {stated}")


def _alternative(table: Table, known: Vocabulary) -> Alternative:
    alternative = Alternative(
        name=table.text("name"),
        title=read_words(table, "title"),
        measure=read_measure(table.table("measure"), known.inputs),
    )
    table.close()
    return alternative


def _finding(table: Table) -> Finding:
    kind = table.choice("kind", FINDINGS)
    finding = Finding(
        kind=cast(FindingKind, kind),
        by=table.texts("by"),
        evidence=table.texts("evidence"),
        items=table.texts("items"),
        open_list=table.flag("open_list"),
        need=table.integer_or("need", 0),
    )
    table.close()
    return finding


def _reading(table: Table) -> Reading:
    reading = Reading(
        chosen=table.text("chosen"),
        alternatives=table.texts("alternatives"),
        status=table.text("status"),
    )
    table.close()
    return reading
