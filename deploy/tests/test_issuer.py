"""The development issuer: tokens the services accept, a clock that only moves forward."""

import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from joserfc.jwk import KeySet

from common.client import Client, application_client
from common.clock import LegalClock
from common.tokens import FixedKeys, TokenVerifier
from deploy.local import issuer, legal_clock

ISSUER = "http://127.0.0.1:1"
START = datetime.fromisoformat("2024-03-01T09:00:00+08:00")


@pytest.fixture
def clock_file(tmp_path: Path) -> Path:
    file = tmp_path / "clock.json"
    legal_clock.begin(file, at=START)
    return file


@pytest_asyncio.fixture(loop_scope="session")
async def client(tmp_path: Path, clock_file: Path) -> AsyncIterator[Client]:
    key = issuer.signing_key(tmp_path / "key.json")
    app = issuer.create_app(key=key, issuer=ISSUER, clock_file=clock_file)
    async with application_client(app) as made:
        yield made


async def verifier(client: Client) -> TokenVerifier:
    keys = KeySet.import_key_set((await client.get("/jwks.json")).json())
    assert not any(key.is_private for key in keys.keys)
    return TokenVerifier(FixedKeys(keys), ISSUER, environment="development")


async def test_a_token_is_one_that_the_services_accept(client: Client) -> None:
    minted = (await client.post("/tokens", json={"person": "district"})).json()["access_token"]
    actor = await (await verifier(client)).actor(minted)
    assert (actor.subject, actor.district) == ("district", "110108")
    assert actor.has("district_authority")


async def test_everybody_in_the_list_gets_a_good_token(client: Client, tmp_path: Path) -> None:
    accepts = await verifier(client)
    minted = issuer.tokens(issuer.signing_key(tmp_path / "key.json"), issuer=ISSUER)
    actors = {name: await accepts.actor(token) for name, token in minted.items()}
    assert {f"expert_{number}" for number in range(1, 6)} <= actors.keys()
    assert actors["institution"].institution == "91110000101623741K"
    assert "reconciliation:read" in actors["system"].scopes


@pytest.mark.parametrize(
    "asked", [{}, {"person": "nobody"}, {"sub": "x", "roles": ["a"], "iss": 1}]
)
async def test_a_request_for_no_known_person_is_refused(client: Client, asked: object) -> None:
    assert (await client.post("/tokens", json=asked)).status_code == 422


async def test_the_clock_starts_where_it_is_told_and_moves_forward(
    client: Client, clock_file: Path
) -> None:
    assert (await client.get("/clock")).json()["today"] == "2024-03-01"
    moved = await client.post("/clock", json={"to": "2024-03-08T00:00:00+08:00"})
    assert moved.json()["today"] == "2024-03-08"
    assert LegalClock(clock_file).today().isoformat() == "2024-03-08"


@pytest.mark.parametrize("to", ["2024-02-29T00:00:00+08:00", "2024-03-08T00:00:00", "soon", None])
async def test_the_clock_refuses_the_past_and_what_is_no_instant(
    client: Client, to: object, clock_file: Path
) -> None:
    before = LegalClock(clock_file).today()
    assert (await client.post("/clock", json={"to": to})).status_code == 422
    assert LegalClock(clock_file).today() == before


def test_a_clock_that_runs_is_kept_when_the_stack_starts_again(clock_file: Path) -> None:
    before = clock_file.read_text()
    legal_clock.begin(clock_file, at=None)
    assert clock_file.read_text() == before
    with pytest.raises(legal_clock.Backwards):
        legal_clock.begin(clock_file, at=START - timedelta(days=1))


@pytest.mark.parametrize("environment", ["production", None])
def test_the_issuer_refuses_production_and_what_is_not_named(environment: str | None) -> None:
    named = {"JIQUN_ENVIRONMENT": environment} if environment else {}
    command = [sys.executable, "-m", "deploy.local.issuer"]
    ended = subprocess.run(command, env=named, capture_output=True, text=True, check=False)
    assert ended.returncode == issuer.REFUSED
    assert "refuse production" in ended.stderr
