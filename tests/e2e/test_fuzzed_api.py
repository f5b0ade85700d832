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
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

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
EXAMPLES = 16
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
schemathesis.serializer.alias(XLSX, "application/octet-stream")
_KEYS = itertools.count()


@dataclass
class Stack:
    """The gateway's address, the roles' tokens, and references that lead somewhere."""

    url: str
    tokens: dict[str, str]
    known: dict[str, list[str]] = field(default_factory=dict)
    session: requests.Session = field(default_factory=requests.Session)

    def tag_of(self, resource: str, ref: str | None, headers: dict[str, str]) -> str:
        """The current tag of a thing, where it has one for this caller."""
        answer = self.session.get(f"{self.url}/v1/{resource}/{ref}", headers=headers, timeout=30)
        return str(answer.headers.get("ETag", '"v1"'))


@pytest.fixture(scope="module")
def stack(story: Any, full_stack: Any) -> Stack:
    found = Stack(url=full_stack["base_url"], tokens=full_stack["tokens"])
    for resource in (
        "rounds",
        "applications",
        "evaluations",
        "notices",
        "clusters",
        "revocation-cases",
        "obligations",
        "standards",
    ):
        bearer = {"Authorization": f"Bearer {found.tokens['bureau']}"}
        url = f"{found.url}/v1/{resource}?limit=20"
        items = found.session.get(url, headers=bearer, timeout=10).json()["items"]
        found.known[resource] = [item["id"] for item in items]
        assert found.known[resource], resource
    found.known["annual-reports"] = [cluster["number"] for cluster in story.register]
    return found


def strategy_of(operation: Any) -> Any:
    good, bad = (operation.as_strategy(generation_mode=mode) for mode in GenerationMode)
    return st.one_of(good, good, bad)


def path_of(operation: Any) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{[^/{}]+\}", "[^/]+", operation.path))


def name_of(operation: Any) -> str:
    return str(operation.definition.raw["operationId"])


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "operation", OPERATIONS, ids=lambda each: each.definition.raw["operationId"]
)
def test_only_documented_answers_come(operation: Any, stack: Stack) -> None:
    resource = operation.path.split("/")[2]
    path = path_of(operation)
    body = operation.definition.raw.get("requestBody", {}).get("content", {})
    example = body.get("application/json", {}).get("example")

    @given(
        case=strategy_of(operation),
        role=st.sampled_from(ROLES),
        known=st.sampled_from([None, *stack.known.get(resource, ())]),
        match=st.sampled_from(["current", '"v1"', None]),
        documented=st.booleans(),
    )
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def sent(case: Any, role: str, known: str | None, match: str | None, documented: bool) -> None:
        if documented and example is not None:
            case.body = example
        if known is not None:
            for name in ("ref", "cluster", "standard_id"):
                if name in case.path_parameters:
                    case.path_parameters[name] = known
            if "period" in case.path_parameters:
                case.path_parameters["period"] = "2024"
        headers = {"Authorization": f"Bearer {stack.tokens[role]}"}
        if match is not None:
            tag = stack.tag_of(resource, known, headers) if match == "current" else match
            headers |= {"If-Match": tag, "Idempotency-Key": f"fuzz-{next(_KEYS)}"}
        answer = case.call(base_url=stack.url, session=stack.session, headers=headers, timeout=30)
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
