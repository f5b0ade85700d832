"""The input models made from the form's table."""

from typing import Any

import pytest
from pydantic import ValidationError

from common.http.attachments import disposition
from intake.api.application_models import ApplicationSections
from programme.forms.tables import form_of


def test_every_field_of_the_form_is_in_the_schema_with_its_chinese_name() -> None:
    schema = ApplicationSections.model_json_schema()
    assert list(schema["properties"]) == [one.name for one in form_of("renewal").sections]
    for section in form_of("renewal").sections:
        row = schema["$defs"]["".join(part.capitalize() for part in section.name.split("_"))]
        assert row["additionalProperties"] is False
        for field in section.fields:
            assert row["properties"][field.name]["title"] == field.zh


def test_a_draft_may_hold_nothing_and_everything(full_sections: dict[str, Any]) -> None:
    assert ApplicationSections().as_sections() == {}
    assert ApplicationSections.model_validate(full_sections).as_sections() == full_sections


@pytest.mark.parametrize("text", ["1e3", "NaN", "Infinity", "01.5", "1.", ".5", "１.5", "1,5", ""])
def test_a_decimal_is_written_in_one_way_only(text: str) -> None:
    with pytest.raises(ValidationError):
        ApplicationSections.model_validate({"territory": {"land_area_km2": text}})


def test_what_the_round_fills_in_is_not_asked_of_the_institution() -> None:
    with pytest.raises(ValidationError):
        ApplicationSections.model_validate({"header": {"application_year": 2024}})


def test_a_file_name_cannot_break_out_of_its_header() -> None:
    header = disposition('a"; x="\r\nSet-Cookie: b')
    assert "\r" not in header
    assert header.count('"') == 2
