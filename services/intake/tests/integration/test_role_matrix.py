"""Every operation by every role on everybody's cases: what is another's does not exist."""

import tomllib
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from fastapi.routing import APIRoute

from common.testing.tokens import token
from intake.main import SERVICE

MATRIX = tomllib.loads(Path(__file__).with_name("role_matrix.toml").read_text(encoding="utf-8"))
OPERATIONS = {
    route.name: (next(iter(route.methods or ())), route.path)
    for router in SERVICE.routers
    for route in router.routes
    if isinstance(route, APIRoute)
}
OWN = {"O": "institution", "D": "district", "B": "bureau", "A": "auditor"}
OTHERS = {"P": "operator", "E": "expert_1", "S": "system"}
# Two more districts and their institutions; each has a case of its own.
STRANGERS = {
    "district_2": ("district", {"district": "110113"}),
    "district_3": ("district", {"district": "110105"}),
    "institution_2": ("institution", {"institution": "911101066976941872"}),
    "institution_3": ("institution", {"institution": "91110105MA0000001X"}),
}
NOWHERE = "0190b5c4-0000-7000-8000-000000000000"


def headers_of(person: str) -> dict[str, str]:
    name, claims = STRANGERS.get(person, (person, {}))
    return {"Authorization": f"Bearer {token(name, sub=person, **claims)}"}


class Caller:
    """Calls an operation on a case as somebody, with whatever its path needs."""

    def __init__(self, case: Any, ids: dict[str, str]) -> None:
        self.client, self.ids, self.in_round = case.running.client, ids, case.round["id"]

    async def __call__(self, operation: str, person: str, **ids: str) -> Any:
        method, path = OPERATIONS[operation]
        of_round = {"ref": self.in_round} if path.startswith("/v1/rounds/") else {}
        for name, value in (self.ids | of_round | ids).items():
            path = path.replace(f"{{{name}}}", value)
        assert "{" not in path, path
        headers = {"Idempotency-Key": f"{operation}-{person}"}
        if person != "nobody":
            headers |= headers_of(person)
        body: Any = None if method in {"GET", "DELETE"} else {}
        return await self.client.request(method, path, json=body, headers=headers)


@pytest.fixture
async def caller(open_case: Any) -> Caller:
    """A caller beside a case of Haidian's with a document, an act and a version."""
    case = await open_case()
    application = await case.submitted()
    content = (await case.get("institution", f"/applications/{application}")).json()
    recorded = (await case.get("institution", f"/applications/{application}/acts")).json()
    ids = {
        "ref": application,
        "document_id": content["documents"][0]["id"],
        "act_id": recorded["items"][0]["id"],
        "number": "1",
        "message_id": NOWHERE,
    }
    return Caller(case, ids)


def test_the_matrix_names_every_operation_and_no_other() -> None:
    named = {name for group in MATRIX.values() for name in group}
    assert named == set(OPERATIONS)
    of_a_case = {n for n, (_, path) in OPERATIONS.items() if "/applications/{ref}" in path}
    assert of_a_case == set(MATRIX["cases"])


async def test_every_role_may_do_what_the_matrix_says_and_nothing_else(caller: Caller) -> None:
    wrong = {}
    for group, operations in MATRIX.items():
        for operation, roles in operations.items():
            for letter, person in (OWN | OTHERS).items():
                answer = await caller(operation, person)
                let_in = roles == "public" or letter in roles
                hidden = group == "cases" and letter in OTHERS
                if hidden and answer.status_code == 404:
                    continue
                if (answer.status_code == 403) == let_in or answer.status_code in {401, 500}:
                    wrong[operation, person] = (answer.status_code, answer.text[:80])
            nobody = await caller(operation, "nobody")
            if (nobody.status_code == 401) == (roles == "public"):
                wrong[operation, "nobody"] = (nobody.status_code, nobody.text[:80])
    assert wrong == {}


async def test_what_is_anothers_is_told_as_what_does_not_exist(caller: Caller) -> None:
    wrong = {}
    for operation in MATRIX["cases"]:
        for stranger in STRANGERS:
            hidden = await caller(operation, stranger)
            absent = await caller(operation, stranger, ref=NOWHERE)
            if told(hidden) != told(absent) or hidden.status_code != 404:
                wrong[operation, stranger] = (hidden.status_code, absent.status_code)
    assert wrong == {}


def told(answer: Any) -> Any:
    return answer.status_code, {k: v for k, v in answer.json().items() if k != "trace_id"}


async def test_looking_for_what_is_anothers_costs_what_looking_for_nothing_costs(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An existence oracle shows in the statements that are run, not only in an answer's time."""
    run: list[str] = []
    fetch, execute = asyncpg.Connection.fetch, asyncpg.Connection.execute

    async def fetched(self: Any, query: str, *values: Any, **named: Any) -> Any:
        run.append(query)
        return await fetch(self, query, *values, **named)

    async def executed(self: Any, query: str, *values: Any, **named: Any) -> Any:
        run.append(query.split("SELECT set_config", maxsplit=1)[0])
        return await execute(self, query, *values, **named)

    monkeypatch.setattr(asyncpg.Connection, "fetch", fetched)
    monkeypatch.setattr(asyncpg.Connection, "execute", executed)
    for operation in MATRIX["cases"]:
        run.clear()
        await caller(operation, "district_2")
        hidden = list(run)
        run.clear()
        await caller(operation, "district_2", ref=NOWHERE)
        assert hidden == run != [], operation
