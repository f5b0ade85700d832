"""The lives of entries and of practice cases, walked at random."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from common.errors import NotPossible
from common.ids import new_id
from common.testing.tokens import actor
from monitoring.domain.entry import ENTRY, RECORDERS, Entry
from monitoring.domain.practice_case import PRACTICE_CASE, PracticeCase, visible_to

AT = datetime(2025, 2, 1, tzinfo=UTC)
ACTS = ("correct", "withdraw", "assess")


class EntryLife(RuleBasedStateMachine):
    """An entry meets acts in any order: it ends once, and nothing takes it back."""

    def __init__(self) -> None:
        super().__init__()
        self.entry = _entry("service_delivery")
        self.ended = False

    @rule(kind=st.sampled_from(sorted(RECORDERS)))
    def begin_again(self, kind: Any) -> None:
        self.entry, self.ended = _entry(kind), False

    @rule(act=st.sampled_from(ACTS))
    def act(self, act: Any) -> None:
        before = self.entry
        known = any(arc.act == act for arc in ENTRY[before.kind].arcs)
        if self.ended or not known or (act == "assess" and before.status == "assessed"):
            with pytest.raises(NotPossible):
                before.after(act)
            return
        self.entry = before.after(act, because="理由")
        assert self.entry.version == before.version + 1
        assert (self.entry.id, self.entry.recorded_by) == (before.id, before.recorded_by)
        self.ended = act != "assess"

    @invariant()
    def what_has_ended_offers_nothing(self) -> None:
        offered = ENTRY[self.entry.kind].allowed(self.entry.status, actor("district"))
        assert bool(offered) is not self.ended


class PracticeLife(RuleBasedStateMachine):
    """A case meets acts in any order: only what was approved is ever published."""

    def __init__(self) -> None:
        super().__init__()
        self.case = _case()
        self.done: list[str] = []

    @rule(act=st.sampled_from(("write", "approve", "return", "publish", "withdraw")))
    def act(self, act: Any) -> None:
        if not PRACTICE_CASE.possible(act, self.case.status):
            with pytest.raises(NotPossible):
                self.case.after(act)
            return
        self.case = self.case.after(act)
        self.done.append(act)

    @invariant()
    def the_public_sees_what_was_approved_and_published_and_no_more(self) -> None:
        public = visible_to(actor("institution"), self.case)
        assert public is (self.case.status == "published")
        if public:
            assert self.done[-2:] == ["approve", "publish"]


def _entry(kind: Any) -> Entry:
    return Entry(
        id=new_id(),
        kind=kind,
        status="recorded",
        version=1,
        district="110108",
        recorded_by="d",
        recorded_at=AT,
    )


def _case() -> PracticeCase:
    return PracticeCase(
        id=new_id(),
        status="drafted",
        version=1,
        district="110108",
        cluster_number=None,
        kind="practice",
        direction="digital",
        title="平台",
        text="成效",
        drafted_by="d",
        drafted_at=AT,
        published_on=date(2025, 2, 1),
    )


TestEntryLife = EntryLife.TestCase
TestPracticeLife = PracticeLife.TestCase
TestEntryLife.settings = settings(max_examples=40, stateful_step_count=12)
TestPracticeLife.settings = settings(max_examples=40, stateful_step_count=12)
