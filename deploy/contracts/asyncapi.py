"""The AsyncAPI 3.0 document: a channel for each event, who sends it, who takes it in."""

import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from common.contracts.catalogue import BY_TYPE, PUBLISHERS, stream_of
from common.messaging.envelope import CONTENT_TYPE, dataschema_of, written
from deploy.contracts.event_examples import envelope_example
from deploy.contracts.event_schemas import envelope_schema, event_schema, plain

WORDS: Final[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "asyncapi.toml").read_text())


def asyncapi() -> dict[str, Any]:
    """The document, made from the catalogue and from what each service consumes."""
    return {
        "asyncapi": "3.0.0",
        "info": {**WORDS["info"], "tags": [{"name": service} for service in PUBLISHERS]},
        "defaultContentType": CONTENT_TYPE,
        "servers": WORDS["servers"],
        "channels": {kind: _channel(kind) for kind in BY_TYPE},
        "operations": dict(_operations()),
        "components": {
            **WORDS["components"],
            "messages": {kind: _message(kind) for kind in BY_TYPE},
            "schemas": {"envelope": _schema(envelope_schema()), "headers": WORDS["headers"]},
        },
    }


def _channel(kind: str) -> dict[str, Any]:
    return {
        "address": kind,
        "title": kind,
        "description": BY_TYPE[kind].__doc__,
        "servers": [{"$ref": "#/servers/broker"}],
        "messages": {"event": {"$ref": f"#/components/messages/{kind}"}},
    }


def _operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for service, events in PUBLISHERS.items():
        for event in events:
            stream = stream_of(service)
            says = f"{service} announces it in the stream {stream}"
            yield f"{service}.send.{event.TYPE}", _operation("send", event.TYPE, says)
    for service in PUBLISHERS:
        parts = import_module(f"{service}.main").SERVICE
        for publisher in parts.consumes:
            for event in PUBLISHERS[publisher]:
                acts = event.TYPE in parts.handlers
                says = f"{service} {'acts on it' if acts else 'records it, and no more'}"
                yield f"{service}.receive.{event.TYPE}", _operation("receive", event.TYPE, says)


def _operation(action: str, kind: str, summary: str) -> dict[str, Any]:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{kind}"},
        "summary": summary,
        "description": f"{summary}. {BY_TYPE[kind].__doc__}",
        "messages": [{"$ref": f"#/channels/{kind}/messages/event"}],
    }


def _message(kind: str) -> dict[str, Any]:
    envelope = envelope_example(kind)
    data = {"type": {"const": kind}, "dataschema": {"const": dataschema_of(kind)}}
    payload = {
        "allOf": [
            {"$ref": "#/components/schemas/envelope"},
            {"type": "object", "properties": {**data, "data": _schema(event_schema(kind))}},
        ]
    }
    return {
        "name": kind,
        "title": kind,
        "summary": BY_TYPE[kind].__doc__,
        "contentType": CONTENT_TYPE,
        "headers": {"$ref": "#/components/schemas/headers"},
        "payload": payload,
        "examples": [
            {
                "headers": {"Nats-Msg-Id": str(envelope.id), "Content-Type": CONTENT_TYPE},
                "payload": plain(written(envelope)),
            }
        ],
    }


def _schema(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema whose own definitions are written out where they are used: it stands anywhere."""
    definitions = schema.get("$defs", {})

    def inlined(node: Any) -> Any:
        if isinstance(node, list):
            return [inlined(each) for each in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            return inlined(definitions[node["$ref"].removeprefix("#/$defs/")])
        return {key: inlined(value) for key, value in node.items() if key != "$defs"}

    whole: dict[str, Any] = inlined({k: v for k, v in schema.items() if k != "examples"})
    return whole
