"""Two workers of a service run side by side; when the leader is killed, the other leads."""

import asyncio
import json
import os
import signal
import time

import pytest

from common.client import HTTPError, http_client
from deploy.demo.stack import fresh_stack

WITHIN_S = 5.0


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    """A stack with two APIs and two workers of intake."""
    directory = tmp_path_factory.mktemp("leaders") / "state"
    directory.mkdir()
    with fresh_stack(directory, "--replicas", "intake=2") as run:
        yield run, directory / "run.json"


async def leading(client, processes):
    """The names of the workers that say they lead."""
    found = []
    for name, url in processes.items():
        try:
            probe = (await client.get(f"{url}/readyz")).json()
        except HTTPError:
            continue
        if probe.get("leading"):
            found.append(name)
    return found


async def test_two_apis_and_two_workers_run_and_one_worker_leads(stack):
    run, _ = stack
    intake = {name: url for name, url in run["processes"].items() if name.startswith("intake")}
    assert len(intake) == 4
    async with http_client() as client:
        assert len(await leading(client, intake)) == 1
        for url in intake.values():
            assert (await client.get(f"{url}/livez")).status_code == 200


async def test_the_other_leads_soon_after_the_leader_is_killed(stack):
    run, run_file = stack
    workers = {n: u for n, u in run["processes"].items() if n.startswith("intake-worker")}
    async with http_client() as client:
        (leader,) = await leading(client, workers)
        os.kill(json.loads(run_file.read_text())["pids"][leader], signal.SIGKILL)
        killed_at = time.monotonic()
        others = {name: url for name, url in workers.items() if name != leader}
        while not await leading(client, others):
            assert time.monotonic() - killed_at < WITHIN_S
            await asyncio.sleep(0.05)
        print(f"the other led after {time.monotonic() - killed_at:.2f} s")
