"""Every generated contract with its path from the project's root."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from common.contracts.catalogue import BY_TYPE, PUBLISHER_OF
from common.messaging.envelope import Envelope
from deploy.contracts.merging import merged
from deploy.contracts.openapi import openapi

SCHEMAS: Final = Path("libs/common/common/contracts/schemas")
DOCUMENTS: Final = Path("docs/api")
SERVICES: Final = ("intake", "evaluation", "registry", "monitoring")


def contracts() -> Iterator[tuple[Path, str]]:
    """Every document as the text that is committed."""
    yield SCHEMAS / "envelope.json", _text(TypeAdapter(Envelope).json_schema())
    for kind in BY_TYPE:
        yield SCHEMAS / f"{kind}.json", _text(event_schema(kind))
    documents = {service: openapi(service) for service in SERVICES}
    for service, document in documents.items():
        yield DOCUMENTS / f"{service}.json", _text(document)
    yield DOCUMENTS / "openapi.json", _text(merged(documents))


def event_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of an event's data."""
    schema = TypeAdapter(BY_TYPE[kind]).json_schema(mode="serialization")
    return {"x-publisher": PUBLISHER_OF[kind], **schema}


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
