"""Export and import are inverse, over any sections that the form takes."""

import re
import tempfile
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.workbook.reading import Reading, read
from common.workbook.spelling import as_filed
from common.workbook.writing import Order, workbook
from intake.api.application_models import ApplicationSections
from intake.workbook.book import BOOK, FIELDS, SECTIONS
from programme.forms.tables import Field, Section, load_form

FORM = load_form("application")
# What could run, hide, or be taken for an escape of the file's own.
ODD = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "＝1",
    "_x0041_",
    "_x000D_",
    " a ",
    "a\nb",
    "😀<&>\"'",
    "0",
]


def texts(most: int) -> st.SearchStrategy[str]:
    free = st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\n\t"),
        min_size=1,
        max_size=min(most, 12),
    )
    return free | st.sampled_from([odd for odd in ODD if len(odd) <= most])


def decimals(field: Field) -> st.SearchStrategy[str]:
    digits = 10**field.scale
    low, high = int((field.minimum or 0) * digits), int((field.maximum or 0) * digits)
    whole = st.integers(low, high) | st.sampled_from([low, high])
    spelled = whole.map(lambda number: format(Decimal(number) / digits, "f"))
    padded = whole.map(lambda number: format(Decimal(number) / digits, f".{field.scale}f"))
    return spelled | padded


def values(field: Field) -> st.SearchStrategy[Any]:
    choices = [choice.value for choice in field.choices]
    return {
        "text": lambda: texts(field.max_length or 0),
        "code": lambda: st.from_regex(field.pattern or "", fullmatch=True),
        "int": lambda: st.integers(int(field.minimum or 0), int(field.maximum or 0)),
        "decimal": lambda: decimals(field),
        "bool": st.booleans,
        "enum": lambda: st.sampled_from(choices),
        "date": lambda: st.dates().map(str),
        "table": lambda: st.lists(row(field.columns), max_size=field.max_items),
    }[field.type]()


def row(fields: tuple[Field, ...]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {}, optional={field.name: st.none() | values(field) for field in fields}
    )


def section(of: Section) -> st.SearchStrategy[Any]:
    if of.shape == "object":
        return row(of.fields)
    return st.lists(row(of.fields), max_size=min(of.max_items or 0, 4))


FILED = st.fixed_dictionaries({}, optional={name: section(FORM.section(name)) for name in SECTIONS})


def said(value: Any) -> Any:
    """Sections without what says nothing: null, blanks, a row that only names its year."""
    if isinstance(value, dict):
        kept = {name: said(one) for name, one in value.items()}
        kept = {name: one for name, one in kept.items() if one not in (None, [], {})}
        return kept if kept.keys() - {"year"} else {}
    if isinstance(value, list):
        rows = [one for one in map(said, value) if one]
        by_year = all(one.keys() <= FIGURES for one in rows)
        return (
            sorted(rows, key=lambda one: (one.get("year") is None, one.get("year") or 0))
            if (by_year)
            else rows
        )
    return None if isinstance(value, str) and (not value or value.isspace()) else value


FIGURES = {"year", "value"} | {
    column.name for column in FORM.section("roster").field("figures").columns
}


def exact(value: Any, fields: tuple[Field, ...]) -> Any:
    """The same with every decimal as a number."""
    if isinstance(value, list):
        return [exact(one, fields) for one in value]
    known = {field.name: field for field in fields}
    return {
        name: exact(one, known[name].columns)
        if known[name].type == "table"
        else Decimal(one)
        if known[name].type == "decimal"
        else one
        for name, one in value.items()
    }


def numbers(sections: dict[str, Any]) -> dict[str, Any]:
    return {name: exact(one, FORM.section(name).fields) for name, one in sections.items()}


def order(sections: dict[str, Any]) -> Order:
    at = datetime(2024, 3, 1, tzinfo=UTC)
    facts = (("申报批次", "BJ-2024-01"),)
    return Order(title="表", subtitle="2024", base_year=2023, facts=facts, sections=sections, at=at)


def there_and_back(sections: dict[str, Any]) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "workbook.xlsx"
        file.write_bytes(workbook(order(sections), BOOK))
        with zipfile.ZipFile(file) as archive:
            for part in archive.namelist():
                if part.startswith("xl/worksheets/sheet"):
                    assert not re.search(rb"<f[ >/]", archive.read(part))
        return read(file, BOOK)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(FILED)
def test_what_is_written_is_read_again_and_is_what_the_form_takes(filed: dict[str, Any]) -> None:
    reading = there_and_back(filed)
    expected = {name: one for name, one in said(filed).items() if one}
    assert [one.zh for one in reading.sheets.faults if one.code != "nothing"] == []
    assert numbers(reading.sections) == numbers(expected)
    ApplicationSections.model_validate(reading.sections)
    assert as_filed(reading.sections, expected, FIELDS) == expected


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(FILED)
def test_a_second_journey_changes_nothing_more(filed: dict[str, Any]) -> None:
    once = there_and_back(filed).sections
    assert there_and_back(once).sections == once


@pytest.mark.parametrize("text", ODD)
def test_no_text_becomes_a_formula_or_another_text(text: str) -> None:
    filed = {"roster": [{"enterprise_name": text, "platform_name": text}]}
    assert there_and_back(filed).sections == filed
