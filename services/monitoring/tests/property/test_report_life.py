"""The life of a report, walked at random: its versions, its lateness, what is confirmed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from common.errors import Refusal
from common.ids import new_id
from common.lifecycle import etag_of
from common.testing.tokens import actor
from monitoring.domain.draft import Draft, as_filed, require_change, signed
from monitoring.domain.frozen import Frozen, freeze
from monitoring.domain.obligation import Obligation, days_late, received
from monitoring.domain.report import REPORT, Report, after_act, unwritten
from monitoring.domain.report_refusals import (
    CorrectionChangesNothing,
    ReportNotSealed,
    SignedContentDiffers,
)

PEOPLE = ("institution", "district", "bureau", "auditor", "expert_1")
OWED = Obligation(
    id=new_id(),
    cluster_id=new_id(),
    cluster_number="BJ-2024-0001",
    cluster_name="示例",
    district="110108",
    institution_code="91110000101623741K",
    period="2024",
    opens_on=date(2025, 1, 1),
    district_due_on=date(2025, 3, 17),
    due_on=date(2025, 3, 31),
)
SEAL = {"sha256": "a" * 64, "media_type": "application/pdf", "size_bytes": 1}
WROTE = {"institution": {"write", "submit", "correct", "seal", "answer", "hand_in_roster"}}
OFFICIALS = {"district": {"review", "return"}, "bureau": {"confirm", "return"}}


class ReportLife(RuleBasedStateMachine):
    """What a report may come to, whoever tries what and when."""

    @initialize()
    def owed(self) -> None:
        self.owed_ = OWED
        self.report: Report = unwritten(OWED)
        self.draft = Draft(sections={})
        self.versions: list[Frozen] = []
        self.received_at: list[datetime] = []
        self.confirmed: list[int] = []
        self.at = datetime(2025, 3, 30, 12, tzinfo=UTC)

    @rule(hours=st.integers(0, 30))
    def time_passes(self, hours: int) -> None:
        self.at += timedelta(hours=hours)

    @rule(person=st.sampled_from(PEOPLE), act=st.sampled_from(sorted({a.act for a in REPORT.arcs})))
    def somebody_tries(self, person: str, act: str) -> None:
        """Whoever the table does not name is refused, in whatever status."""
        mine = WROTE.get(person, set()) | OFFICIALS.get(person, set())
        if act in mine:
            return
        with pytest.raises(Refusal):
            self._admit(act, person)

    @rule(stale=st.integers(1, 3))
    def somebody_comes_with_an_old_version(self, stale: int) -> None:
        tag = etag_of(self.report.version + stale)
        with pytest.raises(Refusal):
            REPORT.admit_on("write", self.report, actor=actor("institution"), if_match=tag)

    @rule(word=st.sampled_from("甲乙丙"))
    def the_institution_writes(self, word: str) -> None:
        self._admit("write", "institution")
        self.report = self.report.after("write")
        self.draft = replace(self.draft, sections={"progress": {"experience": word}})

    @precondition(lambda self: self.report.version > 0)
    @rule()
    def the_institution_seals(self) -> None:
        self._admit("seal", "institution")
        self.report, self.draft = self.report.after("seal"), replace(self.draft, seal=SEAL)

    @precondition(lambda self: self.report.version > 0)
    @rule(honest=st.booleans())
    def the_institution_files(self, honest: bool) -> None:
        """Submitted while it is to be written; in the place of the last one once it came in."""
        act = "correct" if REPORT.possible("correct", self.report.status) else "submit"
        self._admit(act, "institution")
        content = self.draft.content_sha256 if honest else "0" * 64
        try:
            if act == "correct":
                require_change(self.draft, self.versions[-1].content)
            filed = signed(self.draft, {"signer": "某某", "content_sha256": content})
        except ReportNotSealed:
            assert self.draft.seal is None
            return
        except SignedContentDiffers:
            assert not honest
            return
        except CorrectionChangesNothing:
            assert as_filed(self.versions[-1]).sections == self.draft.sections
            return
        reason = "更正" if act == "correct" else None
        version = freeze(
            self.report,
            filed,
            form="annual_report",
            received_at=self.at,
            questions=(),
            reason=reason,
        )
        self.report = self.report.after(act, submissions=version.number)
        self.owed_ = received(replace(self.owed_, confirmed_at=None), self.at)
        self.draft = replace(self.draft, seal=None)
        self.versions.append(version)
        self.received_at.append(self.at)

    @rule(person=st.sampled_from(("district", "bureau")), act=st.sampled_from(("review", "return")))
    def an_official_looks(self, person: str, act: str) -> None:
        self._official(act, person)

    @rule()
    def the_bureau_confirms(self) -> None:
        if self._official("confirm", "bureau"):
            self.confirmed.append(self.report.submissions)
            self.owed_ = replace(self.owed_, confirmed_at=self.at)

    @invariant()
    def versions_count_up_and_each_is_what_it_was(self) -> None:
        assert [each.number for each in self.versions] == list(range(1, len(self.versions) + 1))
        assert all(each.intact for each in self.versions)
        assert self.report.submissions == len(self.versions)
        corrected = [each for each in self.versions if each.corrects is not None]
        assert all(each.corrects == each.number - 1 and each.reason for each in corrected)

    @invariant()
    def the_first_version_alone_decides_whether_it_was_in_time(self) -> None:
        if self.versions:
            first = self.received_at[0]
            assert self.owed_.submitted_at == first
            assert self.owed_.late_days == days_late(OWED.due_on, first)

    @invariant()
    def what_was_confirmed_stands_until_the_next_confirmation(self) -> None:
        assert self.report.confirmed_submission == (self.confirmed[-1] if self.confirmed else None)
        assert (self.report.status == "confirmed") == (self.owed_.confirmed_at is not None)

    def _admit(self, act: str, person: str) -> None:
        tag = etag_of(self.report.version)
        REPORT.admit_on(act, self.report, actor=actor(person), if_match=tag)

    def _official(self, act: str, person: str) -> bool:
        allowed = act in REPORT.allowed(self.report.status, actor(person))
        if allowed:
            self._admit(act, person)
            self.report = after_act(self.report, act)
        else:
            with pytest.raises(Refusal):
                self._admit(act, person)
        return allowed


ReportLife.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestReportLife: Any = ReportLife.TestCase
