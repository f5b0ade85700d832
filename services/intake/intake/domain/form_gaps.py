"""What the form's table asks for and a filing does not answer."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from common.errors import Text
from intake.domain.application import Sections
from intake.domain.gap import Gap, gap
from programme.forms.tables import Field, Form, Section

# The conditions that the form states in words, by what a field's name begins with: the answer on
# the same object that makes the field necessary.
_CONDITIONS: Final = {
    "energy_": "energy_intensive",
    "water_": "water_intensive",
    "platform_name": "uses_platform",
}


def form_gaps(form: Form, sections: Sections, *, base_year: int) -> Iterator[Gap]:
    """Every field that is asked for and missing, in the order of the form."""
    yield from section_gaps(form.sections, sections, base_year=base_year)
    yield from _year_gaps(form, sections.get("series"), base_year=base_year)


def section_gaps(asked: Iterable[Section], sections: Sections, *, base_year: int) -> Iterator[Gap]:
    """The same for some sections, of whatever form."""
    for section in asked:
        filed = sections.get(section.name)
        if filed is None or (section.name == "roster" and not filed):
            yield _missing(section, f"/{section.name}", clause=section.fields[0].clause)
        elif section.shape == "object":
            yield from _row_gaps(section.fields, filed, f"/{section.name}", base_year=base_year)
        else:
            yield from _list_gaps(section, filed, base_year=base_year)


def _list_gaps(
    section: Section, rows: Iterable[Mapping[str, Any]], *, base_year: int
) -> Iterator[Gap]:
    for index, row in enumerate(rows):
        pointer = f"/{section.name}/{index}"
        yield from _row_gaps(section.fields, row, pointer, base_year=base_year)


def _row_gaps(
    fields: Iterable[Field], row: Mapping[str, Any], pointer: str, *, base_year: int
) -> Iterator[Gap]:
    for field in fields:
        value = row.get(field.name)
        place = f"{pointer}/{field.name}"
        if _is_missing(value, field):
            if _is_asked(field, row, base_year=base_year):
                yield _missing(field, place, clause=field.clause, blocks=not _is_figure(field))
        elif field.type == "table":
            for index, item in enumerate(value or ()):
                columns, at = field.columns, f"{place}/{index}"
                yield from _row_gaps(columns, item, at, base_year=base_year)


def _year_gaps(
    form: Form, rows: Iterable[Mapping[str, Any]] | None, *, base_year: int
) -> Iterator[Gap]:
    filed = {row.get("year") for row in rows or ()}
    clause = form.section("series").field("total_output").clause
    for year in range(base_year - 3, base_year + 1):
        if rows is not None and year not in filed:
            words = Text(f"缺少 {year} 年度指标。", f"The figures of {year} are missing.")
            yield gap("/series", "year_missing", words, clause=clause, blocks=False)


def _is_missing(value: Any, field: Field) -> bool:
    if value is None or (isinstance(value, str) and not any(map(str.isalnum, value))):
        return True  # blank text says no more than none
    # An empty list of determined matters states that there were none; any other says nothing.
    return value == [] and not field.fact


def _is_asked(field: Field, row: Mapping[str, Any], *, base_year: int) -> bool:
    if field.required != "conditional":
        return field.required == "yes"
    for prefix, flag in _CONDITIONS.items():
        if field.name.startswith(prefix):
            return row.get(flag) is True
    return row.get("year") in range(base_year - 2, base_year + 1)


def _is_figure(field: Field) -> bool:
    # A figure of a computed or indicated criterion is asked for, and may be missing: the check
    # then says what it cannot decide (FACTS).
    number = field.type in {"int", "decimal"} and bool(field.criteria)
    return field.fact and (number or field.required == "conditional")


def _missing(of: Field | Section, pointer: str, *, clause: str, blocks: bool = True) -> Gap:
    words = Text(f"缺少：{of.zh}。", f"Missing: {of.en}.")
    return gap(pointer, "missing", words, clause=clause, blocks=blocks)
