"""A hundred random kills while eight clients write."""

import asyncio
import os
import random

import pytest

from common.client import http_client
from deploy.demo import filing, review
from deploy.demo.cast import part
from deploy.demo.stack import fresh_stack
from deploy.local.verify import verify
from deploy.local.wiring import read
from tests.fault.chaos import Killer, PatientWorld

KILLS = 100
KILL_AT_SHARE = 0.03
SEED = int(os.environ.get("FAULT_SEED", "1"))
PARTS = (
    "software",
    "aircraft",
    "vehicles",
    "rail",
    "measuring",
    "instruments",
    "biology",
    "chips",
)


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    """A stack of its own, with two APIs and two workers of intake."""
    directory = tmp_path_factory.mktemp("hundred") / "state"
    directory.mkdir()
    with fresh_stack(directory, "--replicas", "intake=2") as run:
        yield run, directory / "run.json"


async def write(world, of, in_round, killer):
    """One client: files, is accepted, and withdraws, again and again; returns what it filed."""
    filed = []
    while len(killer.killed) < KILLS:
        case = await filing.file_application(world, of, in_round)
        filed.append(case)
        await review.accept(world, case)
        await review.find(world, case)
        await world.act(of.institution, case.path, "withdrawal", {"reason": "演示：主动撤回"})
    return filed


@pytest.mark.timeout(900)
async def test_a_hundred_kills_lose_and_double_nothing(stack):
    run, run_file = stack
    addresses = {name: run[name] for name in ("base_url", "issuer_url", "tokens")}
    killer = Killer(run_file, KILLS, random.Random(SEED), share=KILL_AT_SHARE)
    async with http_client() as client:
        world = PatientWorld(**addresses, client=client, killer=killer, tell=lambda line: None)
        in_round = await filing.open_round(world)
        await world.move_to("2024-03-04T09:00")
        clients = (write(world, part(name), in_round, killer) for name in PARTS)
        filed = [case for cases in await asyncio.gather(*clients) for case in cases]
        killed, again = len(killer.killed), world.retries
        print(f"{killed} kills, {len(filed)} applications, {len(world.done)} acts, {again} again")

        verdict = await verify(read(run_file))
        assert verdict.faults == []
        numbers = {case.number for case in filed}
        assert len(numbers) == len(filed)
        listed, cursor = set(), ""
        while cursor is not None:
            page = await world.get(f"/applications?limit=200{cursor}", "auditor")
            listed |= {item["number"] for item in page["items"]}
            cursor = f"&cursor={page['next']}" if page["next"] else None
        assert listed == numbers
        for case in filed:
            shown = await world.get(case.path, "auditor")
            assert shown["status"] == "withdrawn"
        for person, location in world.done:
            await world.get(location.removeprefix("/v1"), person)
