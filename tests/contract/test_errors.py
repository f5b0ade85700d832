"""Every refusal is in the catalogue that the type of a problem document leads to."""

import json
from pathlib import Path

import pytest

from common.errors import Kind, Refusal, Text
from deploy.contracts import refusals
from deploy.contracts.refusals import ADVICE, ASKED, DoubleCode, catalogue
from deploy.gateway.problems import NOT_FOUND, UPSTREAM_AWAY

ROOT = Path(__file__).resolve().parents[2]


def test_every_refusal_stands_in_the_committed_catalogue():
    committed = json.loads((ROOT / "docs/api/problems.json").read_text())
    assert committed == catalogue()
    assert committed.keys() >= refusals.refusals().keys()
    page = (ROOT / "docs/ERRORS.md").read_text()
    assert all(f"## `{code}`" in page for code in committed)


def test_a_code_that_two_refusals_have_is_refused():
    twice = type("Twice", (Refusal,), {"code": "stale", "__module__": "intake.domain.refusals"})
    try:
        with pytest.raises(DoubleCode, match="stale"):
            refusals.refusals()
    finally:
        twice.__module__ = "elsewhere"


@pytest.mark.parametrize("code", catalogue())
def test_an_entry_says_in_both_languages_what_everybody_does(code):
    entry = catalogue()[code]
    for field in ("title", "detail", *ASKED):
        assert entry[field]["zh"]
        assert entry[field]["en"]


def test_advice_is_for_kinds_and_codes_that_there_are():
    assert ADVICE["kinds"].keys() == {kind.value for kind in Kind} | {"fault"}
    assert ADVICE["codes"].keys() | ADVICE["operator_codes"].keys() <= catalogue().keys()


def test_the_gateways_own_answers_are_those_of_the_catalogue():
    for own in (NOT_FOUND, UPSTREAM_AWAY):
        assert own["code"] in catalogue()
    assert Text(*(UPSTREAM_AWAY[each][1] for each in ("zh", "en"))) == Text(
        **catalogue()["service_unavailable"]["detail"]
    )
