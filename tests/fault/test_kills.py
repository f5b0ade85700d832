"""Ten random kills during the demonstration lose nothing and double nothing."""

import os
import random

import pytest

from common.client import http_client
from deploy.demo.stack import fresh_stack
from deploy.demo.story import tell
from deploy.local.verify import verify
from deploy.local.wiring import read
from tests.fault.chaos import Killer, PatientWorld

KILLS = 10
SEED = int(os.environ.get("FAULT_SEED", "1"))

# The whole story with ten restarts in it, on a machine that may be busy.
pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    """A stack of its own, with two APIs and two workers of intake."""
    directory = tmp_path_factory.mktemp("kills") / "state"
    directory.mkdir()
    with fresh_stack(directory, "--replicas", "intake=2") as run:
        yield run, directory / "run.json"


async def everything(world, path, person=None):
    """All items of a list."""
    return (await world.get(f"{path}?limit=200", person))["items"]


async def test_ten_kills_during_the_demonstration_lose_and_double_nothing(stack):
    run, run_file = stack
    addresses = {name: run[name] for name in ("base_url", "issuer_url", "tokens")}
    killer = Killer(run_file, KILLS, random.Random(SEED))
    async with http_client() as client:
        world = PatientWorld(**addresses, client=client, killer=killer, tell=lambda line: None)
        told = await tell(world)
        print(f"killed: {', '.join(killer.killed)}; requests sent again: {world.retries}")

        verdict = await verify(read(run_file))
        assert verdict.faults == []
        assert len(killer.killed) == KILLS
        assert world.retries > 0  # the kills were felt

        assert len(await everything(world, "/rounds")) == len(told.rounds)
        filed = len(told.cases) + len(told.renewed.cases)
        assert len(await everything(world, "/applications", "auditor")) == filed
        assert len(await everything(world, "/clusters")) == len(told.register)
        assert len(await everything(world, "/revocation-cases", "bureau")) == len(told.revocations)
        evaluated = len(told.evaluations) + len(told.renewed.evaluations)
        assert len(await everything(world, "/evaluations", "bureau")) == evaluated
        assert len(await everything(world, "/objections", "bureau")) == len(told.objections)
        for act in world.done:
            # What was filed without a token is read by its secret alone.
            if act.location and act.person:
                await world.get(act.location, act.person)
