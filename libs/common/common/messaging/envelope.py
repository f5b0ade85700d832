"""The envelope of an event: CloudEvents 1.0, structured mode."""

import hashlib
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson
from pydantic import TypeAdapter

from common.contracts.catalogue import BY_TYPE

CONTENT_TYPE: Final = "application/cloudevents+json"


class UnreadableEvent(ValueError):
    """A message is no event of this system, or its data does not fit its contract."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One event on its way: its identity, its place among its aggregate's events, its data."""

    id: UUID
    source: str
    type: str
    subject: UUID
    time: datetime
    dataschema: str
    sequence: str
    actor: str
    traceparent: str
    causationid: UUID | None = None
    data: dict[str, Any]
    specversion: str = "1.0"
    datacontenttype: str = "application/json"

    @property
    def kind(self) -> str:
        """The first word of the type: the kind of the aggregate."""
        return self.type.split(".")[0]

    @property
    def number(self) -> int:
        """The number of this event among the events of its aggregate, from 1."""
        return int(self.sequence)


_ENVELOPE: Final = TypeAdapter(Envelope)
_NAMES: Final = tuple(field.name for field in fields(Envelope))
_EVENTS: Final = {kind: TypeAdapter(event) for kind, event in BY_TYPE.items()}


def data_of(event: Any) -> dict[str, Any]:
    """The JSON data of an event of the catalogue."""
    return dict(_EVENTS[event.TYPE].dump_python(event, mode="json"))


def event_of(envelope: Envelope) -> Any:
    """The event an envelope carries; raises `UnreadableEvent` if it does not fit the contract."""
    try:
        return _EVENTS[envelope.type].validate_python(envelope.data)
    except (KeyError, ValueError) as error:
        raise UnreadableEvent(f"{envelope.type} does not fit its contract") from error


def dataschema_of(kind: str) -> str:
    """The name of the schema of an event's data; a breaking change is another event."""
    return f"urn:jiqun:event:{kind}:1"


def written(envelope: Envelope) -> bytes:
    """The bytes of an envelope on the wire."""
    told = {name: value for name in _NAMES if (value := getattr(envelope, name)) is not None}
    return orjson.dumps(told, option=orjson.OPT_UTC_Z, default=str)  # ids as asyncpg gives them


def read(raw: bytes) -> Envelope:
    """The envelope in a message; raises `UnreadableEvent`."""
    try:
        envelope: Envelope = _ENVELOPE.validate_json(raw)
        if envelope.number < 1:
            raise UnreadableEvent("an event's sequence starts at 1")
    except ValueError as error:
        raise UnreadableEvent("not an event of this system") from error
    return envelope


def sha256_of(data: str) -> bytes:
    """The SHA-256 that binds an event's id to its data."""
    return hashlib.sha256(data.encode()).digest()
