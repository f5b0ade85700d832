"""The OpenAPI documents say what is true, completely, with examples that fit."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from deploy.contracts.openapi import operations

ROOT = Path(__file__).resolve().parents[2]
API: dict[str, Any] = json.loads((ROOT / "docs/api/openapi.json").read_text())
NAMES = [each["operationId"] for each in operations(API)]
BY_NAME = {each["operationId"]: each for each in operations(API)}
REGISTRY: Any = Registry().with_resource("urn:api", DRAFT202012.create_resource(API))
PROBLEM = "application/problem+json"


def faults(schema, value):
    """What keeps a value from fitting a schema of the document."""
    absolute = json.loads(json.dumps(schema).replace('"#/', '"urn:api#/'))
    validator = Draft202012Validator(absolute, registry=REGISTRY)
    return [f"{list(e.absolute_path)}: {e.message}" for e in validator.iter_errors(value)]


def media(holder):
    return [pair for pair in holder.get("content", {}).items() if pair[0].endswith("json")]


@pytest.mark.parametrize("name", NAMES)
def test_every_body_has_an_example_and_it_fits(name):
    operation = BY_NAME[name]
    good = [r for status, r in operation["responses"].items() if status.startswith("2")]
    bodies = [operation.get("requestBody", {}), *good]
    holders = [each for body in bodies for _, each in media(body)]
    # A PUT that creates and one that replaces answer the same; one of the two is shown.
    shown = [each for each in holders if "example" in each]
    assert len(shown) >= len(holders) - max(0, len(good) - 1), name
    for each in shown:
        assert faults(each["schema"], each["example"]) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_refusal_shows_a_problem_document_that_fits(name):
    for status, response in BY_NAME[name]["responses"].items():
        if status[0] in "45":
            [(kind, body)] = response["content"].items()
            assert kind == PROBLEM
            assert body["example"]["status"] == int(status)
            assert faults(body["schema"], body["example"]) == []


def test_every_operation_and_parameter_is_described():
    for operation in operations(API):
        assert operation["summary"]
        assert operation["description"]
        assert all(each.get("description") for each in operation.get("parameters", ()))
    described = {tag["name"] for tag in API["tags"] if tag["description"]}
    assert {tag for each in operations(API) for tag in each["tags"]} <= described


def test_what_needs_a_token_says_so_and_what_does_not_too():
    assert BY_NAME["create_round"]["security"] == [{"bearer": []}]
    assert BY_NAME["read_round"]["security"] == [{}, {"bearer": []}]
    assert BY_NAME["list_vocabularies"]["security"] == []
    for operation in operations(API):
        if operation["security"]:
            assert "401" in operation["responses"], operation["operationId"]


def test_what_creates_takes_a_key_and_what_acts_takes_a_tag():
    def parameters(name):
        return {each["name"] for each in BY_NAME[name]["parameters"]}

    assert "Idempotency-Key" in parameters("create_round")
    assert {"If-Match", "Idempotency-Key"} <= parameters("open_round")


def test_headers_that_come_are_documented():
    assert {"ETag", "Location"} <= BY_NAME["create_round"]["responses"]["201"]["headers"].keys()
    assert "Link" in BY_NAME["list_rounds"]["responses"]["200"]["headers"]
    assert "Retry-After" in BY_NAME["list_rounds"]["responses"]["503"]["headers"]
