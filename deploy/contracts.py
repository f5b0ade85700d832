"""Writes the contracts that others rely on: JSON Schemas of events, OpenAPI documents.

`python -m deploy.contracts` writes them, `--check` fails when a committed one differs.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from common.contracts.catalogue import BY_TYPE, PUBLISHER_OF
from common.messaging.envelope import Envelope
from common.process import application

ROOT: Final = Path(__file__).resolve().parent.parent
SCHEMAS: Final = Path("libs/common/common/contracts/schemas")
DOCUMENTS: Final = Path("docs/api")
SERVICES: Final = ("intake", "evaluation", "registry", "monitoring")
METHODS: Final = ("get", "put", "post", "delete", "patch")


class Collision(RuntimeError):
    """Two services declare one operation, or one name for two things."""


def contracts() -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every generated document with its path from the project's root."""
    yield SCHEMAS / "envelope.json", TypeAdapter(Envelope).json_schema()
    for kind, event in BY_TYPE.items():
        schema = TypeAdapter(event).json_schema(mode="serialization")
        yield SCHEMAS / f"{kind}.json", {"x-publisher": PUBLISHER_OF[kind], **schema}
    documents = {service: openapi(service) for service in SERVICES}
    for service, document in documents.items():
        yield DOCUMENTS / f"{service}.json", document
    yield DOCUMENTS / "openapi.json", merged(documents)


def openapi(service: str) -> dict[str, Any]:
    """The OpenAPI document of one service."""
    return application(import_module(f"{service}.main").SERVICE).openapi()


def merged(documents: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """The four documents as one API; raises `Collision` where two say different things."""
    whole: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "Jiqun 集群", "version": "1"},
        "paths": {},
        "components": {"schemas": {}, "securitySchemes": {}},
    }
    names: set[str] = set()
    for service, document in documents.items():
        for path, item in document["paths"].items():
            _add_path(whole["paths"], path, item, names)
        for section, entries in document.get("components", {}).items():
            for name, entry in entries.items():
                known = whole["components"].setdefault(section, {}).setdefault(name, entry)
                if known != entry:
                    raise Collision(f"{service}: {section} {name} is declared otherwise elsewhere")
    return whole


def _add_path(paths: dict[str, Any], path: str, item: dict[str, Any], names: set[str]) -> None:
    known = paths.setdefault(path, {})
    for method in METHODS:
        if method not in item:
            continue
        operation = item[method]
        if method in known or operation["operationId"] in names:
            raise Collision(f"{method.upper()} {path} ({operation['operationId']}) stands twice")
        names.add(operation["operationId"])
        known[method] = operation


def main(arguments: list[str] | None = None) -> int:
    """Write the contracts, or compare them with what is committed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args(arguments).check
    stale = []
    for path, document in contracts():
        text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        target = ROOT / path
        if target.exists() and target.read_text() == text:
            continue
        stale.append(path)
        if not check:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
    for path in stale:
        sys.stdout.write(f"{'differs' if check else 'written'}: {path}\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
