"""The gateway: its table of paths, and the real Caddy before a small upstream."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest
import pytest_asyncio

from common.client import Client, http_client
from deploy.gateway import routes
from deploy.gateway.routes import Ambiguous, NoContract
from deploy.local import gateway
from deploy.local.databases import SERVICES
from deploy.local.ports import free_port
from deploy.local.services import Instance
from deploy.local.supervisor import Supervisor

PATHS = {
    "intake": ["/v1/rounds", "/v1/applications/{id}", "/v1/applications/{id}/documents/{doc}"],
    "evaluation": ["/v1/standards"],
    "registry": ["/v1/register.json", "/v1/clusters/{number}"],
    "monitoring": ["/v1/incidents"],
}


@pytest.mark.parametrize(
    ("path", "matches"),
    [
        ("/v1/rounds", True),
        ("/v1/rounds/", False),
        ("/v1/applications/7", True),
        ("/v1/applications/7/documents/8", True),
        ("/v1/applications/7/versions", False),
        ("/v1/applications/", False),
        ("/x/v1/rounds", False),
    ],
)
def test_a_pattern_matches_exactly_the_declared_paths(path: str, matches: bool) -> None:
    assert bool(re.search(routes.pattern(PATHS["intake"]), path)) is matches


def test_a_dot_in_a_path_is_a_dot() -> None:
    assert not re.search(routes.pattern(PATHS["registry"]), "/v1/registerxjson")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/v1/me", "/v1/me"),
        ("/v1/clusters/{number}", "/v1/clusters/{id}"),
        ("/v1/clusters/{number}", "/v1/clusters/export"),
        ("/v1/register.{kind}", "/v1/register.json"),
    ],
)
def test_one_path_in_two_services_is_refused(one: str, other: str) -> None:
    with pytest.raises(Ambiguous):
        routes.require_unambiguous({"registry": [one], "monitoring": [other]})


def test_different_paths_are_not_ambiguous() -> None:
    routes.require_unambiguous(PATHS)


def test_a_missing_contract_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoContract, match=r"docs/api/intake\.json is missing"):
        routes.paths_of("intake", tmp_path)


def test_the_gateway_knows_every_page_and_no_other() -> None:
    routers = [router.routes for router in import_module("registry.main").SERVICE.routers]
    every = [route for found in routers for route in found]
    pages = {route.path for route in every if not route.include_in_schema}
    known = set(routes.PAGES["registry"])
    assert {path.replace("{ref}", "{number}") for path in pages} == known


Connected = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass(slots=True)
class Front:
    """A gateway with four upstreams, of which each is a little server in this process."""

    client: Client
    servers: dict[str, asyncio.Server]
    received: list[bytes]


@pytest_asyncio.fixture(loop_scope="session")
async def front(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Front]:
    monkeypatch.setattr(routes, "paths_of", lambda service: PATHS[service])
    received: list[bytes] = []
    ports = {service: free_port() for service in SERVICES}
    servers = {
        service: await asyncio.start_server(_upstream(service, received), "127.0.0.1", port)
        for service, port in ports.items()
    }
    apis = [Instance(service, "api", 1, port) for service, port in ports.items()]
    port, supervisor = free_port(), Supervisor(tmp_path / "logs", echo=False)
    await supervisor.start(gateway.program(tmp_path / "gateway", port=port, apis=apis))
    async with http_client(base_url=f"http://127.0.0.1:{port}") as client:
        yield Front(client, servers, received)
    await supervisor.stop()
    for server in servers.values():
        server.close()


def _upstream(service: str, received: list[bytes]) -> Connected:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        received.append(await reader.readuntil(b"\r\n\r\n"))
        body = service.encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    return answer


async def test_every_path_reaches_its_service(front: Front) -> None:
    assert (await front.client.get("/v1/applications/1")).text == "intake"
    assert (await front.client.get("/v1/clusters/BJ-2026-0007?at=2026-01-01")).text == "registry"
    assert b"GET /v1/clusters/BJ-2026-0007?at=2026-01-01 " in front.received[-1]


async def test_no_client_chooses_the_address_by_which_it_is_counted(front: Front) -> None:
    forged = {"X-Forwarded-For": "203.0.113.7, 127.0.0.1", "Forwarded": "for=203.0.113.7"}
    assert (await front.client.get("/v1/clusters/BJ-2026-0007", headers=forged)).is_success
    lines = front.received[-1].decode().splitlines()
    [told] = [line for line in lines if line.lower().startswith("x-forwarded-for:")]
    assert told.partition(":")[2].strip() == "127.0.0.1"


@pytest.mark.parametrize(
    ("asked", "language", "title"),
    [("", "zh-CN", "未找到"), ("en-GB,zh;q=0.5", "en", "Not found"), ("zh", "zh-CN", "未找到")],
)
async def test_a_path_of_no_service_is_a_problem_in_the_callers_language(
    front: Front, asked: str, language: str, title: str
) -> None:
    answer = await front.client.get("/v1/nothing", headers={"Accept-Language": asked})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-language"] == language
    assert (answer.json()["title"], answer.json()["status"]) == (title, 404)


async def test_the_type_of_a_problem_leads_to_what_to_do_about_it(front: Front) -> None:
    kind = (await front.client.get("/v1/nothing")).json()["type"]
    entry = (await front.client.get(kind)).json()
    assert (entry["code"], entry["status"]) == ("not_found", 404)
    assert set(entry["user"]) == {"zh", "en"}
    closed = (await front.client.get("/problems/round_closed")).json()
    assert closed["detail"]["en"] == "This round closed at {closed_at}."
    assert (await front.client.get("/problems/none_such")).status_code == 404


async def test_an_unknown_host_is_answered_like_an_unknown_path(front: Front) -> None:
    answer = await front.client.get("/v1/rounds", headers={"Host": "elsewhere.example"})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert front.received[-1].startswith(b"GET /livez")


async def test_a_service_that_is_away_is_a_problem_and_the_gateway_is_not_alive(
    front: Front,
) -> None:
    assert (await front.client.get("/livez")).json() == {"status": "live"}
    front.servers["evaluation"].close()
    answer = await front.client.get("/v1/standards")
    assert answer.status_code == 502
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 502
    assert (await front.client.get("/livez")).status_code == 502
    assert (await front.client.get("/v1/rounds")).text == "intake"


async def test_the_documentation_loads_nothing_from_outside(front: Front) -> None:
    page = await front.client.get("/docs")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    for name in re.findall(r'(?:src|href)="([^"]+)"', page.text):
        assert name.startswith("/")
        assert not name.startswith("//")
    assert (await front.client.get("/docs.js")).headers["content-type"].startswith("text/java")
