"""The OpenAPI document of a service: what FastAPI knows, and what only we know of it."""

import json
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from common.http.dependencies import NEED_A_TOKEN, TAKE_A_TOKEN
from common.http.operating import operating_router
from common.http.problems import MEDIA_TYPE, PROBLEM_SCHEMA
from common.process import Service, application
from deploy.contracts import problem_examples

HERE: Final = Path(__file__).parent
WORDS: Final[dict[str, Any]] = tomllib.loads((HERE / "openapi.toml").read_text())
EXAMPLES: Final = HERE / "examples.json"  # see `deploy.contracts.recording`
BY_HAND: Final = HERE / "examples_by_hand.json"
METHODS: Final = ("get", "put", "post", "delete", "patch")
BEARER: Final[dict[str, list[str]]] = {"bearer": []}

Operation = dict[str, Any]


def openapi(service: str) -> dict[str, Any]:
    """The OpenAPI document of one service."""
    parts: Service = import_module(f"{service}.main").SERVICE
    document = application(parts).openapi()
    document["info"] = {**WORDS["info"], "title": parts.title, "version": "1"}
    document["servers"] = WORDS["servers"]
    components = document.setdefault("components", {})
    components["securitySchemes"] = WORDS["securitySchemes"]
    components["headers"] = WORDS["headers"]
    components.setdefault("schemas", {})["Problem"] = PROBLEM_SCHEMA
    # FastAPI's own shape of an error, which no operation here answers with.
    for unused in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(unused, None)
    security, recorded = security_of(parts), recorded_of(service)
    for operation in operations(document):
        name = operation["operationId"]
        operation["security"] = security[name]
        describe(operation, recorded.get(name, {}))
    used = sorted({tag for each in operations(document) for tag in each["tags"]})
    document["tags"] = [{"name": tag, "description": description_of(tag)} for tag in used]
    return document


def recorded_of(service: str) -> dict[str, Any]:
    """An exchange of each operation, by its id: recorded ones, and those that no test answers."""
    by_hand = json.loads(BY_HAND.read_text())
    named = {name.replace("{service}", service): each for name, each in by_hand.items()}
    return {**named, **json.loads(EXAMPLES.read_text())}


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    """Every operation of a document."""
    for item in document["paths"].values():
        yield from (item[method] for method in METHODS if method in item)


def description_of(tag: str) -> str:
    """What a tag holds; the operating routes are the same everywhere."""
    service, _, rest = tag.partition(" ")
    if rest == "operations":
        return str(WORDS["operations"]).format(service=service)
    return str(WORDS["tags"][tag])


def security_of(service: Service) -> dict[str, list[dict[str, list[str]]]]:
    """Who may call each operation, read from what its route depends on."""
    found = {}
    for router in [*service.routers, operating_router(service.name)]:
        for route in router.routes:
            if isinstance(route, APIRoute):
                calls = set(_calls(route.dependant))
                needs: list[dict[str, list[str]]] = [BEARER] if calls & NEED_A_TOKEN else []
                optional = calls & TAKE_A_TOKEN and not needs
                found[route.name] = [{}, BEARER] if optional else needs
    return found


def _calls(dependant: Dependant) -> Iterator[Any]:
    yield dependant.call
    for each in dependant.dependencies:
        yield from _calls(each)


def describe(operation: Operation, recorded: dict[str, Any]) -> None:
    """Add headers and examples: a recorded exchange shows what a description cannot."""
    operation["summary"] = operation["description"].splitlines()[0].rstrip(".")
    for parameter in operation.get("parameters", ()):
        words = WORDS["parameters"].get(parameter["name"])
        if words and "description" not in parameter:
            parameter["description"] = words
    if "request" in recorded and "requestBody" in operation:
        _give_example(operation["requestBody"], recorded["request"])
    for status, response in operation["responses"].items():
        names = _headers(operation, status)
        if status == recorded.get("status"):
            names |= set(recorded["headers"])
            _give_example(response, recorded.get("response"))
        if names:
            # What an operation says of a header of its own is truer than what all have in common.
            common = {name: {"$ref": f"#/components/headers/{name}"} for name in sorted(names)}
            response["headers"] = common | response.get("headers", {})
        if MEDIA_TYPE in response.get("content", {}):
            response["content"][MEDIA_TYPE]["example"] = problem_examples.of(int(status))


def _give_example(holder: dict[str, Any], example: Any) -> None:
    media = holder.get("content", {}).get("application/json")
    if media is not None and example is not None:
        media["example"] = example


def _headers(operation: Operation, status: str) -> set[str]:
    names = set(WORDS["headers_by_status"].get(status, ()))
    paged = any(each["name"] == "cursor" for each in operation.get("parameters", ()))
    return names | ({"Link"} if paged and status == "200" else set())
