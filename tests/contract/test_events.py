"""What the services tell one another: documented, with examples that every consumer reads."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from jsonschema import Draft7Validator, Draft202012Validator

from common.contracts.catalogue import BY_TYPE, PUBLISHERS
from common.messaging.envelope import event_of, read, written
from deploy.contracts.asyncapi import asyncapi
from deploy.contracts.documents import SCHEMAS
from deploy.contracts.event_examples import envelope_example

ROOT = Path(__file__).resolve().parents[2]
OFFICIAL = Path(__file__).parent / "data" / "asyncapi-3.0.0.json"
READERS = [
    (service, event.TYPE)
    for service in PUBLISHERS
    for publisher in import_module(f"{service}.main").SERVICE.consumes
    for event in PUBLISHERS[publisher]
]


def committed(name: Any) -> Any:
    return json.loads((ROOT / SCHEMAS / f"{name}.json").read_text())


def test_the_asyncapi_document_is_one():
    official = json.loads(OFFICIAL.read_text())
    document = json.loads((ROOT / "docs/api/asyncapi.json").read_text())
    assert document == asyncapi()
    assert list(Draft7Validator(official).iter_errors(document)) == []
    document["channels"]["round.opened"]["addres"] = document["channels"]["round.opened"]["address"]
    assert list(Draft7Validator(official).iter_errors(document)) != []


def test_the_asyncapi_document_tells_who_sends_and_who_takes_in():
    operations = asyncapi()["operations"]
    sent = {name.partition(".send.")[2] for name in operations if ".send." in name}
    taken = {name for name in operations if ".receive." in name}
    assert sent == set(BY_TYPE)
    assert taken == {f"{service}.receive.{kind}" for service, kind in READERS}


@pytest.mark.parametrize("kind", BY_TYPE)
def test_the_schema_of_an_event_holds_an_example_that_fits_it(kind):
    schema = committed(kind)
    Draft202012Validator.check_schema(schema)
    [example] = schema["examples"]
    assert list(Draft202012Validator(schema).iter_errors(example)) == []
    assert example.keys() == schema["properties"].keys()


@pytest.mark.parametrize("kind", BY_TYPE)
def test_an_event_on_the_wire_fits_envelope_and_document(kind):
    sent = json.loads(written(envelope_example(kind)))
    envelope = Draft202012Validator(committed("envelope"))
    assert list(envelope.iter_errors(sent)) == []
    [shown] = asyncapi()["components"]["messages"][kind]["examples"]
    assert shown["payload"] == sent
    assert shown["headers"]["Nats-Msg-Id"] == sent["id"]


@pytest.mark.parametrize(("service", "kind"), READERS)
def test_every_consumer_reads_the_example_of_every_producer(service, kind):
    handler = import_module(f"{service}.main").SERVICE.handlers.get(kind)
    event = event_of(read(written(envelope_example(kind))))
    assert type(event) is BY_TYPE[kind]
    if handler is not None:
        taken = get_type_hints(handler)["event"]
        assert isinstance(event, get_args(taken) or taken)


def test_a_handler_is_for_an_event_that_its_service_is_sent():
    for service in PUBLISHERS:
        handled = set(import_module(f"{service}.main").SERVICE.handlers)
        assert handled <= {kind for reader, kind in READERS if reader == service}
