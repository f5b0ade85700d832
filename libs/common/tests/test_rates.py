"""How often a client may ask, who counts as one client, and that nobody can fill the memory."""

import re
from collections.abc import MutableMapping
from typing import Any

import pytest

from common.http import rates
from common.http.rates import Buckets, Rate, RateGuard, network_of
from common.testing.tokens import bearer, verifier

SEARCH = Rate("search", "GET", re.compile(r"/v1/things"))


class Asked:
    """An application behind the guard, and a clock that only the test moves."""

    def __init__(self, **per_minute: int) -> None:
        self.seconds = 0.0
        self.reached = 0
        buckets = Buckets(per_minute, now=lambda: self.seconds)
        self.buckets = buckets
        self.guard = RateGuard(self._answer, rates=[SEARCH], buckets=buckets, verifier=verifier())

    async def _answer(self, _scope: Any, _receive: Any, send: Any) -> None:
        self.reached += 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def get(
        self, *, client: str = "192.0.2.1", token: str = "", path: str = "/v1/things"
    ) -> tuple[int, dict[str, str]]:
        """Status and headers of a request from an address, perhaps with a token."""
        sent: list[MutableMapping[str, Any]] = []
        headers = [(b"authorization", token.encode())] if token else []
        # What a client writes here itself is believed by the server only from a trusted proxy.
        headers.append((b"x-forwarded-for", f"203.0.113.{self.reached}".encode()))
        scope = {"type": "http", "method": "GET", "path": path, "headers": headers}

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message)

        await self.guard(scope | {"client": (client, 1)}, _nothing, send)
        given = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], given


async def _nothing() -> dict[str, Any]:
    return {"type": "http.request", "body": b""}


async def test_a_client_who_asks_too_often_is_told_when_to_try_again() -> None:
    asked = Asked(search=3)
    assert [(await asked.get())[0] for _ in range(4)] == [200, 200, 200, 429]
    status, headers = await asked.get()
    assert (status, headers["retry-after"], headers["content-type"]) == (
        429,
        "20",
        "application/problem+json",
    )
    asked.seconds += 19.9
    assert (await asked.get())[0] == 429
    asked.seconds += 0.1
    assert [(await asked.get())[0] for _ in range(2)] == [200, 429]
    asked.seconds += 3600
    assert [(await asked.get())[0] for _ in range(4)] == [200, 200, 200, 429]
    assert asked.reached == 7


async def test_each_client_and_each_class_has_its_own_bucket() -> None:
    asked = Asked(search=1)
    for client in ("192.0.2.1", "192.0.2.2", "2001:db8:0:1::1", "2001:db8:0:2::1"):
        assert (await asked.get(client=client))[0] == 200
    assert (await asked.get(client="2001:db8:0:1:ffff::2"))[0] == 429
    assert (await asked.get(client="::ffff:192.0.2.1"))[0] == 429
    assert (await asked.get(path="/v1/others"))[0] == 200


async def test_a_token_counts_as_its_person_and_a_made_up_one_as_the_address() -> None:
    asked = Asked(search=1)
    token = bearer("bureau")["Authorization"]
    assert [(await asked.get(token=token, client=c))[0] for c in ("192.0.2.1", "192.0.2.2")] == [
        200,
        429,
    ]
    assert [(await asked.get(token=f"Bearer made.up.{n}"))[0] for n in range(2)] == [200, 429]


async def test_a_class_without_a_limit_is_not_counted() -> None:
    asked = Asked()
    assert {(await asked.get())[0] for _ in range(50)} == {200}


async def test_any_number_of_clients_fills_a_bounded_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rates, "KEPT_BUCKETS", 10)
    asked = Asked(search=1)
    for number in range(100):
        assert (await asked.get(client=f"198.51.100.{number}"))[0] == 200
    assert len(asked.buckets.left) == 10
    assert (await asked.get(client="198.51.100.99"))[0] == 429


def test_an_address_that_is_none_counts_as_itself() -> None:
    assert network_of("testclient") == "testclient"
    assert network_of("") == ""
