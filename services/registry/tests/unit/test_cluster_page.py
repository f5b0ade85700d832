"""What a page says of a cluster: its history in order, and the standing of a day in a sentence."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.domain.cluster import Cluster, Revocation, SetAside, Validity
from registry.domain.cluster_facts import Cause, FactRow
from registry.domain.ending import ending_revocation
from registry.pages.cluster_page import history_of, period_on, said_of
from registry.pages.words import Words
from registry.paper.certificate import certificate_data

BEGUN = datetime(2024, 3, 8, 1, tzinfo=UTC)
RENEWED = datetime(2026, 11, 2, 1, tzinfo=UTC)
ZH, EN = Words("zh-CN"), Words("en")


def validity(first: date, last: date, at: datetime) -> Validity:
    style: Any = "date_to_date"
    return Validity(
        first_day=first, last_day=last, style=style, published_on=at.date(), recorded_at=at
    )


def revocation(on: date) -> Revocation:
    return Revocation(
        case_id=UUID(int=1),
        case_number="BJ-2025-R-0001",
        ground="17(2)",
        clause="管理办法 第十七条（二）",
        effective_on=on,
        published_on=on,
        recorded_at=datetime(2025, 5, 1, tzinfo=UTC),
    )


def cluster(**changes: Any) -> Cluster:
    fields: dict[str, Any] = {
        "id": UUID(int=9),
        "number": "BJ-2024-0001",
        "version": 1,
        "name": "甲集群",
        "district": "110108",
        "leading_industry": "软件",
        "institution_code": "91110000101623741K",
        "institution_name": "甲机构",
        "plan_targets": (),
        "notice_number": "BJ-2024-N-0001",
        "official_address": "https://example.org",
        "published_on": date(2024, 3, 8),
        "periods": (
            validity(date(2024, 3, 8), date(2027, 3, 7), BEGUN),
            validity(date(2027, 3, 8), date(2030, 3, 7), RENEWED),
        ),
    }
    return Cluster(**fields | changes)


def row(kind: Any, at: datetime, day: date, **stated: Any) -> FactRow:
    cause = Cause(kind=kind, reference=f"ref-{kind}")
    return FactRow(id=UUID(int=2), valid_from=day, recorded_at=at, cause=cause, stated=stated)


ROWS = [
    row("designation", BEGUN, date(2024, 3, 8), name="甲集群"),
    row("renewal", RENEWED, date(2026, 11, 2)),
    row("change_filing", RENEWED - timedelta(days=9), date(2024, 9, 1), district="110113"),
]


def test_a_history_runs_by_its_days_and_names_what_changed() -> None:
    aside = SetAside(case_id=UUID(int=1), effective_on=date(2025, 8, 1), recorded_at=RENEWED)
    of = cluster(revocations=(revocation(date(2025, 5, 1)),), set_asides=(aside,))
    told = history_of(of, ROWS, ZH)
    kinds = ["designated", "changed", "revoked", "set_aside", "renewed"]
    assert [each.kind for each in told] == kinds
    assert told[0].lines == ("有效期2024年3月8日至2027年3月7日",)
    assert told[1].lines == ("所在区：顺义区",)
    assert "2026年10月24日记入" in told[1].note
    assert told[4].lines == ("有效期2027年3月8日至2030年3月7日",)
    assert "BJ-2025-R-0001" in told[3].note


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2024, 3, 7), "认定尚未生效。"),
        (date(2027, 3, 7), "认定有效，有效期至2027年3月7日（含当日），还有0天。"),
        (date(2027, 3, 8), "认定有效，有效期至2030年3月7日（含当日），还有1095天。"),
        (date(2030, 3, 8), "有效期已于2030年3月7日届满。"),
    ],
)
def test_the_standing_of_a_day_is_a_sentence(day: date, said: str) -> None:
    of = cluster()
    assert said_of(of, of.standing_on(day), day, ZH) == said


def test_a_revocation_is_told_with_its_day_and_clause_until_it_is_set_aside() -> None:
    day, aside = date(2025, 5, 1), SetAside(case_id=UUID(int=1), effective_on=date(2025, 8, 1))
    of = cluster(revocations=(revocation(day),), set_asides=(aside,))
    told = said_of(of, of.standing_on(day), day, EN)
    assert "revoked with effect from 1 May 2025, by 管理办法 第十七条（二）" in told
    later = date(2025, 8, 1)
    assert "valid until 7 March 2027" in said_of(of, of.standing_on(later), later, EN)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.none() | st.integers(0, 40)), max_size=4))
def test_a_revocation_is_named_exactly_on_the_days_on_which_the_standing_is_revoked(
    ends: list[tuple[int, int | None]],
) -> None:
    begin = date(2025, 1, 1)
    decided = [
        replace(revocation(begin + timedelta(days=on)), case_id=UUID(int=number))
        for number, (on, _) in enumerate(ends)
    ]
    asides = [
        SetAside(case_id=UUID(int=number), effective_on=begin + timedelta(days=aside))
        for number, (_, aside) in enumerate(ends)
        if aside is not None
    ]
    of = cluster(revocations=tuple(decided), set_asides=tuple(asides))
    for day in (begin + timedelta(days=number) for number in range(0, 42, 3)):
        revoked = of.standing_on(day) == "revoked"
        assert (ending_revocation(of, day) is not None) == revoked
        assert ("已撤销" in certificate_data(of, day=day, address="")["warning"]) == revoked
        assert ("撤销" in said_of(of, of.standing_on(day), day, ZH)) == revoked


def test_a_period_published_later_is_not_told_before() -> None:
    told = period_on(cluster(), date(2026, 11, 1))
    assert told is not None
    assert told.last_day == date(2027, 3, 7)
