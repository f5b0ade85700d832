"""Every status and every choice has a Chinese and an English term."""

from collections.abc import Iterator
from typing import Any

import pytest

from common.actor import ROLES
from common.contracts.catalogue import BY_TYPE
from deploy.contracts.documents import whole_api
from deploy.contracts.event_schemas import event_schema
from evaluation.domain.evaluation import EVALUATION
from evaluation.domain.standard import STANDARD
from intake.domain.application_lifecycle import APPLICATION, status_of
from intake.domain.round import ROUND
from monitoring.domain.assessment import ASSESSMENT
from monitoring.domain.breach import BREACH
from monitoring.domain.cycle import CYCLE
from monitoring.domain.entry import ENTRY
from monitoring.domain.incident import INCIDENT
from monitoring.domain.obligation import OBLIGATION
from monitoring.domain.practice_case import PRACTICE_CASE
from monitoring.domain.report import REPORT
from monitoring.domain.supervision_task import TASK
from programme.vocabularies import vocabularies
from registry.domain.change_filing import CHANGE_FILING
from registry.domain.notice import NOTICE
from registry.domain.objection import OBJECTION
from registry.domain.proposal import PROPOSAL
from registry.domain.revocation import REVOCATION

BY_NAME = {each.name: each for each in vocabularies()}
LIFECYCLES = {
    "round_status": ROUND,
    "application_status": APPLICATION,
    "evaluation_status": EVALUATION,
    "standard_status": STANDARD,
    "proposal_status": PROPOSAL,
    "notice_status": NOTICE,
    "objection_status": OBJECTION,
    "revocation_status": REVOCATION,
    "change_filing_status": CHANGE_FILING,
    "report_status": REPORT,
    "entry_status": ENTRY["service_delivery"],
    "practice_case_status": PRACTICE_CASE,
    "assessment_status": ASSESSMENT,
    "obligation_state": OBLIGATION,
    "cycle_status": CYCLE,
    "incident_status": INCIDENT,
    "supervision_task_status": TASK,
    "breach_status": BREACH,
}


def choices(node: Any, place: str) -> Iterator[tuple[str, frozenset[str]]]:
    if isinstance(node, list):
        for number, each in enumerate(node):
            yield from choices(each, f"{place}/{number}")
    if isinstance(node, dict):
        if isinstance(node.get("enum"), list):
            yield place, frozenset(node["enum"])
        for key, each in node.items():
            yield from choices(each, f"{place}/{key}")


@pytest.mark.parametrize("name", LIFECYCLES)
def test_the_statuses_of_a_lifecycle_are_its_vocabulary(name):
    statuses = LIFECYCLES[name].statuses()
    if name == "application_status":  # an application's places tell the stage too
        statuses = frozenset(map(status_of, statuses))
    assert statuses == BY_NAME[name].values()


def test_every_choice_in_the_api_and_in_the_events_has_a_term():
    events = {kind: event_schema(kind) for kind in BY_TYPE}
    unnamed = {
        place: sorted(values)
        for place, values in [*choices(whole_api(), ""), *choices(events, "events")]
        if not any(values <= each.values() for each in vocabularies())
    }
    assert unnamed == {}


def test_roles_have_a_term():
    assert BY_NAME["role"].values() == ROLES


def test_a_name_and_a_value_stand_once_and_no_term_is_missing():
    assert len(BY_NAME) == len(vocabularies())
    for each in vocabularies():
        assert len(each.values()) == len(each.terms)
        assert all(term.zh and term.en for term in each.terms)
