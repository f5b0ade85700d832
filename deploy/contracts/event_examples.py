"""One example of every event, made from its contract with values by the fields' names."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from pydantic import TypeAdapter

from common.contracts.case import StandardPin
from common.contracts.catalogue import BY_TYPE, PUBLISHER_OF
from common.messaging.envelope import Envelope, data_of, dataschema_of
from programme.standards import registry

VALUES: Final[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "event_values.toml").read_text()
)
STANDARD: Final = "beijing-2023"
DAY: Final = date(2024, 5, 27)
INSTANT: Final = datetime(2024, 5, 27, 1, 30, tzinfo=UTC)
TRACE: Final = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class NoValue(KeyError):
    """A field of an event has no example value in `event_values.toml`."""


def event_example(kind: str) -> dict[str, Any]:
    """The data of an event's example."""
    made = _made(BY_TYPE[kind], owner="", name="")
    return data_of(TypeAdapter(BY_TYPE[kind]).validate_python(made))


def envelope_example(kind: str) -> Envelope:
    """An example of an event as it goes over the wire."""
    data = event_example(kind)
    return Envelope(
        id=_id(f"event {kind}"),
        source=f"/{PUBLISHER_OF[kind]}",
        type=kind,
        subject=_id(f"subject {kind.partition('.')[0]}"),
        time=INSTANT,
        dataschema=dataschema_of(kind),
        sequence="1",
        actor=VALUES["answers_by"],
        traceparent=TRACE,
        data=data,
    )


def _made(hint: Any, *, owner: str, name: str) -> Any:
    if hint is StandardPin:
        return _standard()
    if is_dataclass(hint):
        hints, own = get_type_hints(hint), str(getattr(hint, "__name__", ""))
        return {f.name: _made(hints[f.name], owner=own, name=f.name) for f in fields(hint)}
    arguments, origin = get_args(hint), get_origin(hint)
    if origin is Literal:
        return arguments[0]
    if origin in {Union, UnionType}:
        return _made(arguments[0], owner=owner, name=name)
    if origin is tuple:
        return [_made(arguments[0], owner=owner, name=name.removesuffix("s"))]
    return _plain(hint, owner=owner, name=name)


def _plain(hint: Any, *, owner: str, name: str) -> Any:
    by_type: Mapping[Any, Any] = {UUID: _id(name), date: DAY, datetime: INSTANT, bool: True}
    if hint in by_type:
        return by_type[hint]
    if hint is int:
        return VALUES["integers"].get(name, 1)
    if name == "sha256" or name.endswith("_sha256"):
        return hashlib.sha256(f"{owner}.{name}".encode()).hexdigest()
    by_owner = VALUES["by_owner"].get(f"{owner}.{name}")
    value = VALUES.get(name) if by_owner is None else by_owner
    if value is None:
        raise NoValue(f"{owner}.{name}")
    return value


@cache
def _standard() -> StandardPin:
    of = registry.load(STANDARD)
    return StandardPin(id=of.id, revision=of.revision, sha256=of.sha256)


def _id(name: str) -> UUID:
    digits = hashlib.sha256(name.encode()).hexdigest()
    return UUID(f"018fb7e0-0000-7000-8000-{digits[:12]}")
