"""A replay tells whose arithmetic it was; days of a standard never overlap, whatever is wanted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.ids import new_id
from evaluation.domain.check import Check, sealed
from evaluation.domain.checking import first_check, sha256_of
from evaluation.domain.effective_days import EffectiveDays, shortened
from evaluation.domain.refusals import EffectiveDaysOverlap
from evaluation.domain.replay import differences
from programme.standards import registry
from programme.standards.standard import Standard

STANDARD = registry.load("beijing-2023")
FIRST = date(2024, 1, 1)


@pytest.fixture
def check(make: Any) -> Check:
    """A check of good facts."""
    at = datetime(2024, 3, 1, 9, tzinfo=UTC)
    return first_check(new_id(), make["case"](), make["facts"](), standard=STANDARD, at=at)


def told(check: Check, standard: Standard | None = STANDARD) -> list[str]:
    known = {check.receipt_sha256}
    return list(differences(check, standard, judgments=(), receipts=known))


def with_verdict(check: Check, change: Callable[[str], str], **more: Any) -> Check:
    verdict = change(check.verdict)
    return sealed(replace(check, verdict=verdict, verdict_sha256=sha256_of(verdict), **more))


def test_a_check_is_had_again_byte_for_byte(check: Check) -> None:
    assert told(check) == []
    assert told(with_verdict(check, lambda verdict: verdict + " ")) == [
        "check 1 gives another verdict now"
    ]


def test_where_an_older_kernel_made_it_the_difference_says_so(check: Check) -> None:
    older = with_verdict(check, lambda verdict: verdict + " ", kernel_version="0")
    assert told(older) == [
        "check 1 gives another verdict now: kernel 0 made it, this is kernel "
        + check.kernel_version
    ]
    assert told(sealed(replace(check, kernel_version="0"))) == []


def test_facts_that_are_refused_now_and_a_standard_that_is_gone_are_named(check: Check) -> None:
    strange = check.facts.replace('"land_area_km2"', '"land_area"')
    changed = sealed(replace(check, facts=strange, facts_sha256=sha256_of(strange)))
    assert told(changed) == ["check 1 cannot be repeated: FactsInvalid"]
    gone = "check 1 cannot be repeated: its standard is not here with the hash it pins"
    assert told(check, None) == [gone]


def test_a_receipt_of_other_outcomes_is_not_the_checks(check: Check) -> None:
    lines = (replace(check.lines[0], outcome="not_met"), *check.lines[1:])
    assert told(sealed(replace(check, lines=lines))) == [
        "the criterion rows of check 1 differ from its verdict"
    ]


offsets = st.integers(0, 40)
wishes = st.lists(st.tuples(offsets, st.one_of(st.none(), offsets)), max_size=8)


@given(wishes)
def test_days_never_overlap_and_an_end_once_printed_never_moves(
    wanted: list[tuple[int, int | None]],
) -> None:
    present: dict[int, EffectiveDays] = {}
    for revision, (first, last) in enumerate(wanted, start=1):
        until = None if last is None else FIRST + timedelta(days=last)
        wish = EffectiveDays(revision=revision, first=FIRST + timedelta(days=first), last=until)
        before = dict(present)
        try:
            cut = shortened(present.values(), wish)
        except EffectiveDaysOverlap:
            assert overlaps(wish, before) or (until is not None and until < wish.first)
            continue
        present |= {each.revision: each for each in (*cut, wish)}
        for number, days in before.items():
            assert days.last is None or present[number] == days
            assert present[number].first == days.first
    for one, other in combinations(present.values(), 2):
        assert not any(one.covers(day) and other.covers(day) for day in span())


def overlaps(wish: EffectiveDays, present: dict[int, EffectiveDays]) -> bool:
    return any(wish.covers(day) and one.covers(day) for one in present.values() for day in span())


def span() -> list[date]:
    return [FIRST + timedelta(days=n) for n in range(45)]
