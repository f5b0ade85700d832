"""The whole stack as a test gets it: what `run.json` promises holds."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from common.client import http_client
from deploy.local.binaries import ROOT, Missing
from deploy.local.databases import SERVICES
from deploy.local.issuer import PEOPLE
from deploy.local.state import State

RESTARTED_WITHIN_S = 20


async def test_everything_answers_and_the_legal_clock_stands_where_it_was_told(
    full_stack: dict[str, Any],
) -> None:
    async with http_client() as client:
        assert (await client.get(f"{full_stack['base_url']}/livez")).status_code == 200
        for service in SERVICES:
            for url in (full_stack["apis"][service], full_stack["workers"][service]):
                assert (await client.get(f"{url}/readyz")).status_code == 200
        clock = await client.get(f"{full_stack['issuer_url']}/clock")
        assert clock.json()["today"].startswith("2024-03")
        whole = await client.get(f"{full_stack['base_url']}/openapi.json")
        assert "/v1/applications" in whole.json()["paths"]


async def test_the_gateway_takes_every_persons_token(full_stack: dict[str, Any]) -> None:
    assert full_stack["tokens"].keys() == PEOPLE.keys()
    async with http_client(base_url=full_stack["base_url"]) as client:
        address = "/v1/evaluation/reconciliation"
        bearer = {"Authorization": f"Bearer {full_stack['tokens']['system']}"}
        assert (await client.get(address, headers=bearer)).status_code == 200
        assert (await client.get(address)).status_code == 401


def test_the_run_file_is_for_its_owner_alone(full_stack: dict[str, Any]) -> None:
    run_file = Path(full_stack["legal_clock_file"]).parent / "run.json"
    assert stat.S_IMODE(run_file.stat().st_mode) == 0o600


def test_a_process_that_is_killed_comes_back_and_the_run_file_knows_it(
    full_stack: dict[str, Any],
) -> None:
    run_file = Path(full_stack["legal_clock_file"]).parent / "run.json"
    killed = json.loads(run_file.read_text())["pids"]["issuer"]
    os.kill(killed, signal.SIGKILL)
    deadline = time.monotonic() + RESTARTED_WITHIN_S
    while json.loads(run_file.read_text())["pids"].get("issuer") in {killed, None}:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_second_stack_in_the_same_directory_is_refused_in_one_sentence(
    full_stack: dict[str, Any],
) -> None:
    directory = Path(full_stack["legal_clock_file"]).parent
    command = [sys.executable, "-m", "deploy.local", "run", "--state", str(directory)]
    refused = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "Another stack runs in" in refused.stderr
    assert (directory / "run.json").exists()


def test_a_state_directory_is_free_again_when_its_holder_is_gone(tmp_path: Path) -> None:
    state = State(tmp_path)
    with state.hold(), pytest.raises(Missing):
        state.hold()
    state.hold().close()
