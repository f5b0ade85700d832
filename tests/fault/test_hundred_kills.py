"""A hundred random kills while eight clients write every kind of act."""

import asyncio
import hashlib
import os
import random
import time
from collections import Counter

import pytest

from common.client import http_client
from deploy.demo.cast import part
from deploy.demo.stack import fresh_stack
from deploy.local.verify import verify
from deploy.local.wiring import read
from tests.fault import evidence, traces
from tests.fault.changing import open_renewals
from tests.fault.chaos import Killer, PatientWorld, hashes_in
from tests.fault.lives import DAYS, RANKS, Client, open_round
from tests.fault.supervising import open_cycle

KILLS = int(os.environ.get("FAULT_KILLS", "100"))
# By the end of each day so many of the hundred are allowed (what is left moves to the next), one
# for every so many acts: the day of the release has few.
ALLOWED_BY = {"file": 0.45, "release": 0.5, "report": 0.7, "revoke": 0.85, "settle": 1.0}
ACTS_A_KILL = {"file": 18, "release": 3, "report": 17, "revoke": 19, "settle": 12}
KILL_AT_SHARE = 0.1
SEED = int(os.environ.get("FAULT_SEED", "1"))
LAG_ENDS_WITHIN_S = 60
READERS = 8
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


async def live(world, killer):
    """Eight clients live through the five days of their cases; returns the clients."""
    in_round = await open_round(world)
    ranks = range(1, RANKS * len(PARTS), RANKS)
    clients = [
        Client(world, part(name), in_round, rank) for name, rank in zip(PARTS, ranks, strict=True)
    ]
    for day, moment in DAYS.items():
        await world.move_to(moment)
        killer.begin_day(up_to=round(KILLS * ALLOWED_BY[day]), every=ACTS_A_KILL[day])
        if day == "report":
            await open_cycle(world)
        if day == "settle":
            renewals = await open_renewals(world)
            for client in clients:
                client.renewals = renewals
        async with asyncio.TaskGroup() as group:
            for client in clients:
                group.create_task(getattr(client, day)())
        again = len(world.again)
        print(f"{day}: {len(killer.killed)} kills, {len(world.done)} acts, {again} sent again")
        if day == "report":  # the first day after its time is over
            await world.act("bureau", f"/rounds/{in_round['id']}", "closing")
    return clients


async def verified(run_file):
    """What is wrong as soon as nothing is, or when the time for that is over."""
    began = time.monotonic()
    faults = (await verify(read(run_file))).faults
    while faults and time.monotonic() - began < LAG_ENDS_WITHIN_S:
        faults = (await verify(read(run_file))).faults
    print(f"verified after {time.monotonic() - began:.1f} s")
    return faults


async def present(world, act):
    """Whether what a success told is there for its person, with every hash."""
    resource = act.path if act.method == "PUT" else act.path.rpartition("/")[0]
    places = [place for place in (act.location, resource, *act.further) if evidence.readable(place)]
    # What was done without a token is read by the bureau.
    answers = [await world.answer_to(act.person or "bureau", place) for place in places]
    shown = {found for answer in answers for found in told_in(answer)}
    good = bool(answers) and all(answer.status_code == 200 for answer in answers)
    return good and act.hashes <= shown


def told_in(answer):
    """Every hash in an answer; that of a file is computed from its bytes."""
    if answer.headers["Content-Type"].startswith("application/json"):
        return set(hashes_in(answer.json()))
    return {hashlib.sha256(answer.content).hexdigest()}


async def absent(world, acts):
    """The acts that were answered with success and are not there; a taken away thing is not."""
    reading = asyncio.Semaphore(READERS)
    gone = {act.path for act in acts if act.method == "DELETE"}

    async def look(act):
        async with reading:
            if gone.isdisjoint({act.path, act.location}):
                return await present(world, act)
            return (await world.answer_to(act.person, act.location or act.path)).status_code == 404

    answers = await asyncio.gather(*map(look, acts))
    return [act for act, there in zip(acts, answers, strict=True) if not there]


@pytest.mark.timeout(900)
async def test_a_hundred_kills_lose_and_double_nothing(stack):
    run, run_file = stack
    addresses = {name: run[name] for name in ("base_url", "issuer_url", "tokens")}
    killer = Killer(run_file, 0, random.Random(SEED), share=KILL_AT_SHARE)
    async with http_client() as client:
        world = PatientWorld(**addresses, client=client, killer=killer, tell=lambda line: None)
        clients = await live(world, killer)
        assert len(killer.killed) == KILLS
        assert await verified(run_file) == []
        await every_success_is_there(world, clients)
    await everything_was_done_once(run["postgres"]["admin"], world.done)
    felt = evidence.counted(world.again)
    print(f"sent again: {told(felt)}")
    assert len(felt) > len(traces.LEAVES) / 4  # the kills met more than a few kinds of act


async def every_success_is_there(world, clients):
    """Nothing that was answered with success is missing, and no case is there that nobody filed."""
    missing = await absent(world, world.done)
    assert missing == []
    ends = [end for client in clients for end in client.ended]
    listed, cursor = set(), ""
    while cursor is not None:
        page = await world.get(f"/applications?limit=200{cursor}", "auditor")
        listed |= {(item["number"], item["status"]) for item in page["items"]}
        cursor = f"&cursor={page['next']}" if page["next"] else None
    assert listed == {(case.number, status) for case, status in ends}
    registered = {one["number"] for one in (await world.get("/clusters?limit=200"))["items"]}
    assert registered == {number for client in clients for number in client.clusters}


async def everything_was_done_once(admin, done):
    """Every kind with a story was done and left one audit row; each event one effect, in order."""
    times = evidence.counted((act.method, act.path) for act in done)
    there = {name for *_, name in evidence.operations()}
    assert there == traces.LEAVES.keys()
    assert traces.LEAVES.keys() - times.keys() <= {traces.PERHAPS}
    persons, services = await evidence.audited(admin)
    left = Counter({row: persons[row] for row in persons.keys() - traces.SOMETIMES})
    assert left == traces.owed(times)
    assert await evidence.without_one_effect(admin, services) == []
    assert await evidence.out_of_line(admin, two_workers="intake") == []
    assert await evidence.heard(admin) >= traces.HEARD
    print(f"done: {told(times)}")


def told(times):
    """How often what, for people."""
    return ", ".join(f"{name} {count}" for name, count in sorted(times.items()))
