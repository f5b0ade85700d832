"""The field tables, and the facts that filed sections state."""

from datetime import date
from typing import Any

import pytest

from programme.forms.facts_of import facts_of
from programme.forms.tables import (
    Field,
    UnknownForm,
    load_form,
    personal_paths,
    read_form,
)
from programme.kernel.facts import parse_facts
from programme.standards.standard import Standard
from programme.strict_toml import DataRefused, packaged_text

_ON = date(2026, 3, 10)
_A, _B, _C = "91350100M000100Y43", "91110000101623741K", "911101066976941872"
_SECTIONS = (
    *("header", "applicant", "territory", "industry", "series", "roster", "titles"),
    *("narrative", "plan", "declarations"),
)


def _title(uscc: str, kind: str, **more: str) -> dict[str, str]:
    base = {"uscc": uscc, "title_kind": kind, "title_level": "national"}
    return base | {"granted_on": "2024-01-01"} | more


def _filed() -> dict[str, Any]:
    return {
        "territory": {"land_area_km2": "35.20", "boundary_description": "x"},
        "industry": {"scale_basis": "output", "energy_intensive": False, "energy_use": None},
        "series": [{"year": 2025, "total_output": "560000.00", "tax_paid": "1.00"}],
        "roster": [
            {"uscc": _A, "in_leading_industry": True},
            {"uscc": _B, "in_leading_industry": False},
        ],
        "titles": [],
        "declarations": {"accidents_grade3_up": [], "violations": []},
    }


@pytest.mark.parametrize("name", ["application", "annual_report"])
def test_every_field_is_explained_in_both_languages_with_its_clause(name: str) -> None:
    form = load_form(name)
    for section in form.sections:
        for field in (*section.fields, *section.printed):
            assert field.zh
            assert field.en
            assert field.clause


def test_the_application_has_the_sections_of_the_interface() -> None:
    names = tuple(section.name for section in load_form("application").sections)
    assert names == _SECTIONS


def test_every_criterion_of_the_standard_is_asked_for(standard: Standard) -> None:
    asked = {
        criterion
        for section in load_form("application").sections
        for field in section.fields
        for criterion in field.criteria
    }
    assert asked == {criterion.id for criterion in standard.criteria}


def test_every_fact_of_the_standard_has_its_field(standard: Standard) -> None:
    facts: dict[str, Field] = {
        field.name: field
        for section in load_form("application").sections
        for field in section.fields
        if field.fact
    }
    counted = {
        "leading_champion_count",
        "leading_little_giant_count",
        "quality_enterprise_count",
    }
    assert set(facts) - {"year"} == set(standard.inputs) - counted
    for name, entry in standard.inputs.items():
        if entry.kind == "decimal":
            assert facts[name].scale == entry.scale
            assert facts[name].maximum == entry.high
        if entry.kind == "choice":
            assert {choice.value for choice in facts[name].choices} == set(entry.choices)


def test_personal_data_is_marked() -> None:
    paths = set(personal_paths(load_form("application")))
    assert ("applicant", "contact_mobile") in paths
    assert ("applicant", "legal_representative") in paths
    assert ("applicant", "operating_institution_name") not in paths


def test_an_unknown_form_is_a_typed_error() -> None:
    with pytest.raises(UnknownForm):
        load_form("unknown")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('type = "int"', 'type = "number"'),
        ('choices = "level"', 'choices = "levels"'),
        ('required = "yes"', 'required = "maybe"'),
        ('name = "cluster_name"', 'name = "district_code"'),
        ('name = "cluster_name"', 'name = "cluster_name", colour = "red"'),
        ('shape = "object"', 'shape = "list"'),
    ],
)
def test_a_bad_table_is_refused(old: str, new: str) -> None:
    text = packaged_text("programme.forms", "application.toml")
    assert old in text
    with pytest.raises(DataRefused):
        read_form(text.replace(old, new, 1), place="x")


def test_facts_are_what_the_sections_state(standard: Standard) -> None:
    facts = facts_of(_filed(), 2025, submitted_on=_ON)
    assert facts == {
        "land_area_km2": "35.20",
        "scale_basis": "output",
        "energy_intensive": False,
        "series": [{"year": 2025, "total_output": "560000.00"}],
        "incidents": {"accidents_grade3_up": [0, 0, 0, 0], "violations": [0, 0, 0, 0]},
        "leading_champion_count": 0,
        "leading_little_giant_count": 0,
        "quality_enterprise_count": 0,
    }
    assert parse_facts(facts, standard, 2026)


def test_what_was_not_filed_is_not_stated() -> None:
    assert facts_of({}, 2025, submitted_on=_ON) == {}
    assert "quality_enterprise_count" not in facts_of({"titles": []}, 2025, submitted_on=_ON)


def test_titles_count_once_per_enterprise_of_the_cluster() -> None:
    filed = _filed()
    filed["titles"] = [
        _title(_A, "little_giant"),
        _title(_A, "srdi_sme", title_level="municipal"),
        _title(_B, "little_giant"),
        _title(_B, "national_high_tech"),
        _title(_C, "innovative_sme"),
        _title(_A, "manufacturing_champion", title_level="municipal"),
    ]
    facts = facts_of(filed, 2025, submitted_on=_ON)
    assert facts["leading_little_giant_count"] == 1
    assert facts["leading_champion_count"] == 0
    assert facts["quality_enterprise_count"] == 2


@pytest.mark.parametrize(
    ("granted_on", "valid_until", "counts"),
    [
        ("2024-01-01", "2026-03-10", 1),
        ("2024-01-01", "2026-03-09", 0),
        ("2026-03-10", "2029-01-01", 1),
        ("2026-03-11", "2029-01-01", 0),
    ],
)
def test_a_title_counts_only_if_valid_on_the_day_of_submission(
    granted_on: str, valid_until: str, counts: int
) -> None:
    filed = _filed()
    filed["titles"] = [_title(_A, "little_giant", granted_on=granted_on, valid_until=valid_until)]
    facts = facts_of(filed, 2025, submitted_on=_ON)
    assert facts["leading_little_giant_count"] == counts
    assert facts["quality_enterprise_count"] == counts


def test_determined_matters_are_counted_by_year() -> None:
    filed = _filed()
    days = ["2022-12-31", "2023-01-01", "2025-06-01", "2025-07-01", "2026-02-01"]
    filed["declarations"]["violations"] = [{"happened_on": day} for day in days]
    facts = facts_of(filed, 2025, submitted_on=_ON)
    assert facts["incidents"]["violations"] == [1, 0, 2, 1]


def test_a_row_that_names_no_enterprise_counts_for_none() -> None:
    filed = _filed()
    filed["roster"] += [{"in_leading_industry": True}, {"uscc": None, "in_leading_industry": True}]
    filed["titles"] = [_title(_A, "little_giant"), {**_title(_B, "little_giant"), "uscc": None}]
    del filed["titles"][1]["uscc"]
    filed["titles"].append({**_title(_B, "little_giant"), "uscc": None})
    facts = facts_of(filed, 2025, submitted_on=_ON)
    assert facts["quality_enterprise_count"] == 1
    assert facts["leading_little_giant_count"] == 1


def test_a_matter_without_its_day_counts_as_of_now() -> None:
    filed = _filed()
    filed["declarations"]["violations"] = [{"summary": "x"}, {"happened_on": None}]
    facts = facts_of(filed, 2025, submitted_on=_ON)
    assert facts["incidents"]["violations"] == [0, 0, 0, 2]
