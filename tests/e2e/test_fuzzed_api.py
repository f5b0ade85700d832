"""Whatever three roles send to any operation: only documented answers, and never a fault.

It runs on the stack to which the demonstration's story was told, so that references lead to
applications, notices, clusters and cases in many statuses.
"""

import itertools
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from requests.adapters import HTTPAdapter
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from urllib3.util import Retry

from deploy.local.verify import verify
from deploy.local.wiring import read

API = json.loads((Path(__file__).resolve().parents[2] / "docs/api/openapi.json").read_text())
# Three roles ask; else many requests would be spent on being refused without a token.
AS_SOMEBODY = json.loads(json.dumps(API))
AS_SOMEBODY["components"].pop("securitySchemes")
for _item in AS_SOMEBODY["paths"].values():
    for _operation in _item.values():
        _operation.pop("security")
OPERATIONS = [
    found.ok()
    for found in schemathesis.openapi.from_dict(AS_SOMEBODY).get_all_operations()
    if isinstance(found, Ok)
]
ROLES = ("institution", "district", "bureau")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# A read changes nothing: what it answers depends on less than what a write answers.
EXAMPLES = {"get": 6}
EXAMPLES_OF_A_WRITE = 14
# Made as documented before the fuzz: the story has none of them.
MADE_FIRST = {
    "/v1/practice-cases": "district",
    "/v1/supervision-tasks": "bureau",
    "/v1/service-institutions": "bureau",
}
# Parked events are what a fault leaves: after the story there are none.
NONE_TO_FIND = "parked-events"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
schemathesis.serializer.alias(XLSX, "application/octet-stream")
_KEYS = itertools.count()
UNKNOWN = 502


def patient() -> requests.Session:
    """A session that reads again on a new connection, should the old one have been closed."""
    session = requests.Session()
    again = Retry(total=2, allowed_methods=["GET"], respect_retry_after_header=False)
    session.mount("http://", HTTPAdapter(max_retries=again))
    return session


@dataclass
class Stack:
    """The gateway's address, the roles' tokens, and references that lead somewhere."""

    url: str
    tokens: dict[str, str]
    known: dict[str, list[str]] = field(default_factory=dict)
    session: requests.Session = field(default_factory=patient)

    def bearer(self, role: str) -> dict[str, str]:
        """The header of a role."""
        return {"Authorization": f"Bearer {self.tokens[role]}"}

    def tag_of(self, resource: str, ref: str | None, headers: dict[str, str]) -> str:
        """The current tag of a thing, where it has one for this caller."""
        answer = self.session.get(f"{self.url}{resource}/{ref}", headers=headers, timeout=30)
        return str(answer.headers.get("ETag", '"v1"'))

    def look_up(self, resource: str) -> None:
        """Remember the references of a list, in every way that things are referred to."""
        role = "operator" if resource.endswith(("/messages", NONE_TO_FIND)) else "bureau"
        names = ("receipt",) if resource == "/v1/objections" else ("id", "number")
        items = self._listed(resource, role)
        refs = [str(item[name]) for name in names for item in items if name in item]
        # A reminder is there if a sweep met its days, which the story passes in moments.
        assert refs or resource.endswith(("/messages", NONE_TO_FIND)), resource
        self.known[resource] = refs

    def _listed(self, resource: str, role: str) -> list[dict[str, Any]]:
        url = f"{self.url}{resource}?limit=20"
        answer = self.session.get(url, headers=self.bearer(role), timeout=10)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])

    def make(self, resource: str, role: str) -> None:
        """Make one thing of a kind as its operation documents it."""
        headers = self.bearer(role) | {"Idempotency-Key": f"made{resource}"}
        body = example_of(API["paths"][resource]["post"])
        answer = self.session.post(f"{self.url}{resource}", json=body, headers=headers, timeout=10)
        assert answer.status_code == 201, answer.text


def example_of(operation: Any) -> Any:
    """The documented body of an operation."""
    content = operation.get("requestBody", {}).get("content", {})
    return content.get("application/json", {}).get("example")


def resource_of(path: str) -> str:
    """What the first reference in a path refers to."""
    return path.split("/{", maxsplit=1)[0]


@pytest.fixture(scope="module")
def stack(story: Any, full_stack: Any) -> Stack:
    found = Stack(url=full_stack["base_url"], tokens=full_stack["tokens"])
    for resource, role in MADE_FIRST.items():
        found.make(resource, role)
    for resource in {resource_of(path) for path in API["paths"] if "{" in path}:
        if "get" in API["paths"].get(resource, {}):
            found.look_up(resource)
    found.known["/v1/annual-reports"] = [cluster["number"] for cluster in story.register]
    return found


def strategy_of(operation: Any) -> Any:
    good, bad = (operation.as_strategy(generation_mode=mode) for mode in GenerationMode)
    return st.one_of(good, good, bad)


def path_of(operation: Any) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{[^/{}]+\}", "[^/]+", operation.path))


def referred(given: dict[str, Any], known: str) -> dict[str, Any]:
    """The first reference leads to a thing that is there, and so do those that follow it."""
    first, *further = given
    later = {"number": "1", "period": "2024"}
    return {first: known} | {name: later[name] for name in further if name in later}


def as_documented(case: Any, stack: Stack, headers: dict[str, str]) -> Any:
    """The answer as `docs/INTEGRATION.md` has a client ask for it: after a 502, the same again.

    The gateway gives one when a service answered a body before all of it had been sent.
    """
    asked = {"base_url": stack.url, "session": stack.session, "headers": headers, "timeout": 30}
    answer = case.call(**asked)
    return case.call(**asked) if answer.status_code == UNKNOWN else answer


def name_of(operation: Any) -> str:
    return str(operation.definition.raw["operationId"])


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "operation", OPERATIONS, ids=lambda each: each.definition.raw["operationId"]
)
def test_only_documented_answers_come(operation: Any, stack: Stack) -> None:
    resource, path = resource_of(operation.path), path_of(operation)
    example = example_of(operation.definition.raw)

    @given(
        case=strategy_of(operation),
        role=st.sampled_from(ROLES),
        known=st.sampled_from([None, *stack.known.get(resource, ())]),
        match=st.sampled_from(["current", '"v1"', None]),
        documented=st.booleans(),
    )
    @settings(
        max_examples=EXAMPLES.get(operation.method, EXAMPLES_OF_A_WRITE),
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def sent(case: Any, role: str, known: str | None, match: str | None, documented: bool) -> None:
        if documented and example is not None:
            case.body = example
        if known is not None and case.path_parameters:
            case.path_parameters |= referred(case.path_parameters, known)
        headers = stack.bearer(role)
        if match is not None:
            tag = stack.tag_of(resource, known, headers) if match == "current" else match
            headers |= {"If-Match": tag, "Idempotency-Key": f"fuzz-{next(_KEYS)}"}
        answer = as_documented(case, stack, headers)
        # A reference of dots is resolved away by the client: that request was for something else.
        if path.fullmatch(urlsplit(answer.request.url).path):
            case.validate_response(answer, checks=CHECKS)

    sent()


def test_every_operation_was_asked() -> None:
    declared = {op["operationId"] for item in API["paths"].values() for op in item.values()}
    assert {name_of(each) for each in OPERATIONS} == declared


async def test_what_was_sent_left_the_databases_in_order(stack: Stack, full_stack: Any) -> None:
    verdict = await verify(read(Path(full_stack["objects_dir"]).parent / "run.json"))
    assert verdict.faults == []
