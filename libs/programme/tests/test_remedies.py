"""The text on remedies of a day."""

from datetime import date

import pytest

from programme.remedies import read_remedies, remedies_on
from programme.strict_toml import DataRefused, Table


def test_the_remedies_of_a_day_are_those_in_force() -> None:
    assert remedies_on(date(2023, 12, 31)) is None
    in_force = remedies_on(date(2024, 1, 1))
    assert in_force is not None
    assert "行政复议法" in in_force.clause


def test_an_unknown_key_is_refused() -> None:
    text = {"in_force_from": date(2024, 1, 1), "clause": "x", "zh": "x", "en": "x"}
    assert read_remedies(Table(text, place="remedies")).zh == "x"
    with pytest.raises(DataRefused):
        read_remedies(Table(text | {"until": 1}, place="remedies"))
