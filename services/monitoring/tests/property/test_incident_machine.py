"""Every walk through the life of an incident: only a standing determination supports 17(5)."""

from contextlib import nullcontext
from datetime import UTC, date, datetime

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from common.errors import Refusal
from common.ids import new_id
from common.testing.tokens import actor
from monitoring.domain.incident import (
    INCIDENT,
    Determination,
    Incident,
    allowed,
    annulled,
    determined,
    found,
    require_support,
    supports_ground,
)
from monitoring.domain.supervision_refusals import IncidentSupportsNothing
from monitoring.terms.supervising import supervision

KINDS = supervision().incidents
# What art. 17(5) counts, written down once more: 较大及以上 accidents, 重大及以上 incidents.
GRAVE = {"accident": {"I", "II", "III"}, "cyber": {"I", "II"}, "serious_misconduct": set()}
NOW = datetime(2025, 6, 1, 4, tzinfo=UTC)
BUREAU, DISTRICT, INSTITUTION = actor("bureau"), actor("district"), actor("institution")


class Life(RuleBasedStateMachine):
    @initialize(kind=st.sampled_from(sorted(KINDS)))
    def record(self, kind):
        self.incident = Incident(
            id=new_id(),
            cluster_id=new_id(),
            cluster_number="BJ-2024-0001",
            cluster_name="示例",
            district="110108",
            institution_code="91110000101623741K",
            status="recorded",
            version=1,
            kind=kind,
            enterprise_code="91110000101623741K",
            enterprise_name="示例企业",
            roster_reference="BJ-2024-A-0001/1",
            happened_on=date(2025, 5, 1),
            summary="示例",
            source="示例",
            recorded_by="district",
            recorded_at=NOW,
        )
        self.standing = None  # (grade) while a determination stands
        self.weight = None

    @property
    def kind(self):
        return KINDS[self.incident.kind]

    def attempt(self, act, change):
        possible = INCIDENT.possible(act, self.incident.status)
        before = self.incident
        try:
            self.incident = change(before)
        except Refusal:
            return False
        assert possible
        assert self.incident.version == before.version + 1
        return True

    @rule(grade=st.sampled_from([None, "I", "II", "III", "IV", "V"]))
    def determine(self, grade):
        by = Determination(
            authority="示例局",
            document_number="1",
            determined_on=date(2025, 5, 20),
            document_sha256="0" * 64,
            grade=grade,
        )
        if self.attempt(
            "determine", lambda of: determined(of, self.kind, by, at=NOW, today=date(2025, 6, 1))
        ):
            assert (grade is None) == (self.incident.kind == "serious_misconduct")
            assert grade != "V"
            self.standing, self.weight = (grade,), None

    @rule(of_weight=st.booleans())
    def find(self, of_weight):
        if self.attempt("find", lambda of: found(of, self.kind, of_weight=of_weight, by="bureau")):
            assert self.incident.kind == "serious_misconduct"
            self.weight = of_weight

    @rule()
    def annul(self):
        if self.attempt("annul", annulled):
            self.standing = self.weight = None

    @precondition(lambda self: self.incident.status != "recorded")
    @rule()
    def nothing_returns_to_an_allegation(self):
        assert all("recorded" not in arc.end for arc in INCIDENT.arcs)

    @invariant()
    def only_a_standing_determination_of_weight_supports_the_ground(self):
        kind = self.incident.kind
        graded = self.standing is not None and self.standing[0] in GRAVE[kind]
        expected = graded or (self.standing is not None and self.weight is True)
        assert supports_ground(self.incident) == expected
        with nullcontext() if expected else pytest.raises(IncidentSupportsNothing):
            require_support(self.incident)

    @invariant()
    def what_is_offered_can_be_done(self):
        assert allowed(self.incident, self.kind, INSTITUTION) == ()
        assert "find" not in allowed(self.incident, self.kind, DISTRICT)
        offered = allowed(self.incident, self.kind, BUREAU)
        assert ("propose_breach" in offered) == supports_ground(self.incident)
        assert all(INCIDENT.possible(act, self.incident.status) for act in offered)


Life.TestCase.settings = settings(max_examples=150, stateful_step_count=12, deadline=None)
TestLife = Life.TestCase
