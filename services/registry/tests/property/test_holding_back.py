"""What an open objection holds back, for every mixture of entries, objections and terms."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import Refusal
from common.ids import new_id
from registry.domain.notice import Notice, NoticeEntry
from registry.domain.notice_release import Against, releasable
from registry.domain.objection import (
    Filing,
    Objection,
    Objector,
    Signature,
    file_objection,
    require_untold,
)
from registry.domain.objection_refusals import ListUpheldAgainst, ObjectionOpen, TellsWhoObjected

PERIODS = Path(__file__).parent.parent / "data" / "notice-periods.csv"
ROWS = list(csv.DictReader(PERIODS.read_text().splitlines()))
AT = datetime(2024, 3, 1, tzinfo=UTC)
DAY = AT.date()
SIGNED = Signature(form="seal")


def entry() -> NoticeEntry:
    """An entry whose ids alone matter."""
    return NoticeEntry(
        proposal_id=new_id(),
        application_id=new_id(),
        application_number="",
        cluster_name="",
        district="",
        leading_industry="",
        institution_code="",
        institution_name="",
        version=1,
        submission_sha256="",
        evaluation_id=new_id(),
        decision_reference="",
    )


ENTRIES = tuple(entry() for _ in range(4))


def notice(first: date = DAY, last: date = DAY, status: str = "closed") -> Notice:
    """A notice of the four entries."""
    return Notice(
        id=new_id(),
        number="BJ-2024-N-0001",
        status=status,
        version=1,
        round_id=new_id(),
        round_number="",
        entries=ENTRIES,
        count=len(ENTRIES),
        sha256="",
        drafted_at=AT,
        first_day=first,
        last_day=last,
    )


@given(
    standing=st.sets(st.sampled_from(range(4))),
    objected=st.sets(st.sampled_from(range(4))),
    whole_list=st.booleans(),
    upheld_list=st.booleans(),
    list_waits=st.booleans(),
)
def test_what_goes_out_is_what_stands_without_an_open_objection(
    standing: set[int], objected: set[int], whole_list: bool, upheld_list: bool, list_waits: bool
) -> None:
    against = Against(
        open_count=len(objected) + whole_list,
        whole_list=whole_list,
        upheld_list=upheld_list,
        applications=frozenset(ENTRIES[n].application_id for n in objected),
    )
    held = {ENTRIES[n].proposal_id for n in standing}
    free = [ENTRIES[n] for n in sorted(standing - objected)]
    try:
        out = list(releasable(notice(), held, against, list_waits=list_waits))
    except ListUpheldAgainst:
        assert upheld_list
    except ObjectionOpen:
        assert against.open_count
        assert list_waits or whole_list or not free
    else:
        assert not upheld_list
        assert out == free
        assert not (against.open_count and (list_waits or whole_list or not free))


def filed(of: Notice, *, on: date, named: bool = True) -> Objection:
    """An objection to the whole list that comes in on a day."""
    who = Objector(kind="person", name="甲", address="乙", contact="丙", signature=SIGNED)
    filing = Filing(
        application_id=None,
        objector=who if named else None,
        content="",
        evidence=(),
        received_on=None,
    )
    return file_objection(
        of, filing, new_id=new_id(), receipt="", secret_sha256="", today=on, at=AT
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["notice"])
def test_an_objection_is_open_on_every_day_of_a_window_and_on_no_other(row: dict[str, str]) -> None:
    first, last = date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"])
    of = notice(first, last, "published")
    for number in range((last - first).days + 4):
        day = first + timedelta(days=number)
        assert filed(of, on=day).status == ("filed" if day <= last else "kept_as_lead")
        assert filed(of, on=day, named=False).lead_because == "anonymous"
    with pytest.raises(Refusal):
        filed(of, on=first - timedelta(days=1))


@given(
    before=st.text(max_size=5),
    told=st.sampled_from(["name", "address", "contact"]),
    gaps=st.lists(st.sampled_from(["", " ", "\n", "·", "-", "\u200b"]), min_size=12, max_size=12),
    after=st.text(max_size=5) | st.just("\u0307"),
    wide=st.booleans(),
)
def test_words_that_hold_the_objector_are_refused_however_they_are_written(
    before: str, told: str, gaps: list[str], after: str, wide: bool
) -> None:
    who = Objector(
        kind="organisation",
        name="某某公司Ab",
        address="西城区路1号",
        contact="13800001111",
        signature=SIGNED,
    )
    written = getattr(who, told)
    if wide:
        written = "".join(chr(ord(e) + 0xFEE0) if "!" <= e <= "~" else e for e in written)
    spaced = "".join(f"{each}{gap}" for each, gap in zip(written, gaps, strict=False))
    with pytest.raises(TellsWhoObjected):
        require_untold(f"{before}{spaced}{after}", who)
    require_untold("产值与统计数据不符。", who)
    require_untold(f"{before}{spaced}{after}", None)
    require_untold("产值与统计数据不符。", replace(who, contact="——", name="…", address="。"))
