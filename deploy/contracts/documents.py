"""Every generated contract with its path from the project's root."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from common.contracts.catalogue import BY_TYPE
from deploy.contracts import refusals
from deploy.contracts.asyncapi import asyncapi
from deploy.contracts.event_schemas import envelope_schema, event_schema
from deploy.contracts.merging import merged
from deploy.contracts.openapi import openapi
from deploy.glossary import glossary
from deploy.handbook import handbook

SCHEMAS: Final = Path("libs/common/common/contracts/schemas")
DOCUMENTS: Final = Path("docs/api")
SERVICES: Final = ("intake", "evaluation", "registry", "monitoring")


def contracts() -> Iterator[tuple[Path, str]]:
    """Every document as the text that is committed."""
    yield SCHEMAS / "envelope.json", _text(envelope_schema())
    for kind in BY_TYPE:
        yield SCHEMAS / f"{kind}.json", _text(event_schema(kind))
    yield DOCUMENTS / "asyncapi.json", _text(asyncapi())
    for service in SERVICES:
        yield DOCUMENTS / f"{service}.json", _text(openapi(service))
    yield DOCUMENTS / "openapi.json", _text(whole_api())
    yield DOCUMENTS / "problems.json", _text(refusals.catalogue())
    yield Path("docs/ERRORS.md"), refusals.page()
    yield Path("docs/GLOSSARY.md"), glossary()
    yield from handbook(SERVICES)


@cache
def whole_api() -> dict[str, Any]:
    """The four services' documents as one."""
    return merged({service: openapi(service) for service in SERVICES})


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
