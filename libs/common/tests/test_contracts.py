"""The catalogue of events keeps the promises made about subjects and form."""

import dataclasses
import json

import pytest
from toy.events import envelope

from common.contracts.catalogue import BY_TYPE, PUBLISHER_OF, PUBLISHERS, stream_of
from common.ids import new_id
from common.messaging.envelope import UnreadableEvent, event_of, read, written


def test_the_first_word_of_a_subject_belongs_to_one_service():
    owners: dict = {}
    for kind, service in PUBLISHER_OF.items():
        owners.setdefault(kind.split(".")[0], set()).add(service)
    assert all(len(services) == 1 for services in owners.values())


def test_an_event_type_stands_once_and_cannot_change():
    assert len(BY_TYPE) == sum(len(events) for events in PUBLISHERS.values())
    assert all(event.__dataclass_params__.frozen for event in BY_TYPE.values())
    assert {stream_of(service) for service in PUBLISHERS} == {
        "INTAKE",
        "EVALUATION",
        "REGISTRY",
        "MONITORING",
    }


def test_no_event_has_a_field_for_personal_data():
    names = {field.name for event in BY_TYPE.values() for field in dataclasses.fields(event)}
    forbidden = ("contact", "mobile", "email", "legal_representative", "objector", "address")
    assert {n for n in names if any(word in n for word in forbidden)} <= {"official_address"}


def test_an_envelope_is_read_as_it_was_written():
    sent = envelope(new_id(), 3, "行业应用软件")
    assert read(written(sent)) == sent
    assert event_of(sent).cluster_number == "行业应用软件"


def test_a_field_added_later_is_no_obstacle():
    sent = json.loads(written(envelope(new_id(), 1)))
    sent["data"]["added_in_a_later_release"] = True
    assert event_of(read(json.dumps(sent).encode())).period == "2024"


@pytest.mark.parametrize("change", [{"sequence": "0"}, {"sequence": "x"}, {"id": "7"}])
def test_what_is_no_envelope_is_refused(change):
    sent = json.loads(written(envelope(new_id(), 1))) | change
    with pytest.raises(UnreadableEvent):
        read(json.dumps(sent).encode())


def test_data_that_does_not_fit_its_contract_is_refused():
    with pytest.raises(UnreadableEvent):
        event_of(envelope(new_id(), 1, data={"period": "2024"}))
