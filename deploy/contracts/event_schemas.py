"""The JSON Schemas of the envelope and of every event's data, each with its example."""

import json
from typing import Any

from pydantic import TypeAdapter

from common.contracts.catalogue import BY_TYPE, PUBLISHER_OF
from common.messaging.envelope import Envelope, written
from deploy.contracts.event_examples import envelope_example, event_example

# Any event shows what an envelope looks like.
SHOWN: str = "cluster.designated"


def envelope_schema() -> dict[str, Any]:
    """The schema of an event on the wire."""
    schema = TypeAdapter(Envelope).json_schema()
    return {**schema, "examples": [plain(written(envelope_example(SHOWN)))]}


def event_schema(kind: str) -> dict[str, Any]:
    """The schema of an event's data."""
    schema = TypeAdapter(BY_TYPE[kind]).json_schema(mode="serialization")
    return {"x-publisher": PUBLISHER_OF[kind], **schema, "examples": [event_example(kind)]}


def plain(raw: bytes) -> Any:
    """What JSON bytes say."""
    return json.loads(raw)
