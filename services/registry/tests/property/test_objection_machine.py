"""The life of an objection as a machine: any acts on any days, and what never happens."""

from datetime import UTC, date, datetime, timedelta
from typing import Final, get_args

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from common.contracts.round import NoticeTerms
from common.errors import Refusal
from common.ids import new_id
from registry.domain.objection import (
    OBJECTION,
    FoundAs,
    Objection,
    answered,
    found,
    kept_as_lead,
    taken_up,
)

FILED_ON: Final = date(2024, 3, 1)
AT: Final = datetime(2024, 3, 1, tzinfo=UTC)
TERMS: Final = NoticeTerms(
    working_days=5, first_day_counts=True, answer_working_days=5, list_waits=True
)


class ObjectionMachine(RuleBasedStateMachine):
    """Whoever acts tries everything; the machine keeps its own account of what was done."""

    @initialize(to_an_entry=st.booleans(), at_once=st.booleans())
    def file(self, to_an_entry: bool, at_once: bool) -> None:
        self.day = FILED_ON
        self.told_on: date | None = None
        self.answered_on: date | None = None
        self.upheld_on: date | None = None
        self.ended: Objection | None = None
        self.now = Objection(
            id=new_id(),
            receipt="",
            secret_sha256="",
            status="filed",
            version=1,
            notice_id=new_id(),
            notice_number="",
            application_id=new_id() if to_an_entry else None,
            application_number=None,
            institution_code=None,
            channel="online",
            received_on=FILED_ON,
            recorded_at=AT,
        )
        if at_once:  # else few walks come to a finding
            self.take_up()

    def move(self, changed: Objection) -> None:
        """Keep the next version."""
        assert changed.version == self.now.version + 1
        assert self.ended is None
        self.now = changed
        if OBJECTION.moves_next[changed.status] is None:
            self.ended = changed

    @rule(days=st.integers(0, 5))
    def wait(self, days: int) -> None:
        self.day += timedelta(days=days)

    @rule()
    def take_up(self) -> None:
        try:
            self.move(taken_up(self.now, "实质内容", TERMS, day=self.day))
            self.told_on = self.day
        except Refusal:
            assert self.now.status != "filed"

    @rule()
    def keep_as_lead(self) -> None:
        try:
            self.move(kept_as_lead(self.now, "not_signed", "未盖章"))
        except Refusal:
            assert self.now.status != "filed"

    @rule()
    def answer(self) -> None:
        try:
            self.move(answered(self.now, "说明", at=AT, day=self.day))
            self.answered_on = self.day
        except Refusal:
            due = self.now.answer_due_on
            late = due is not None and self.day > due
            assert self.now.status != "taken_up" or due is None or late or self.answered_on

    @rule(finding=st.sampled_from(get_args(FoundAs)))
    def find(self, finding: FoundAs) -> None:
        try:
            self.move(found(self.now, finding, "理由", by="bureau", at=AT, day=self.day))
            self.upheld_on = self.day if finding == "upheld" else None
        except Refusal:
            assert self.now.status != "taken_up" or finding == "upheld"

    @invariant()
    def nothing_is_upheld_before_the_applicant_could_answer(self) -> None:
        if self.upheld_on is None or self.now.application_id is None:
            return
        assert self.told_on is not None
        due = self.now.answer_due_on
        assert due is not None
        # Five working days from the day after being told never end within the same five days.
        assert due >= self.told_on + timedelta(days=5)
        assert self.answered_on is not None or self.upheld_on > due

    @invariant()
    def what_has_ended_stays(self) -> None:
        assert self.ended is None or self.now is self.ended


TestObjectionMachine = ObjectionMachine.TestCase
TestObjectionMachine.settings = settings(max_examples=150, stateful_step_count=10, deadline=None)
