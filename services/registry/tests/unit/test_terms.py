"""The grounds are the measure's, word for word; the settings are read strictly."""

from datetime import date
from pathlib import Path

import pytest

from programme.strict_toml import DataRefused, Table
from registry.domain.grounds import ground_of
from registry.domain.refusals import LimbNotNamed, UnknownGround
from registry.terms import reading

ARTICLE = (Path(__file__).parent.parent / "data" / "article-17.txt").read_text().splitlines()[2:]


def test_each_ground_is_its_clause_word_for_word_and_none_is_left_out() -> None:
    quoted = {
        ground.clause.removeprefix("管理办法 第十七条"): ground.zh for ground in reading.grounds()
    }
    of_the_measure = {line[:3]: line[3:].rstrip("；。") for line in ARTICLE}
    assert len(of_the_measure) == 5
    assert quoted == of_the_measure


def test_every_limb_is_found_under_its_ground_alone() -> None:
    limbs = [limb.id for ground in reading.grounds() for limb in ground.limbs]
    assert len(limbs) == len(set(limbs))
    for ground in reading.grounds():
        for limb in ground.limbs:
            assert ground_of(reading.grounds(), ground.id).limb(limb.id) == limb
        with pytest.raises(LimbNotNamed):
            ground.limb(None)
    with pytest.raises(UnknownGround):
        ground_of(reading.grounds(), "17(6)")


def test_only_false_filing_reaches_back() -> None:
    days = {
        "decided_on": date(2025, 6, 1),
        "designated_on": date(2024, 3, 8),
        "last_day": date(2027, 3, 7),
    }
    earliest = {
        limb.id: limb.earliest_effect(**days) for g in reading.grounds() for limb in g.limbs
    }
    assert earliest.pop("false_filing") == date(2024, 3, 8)
    assert {earliest.pop("not_applied"), earliest.pop("not_passed")} == {date(2027, 3, 8)}
    assert set(earliest.values()) == {date(2025, 6, 1)}


def test_an_unknown_key_in_the_terms_is_refused() -> None:
    limb = {"id": "x", "zh": "x", "en": "x", "effect": "forward"}
    assert reading._limb(Table(limb, place="limbs")).id == "x"
    with pytest.raises(DataRefused):
        reading._limb(Table(limb | {"until": 1}, place="limbs"))
