"""Every walk through a revocation case, with facts arriving in any order at any stage."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from common.clock import SHANGHAI, legal_day
from common.errors import NotPossible, Refusal
from common.ids import new_id
from registry.domain import decision, revocation
from registry.domain.change_period import FilingPeriod
from registry.domain.cluster import Cluster, Validity
from registry.domain.decision import Finding
from registry.domain.ground_check import CaseFact, Known, ground_check, require_supported
from registry.domain.grounds import ground_of
from registry.domain.revocation import RevocationCase, RevocationEvidence
from registry.terms.ground_terms import ground_terms
from registry.terms.reading import grounds, procedure

PEOPLE = st.sampled_from(["wang", "li", "zhao"])
LIMBS = [(ground.id, limb.id) for ground in grounds() for limb in ground.limbs]
CLUSTER = Cluster(
    id=new_id(),
    number="BJ-2024-0001",
    version=1,
    name="集群",
    district="110108",
    leading_industry="软件",
    institution_code="91110000101623741K",
    institution_name="公司",
    plan_targets=(),
    notice_number="BJ-2024-N-0001",
    official_address="https://example.org",
    published_on=date(2024, 1, 2),
    periods=(
        Validity(
            first_day=date(2024, 1, 2),
            last_day=date(2026, 12, 31),
            style="date_to_date",
            published_on=date(2024, 1, 2),
        ),
    ),
)
CONTENT: dict[str, dict[str, Any]] = {
    "report_submitted": {"period": "2023", "version": 1, "late_days": 9},
    "written_reminder": {
        "served_on": "2024-02-20",
        "comply_by": "2024-03-06",
        "document_number": "1号",
    },
    "supervision_refused": {"facts": "拒绝"},
    "incident_determined": {"kind": "accident", "supports_17_5": True},
    "incident_found": {"of_weight": True, "reason": "严重"},
    "incident_annulled": {"reason": "撤销"},
    "breach_withdrawn": {"reason": "不成立"},
}


class RevocationMachine(RuleBasedStateMachine):
    """People act, days pass, events tell facts; refusals leave everything as it was."""

    @initialize(named=st.sampled_from(LIMBS), by=PEOPLE, published=st.booleans())
    def propose(self, named: tuple[str, str], by: str, published: bool) -> None:
        ground, limb = named
        self.at = datetime(2024, 3, 11, 9, tzinfo=SHANGHAI)
        self.facts: list[CaseFact] = []
        self.period = FilingPeriod(days=30, published_in="BJ-2024-N-0001" if published else None)
        self.case = RevocationCase(
            id=new_id(),
            number="BJ-2024-R-0001",
            status="proposed",
            version=1,
            cluster_id=CLUSTER.id,
            cluster_number=CLUSTER.number,
            district=CLUSTER.district,
            institution_code=CLUSTER.institution_code,
            ground=ground,
            limb=limb,
            clause=ground_of(grounds(), ground).clause,
            facts="事实",
            evidence=(RevocationEvidence(description="材料"),),
            proposed_by=by,
            proposed_at=self.at,
            breach_id=new_id(),
        )
        self.opened_on: set[str] = set()

    def known(self, facts: list[CaseFact]) -> Known:
        return Known(
            case=self.case,
            cluster=CLUSTER,
            facts=facts,
            period=self.period,
            reminder=ground_terms().reminder,
            at=self.at,
        )

    @rule(kind=st.sampled_from(sorted(CONTENT)))
    def an_event_tells_a_fact(self, kind: str) -> None:
        before = self.case
        reference = self.case.breach_id if kind == "breach_withdrawn" else CLUSTER.id
        assert reference is not None
        fact = CaseFact(kind=kind, reference=reference, at=self.at, content=CONTENT[kind])
        self.facts.append(fact)
        if kind == "breach_withdrawn" and self.case.status == "proposed":
            self.case = revocation.lead_withdrawn(self.case)
        else:
            assert self.case == before

    @rule(days=st.integers(1, 20))
    def days_pass(self, days: int) -> None:
        self.at += timedelta(days=days)

    @rule(by=PEOPLE)
    def open(self, by: str) -> None:
        ground = ground_of(grounds(), self.case.ground)
        try:
            opened = revocation.opened(self.case, ground, limb=None, by=by)
            answered = ground_check(self.known(self.facts), ground_terms())
            require_supported(answered, clause=self.case.clause)
        except Refusal:
            return
        self.opened_on = {each.question.id for each in answered if each.yes}
        self.case = opened

    @rule(by=PEOPLE)
    def notify(self, by: str) -> None:
        self.attempt(lambda: revocation.notified(self.case, on=legal_day(self.at), by=by))

    @precondition(lambda self: self.case.notified_on is not None)
    @rule(by=PEOPLE)
    def serve(self, by: str) -> None:
        day = legal_day(self.at)
        self.attempt(
            lambda: revocation.served(
                self.case, procedure(), on=day, manner="direct", today=day, by=by
            )
        )

    @precondition(lambda self: self.case.answer_due_on is not None)
    @rule()
    def answer(self) -> None:
        self.attempt(lambda: revocation.answered(self.case, ["意见"], at=self.at))

    @rule(by=PEOPLE, outcome=st.sampled_from(["revoked", "not_revoked"]))
    def decide(self, by: str, outcome: Any) -> None:
        self.attempt(lambda: self.decided(by, outcome))

    def decided(self, by: str, outcome: Any) -> RevocationCase:
        ground, points = ground_of(grounds(), self.case.ground), self.case.answer or ()
        limb, day = ground.limb(self.case.limb), legal_day(self.at)
        if self.case.status_on(day) not in {"answered", "silent"}:
            raise NotPossible()
        decision.require_another(self.case, procedure(), by=by)
        earliest = limb.earliest_effect(
            decided_on=day, designated_on=CLUSTER.published_on, last_day=date(2026, 12, 31)
        )
        finding = Finding(
            outcome=outcome,
            reason="理由",
            dealt_with=tuple(
                revocation.PointAnswered(point=n, response="不予采纳")
                for n, _ in enumerate(points, start=1)
            ),
            effective_on=earliest if outcome == "revoked" else None,
        )
        terms = procedure()
        return decision.decided(self.case, CLUSTER, finding, terms, limb=limb, by=by, at=self.at)

    @rule(by=PEOPLE)
    def close(self, by: str) -> None:
        self.attempt(
            lambda: decision.closed(
                self.case, finding="unfounded", reason="理由", by=by, at=self.at
            )
        )

    def attempt(self, act: Any) -> None:
        before = self.case
        try:
            self.case = act()
        except Refusal:
            assert self.case == before

    @invariant()
    def nobody_revokes_alone_and_nothing_is_skipped(self) -> None:
        of = self.case
        if of.status != "revoked":
            return
        assert of.decision is not None
        assert of.opened_by is not None
        investigators = {of.proposed_by, of.opened_by, of.notified_by, of.served_by}
        assert None not in investigators
        assert of.decision.decided_by not in investigators
        assert of.served_on is not None
        assert of.decision.remedies_zh

    @invariant()
    def no_case_is_open_on_less_than_its_ground_needs(self) -> None:
        if self.case.opened_by is None:
            return
        needed = {q.id for q in ground_terms().questions[self.case.limb or ""] if q.needed}
        assert needed <= self.opened_on

    @invariant()
    def the_order_in_which_facts_came_changes_no_answer(self) -> None:
        shuffled = self.facts[:]
        random.Random(len(shuffled)).shuffle(shuffled)
        asked = [
            ground_check(self.known(facts), ground_terms()) for facts in (self.facts, shuffled)
        ]
        first, second = [[(each.question.id, each.yes) for each in of] for of in asked]
        assert first == second

    @invariant()
    def an_end_is_an_end_and_has_its_reason(self) -> None:
        if self.case.status in {"revoked", "not_revoked"}:
            assert self.case.decision is not None
            assert self.case.decision.reason
        if self.case.status == "withdrawn":
            assert self.case.opened_by is None
            assert self.case.decision is None


RevocationMachine.TestCase.settings = settings(max_examples=100, stateful_step_count=25)
TestRevocationMachine = RevocationMachine.TestCase


def test_a_walk_through_the_machine_can_revoke() -> None:
    machine = RevocationMachine()
    machine.propose(("17(2)", "violation"), by="wang", published=False)
    machine.open(by="wang")
    machine.notify(by="wang")
    machine.serve(by="wang")
    machine.days_pass(20)
    machine.decide(by="wang", outcome="revoked")
    assert machine.case.status == "served"
    machine.decide(by="li", outcome="revoked")
    assert machine.case.status == "revoked"
    machine.nobody_revokes_alone_and_nothing_is_skipped()
    alone = machine.case.decision
    assert alone is not None
    machine.case = replace(machine.case, decision=replace(alone, decided_by="wang"))
    try:
        machine.nobody_revokes_alone_and_nothing_is_skipped()
    except AssertionError:
        return
    raise AssertionError("the invariant does not bite")
