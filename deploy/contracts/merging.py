"""The four documents as the one API that the gateway serves."""

from collections.abc import Mapping
from typing import Any

from deploy.contracts.openapi import METHODS, WORDS


class Collision(RuntimeError):
    """Two services declare one operation, or one name for two things."""


def merged(documents: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """The four documents as one API; raises `Collision` where two say different things."""
    tags: dict[str, dict[str, Any]] = {}
    whole: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {**WORDS["info"], "title": "Jiqun 集群", "version": "1"},
        "servers": WORDS["servers"],
        "paths": {},
        "components": {},
    }
    names: set[str] = set()
    for service, document in documents.items():
        for path, item in document["paths"].items():
            _add_path(whole["paths"], path, item, names)
        for section, entries in document["components"].items():
            _add_components(whole["components"].setdefault(section, {}), entries, service)
        tags |= {tag["name"]: tag for tag in document["tags"]}
    whole["tags"] = [tags[name] for name in sorted(tags)]
    return whole


def _add_components(known: dict[str, Any], entries: dict[str, Any], service: str) -> None:
    for name, entry in entries.items():
        if known.setdefault(name, entry) != entry:
            raise Collision(f"{service}: component {name} is declared otherwise elsewhere")


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
