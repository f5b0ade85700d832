"""Districts by code and day; the development area only where a round admits it."""

from datetime import date

import pytest

from programme.jurisdictions import UnknownJurisdiction, admitted, jurisdiction, jurisdictions

_TODAY = date(2024, 3, 1)
_SUFFIXES = (1, 2, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19)
_DISTRICTS = [f"1101{suffix:02}" for suffix in _SUFFIXES]


def test_the_sixteen_districts_hold_today() -> None:
    held = [e.code for e in jurisdictions() if e.kind == "district" and e.valid_on(_TODAY)]
    assert held == _DISTRICTS
    assert all(admitted(code, on=_TODAY, development_area=False) for code in held)


@pytest.mark.parametrize("code", ["110103", "110104", "110110", "110228", "110229"])
def test_an_abolished_code_names_its_successor_and_admits_nobody(code: str) -> None:
    entry = jurisdiction(code)
    assert not entry.valid_on(_TODAY)
    assert entry.valid_to is not None
    assert entry.valid_on(entry.valid_to)
    assert entry.successor in _DISTRICTS
    assert not admitted(code, on=_TODAY, development_area=True)


def test_the_development_area_is_admitted_by_the_round_alone() -> None:
    assert admitted("BDA", on=_TODAY, development_area=True)
    assert not admitted("BDA", on=_TODAY, development_area=False)


def test_an_unknown_code_is_a_typed_error() -> None:
    with pytest.raises(UnknownJurisdiction):
        jurisdiction("310101")
    assert not admitted("310101", on=_TODAY, development_area=True)
