"""A fresh stack of the demonstration's own: started, waited for, stopped by one SIGINT."""

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from deploy.demo.world import StoryBroken
from deploy.local.binaries import ROOT
from deploy.local.state import State

LEGAL_START: Final = "2024-03-01T09:00:00+08:00"
READY_WITHIN_S: Final = 120
STOPPED_WITHIN_S: Final = 40


@contextmanager
def fresh_stack(directory: Path, *options: str) -> Iterator[dict[str, Any]]:
    """What `run.json` says of a stack that begins with nothing; it is stopped at the end."""
    clear(directory)
    command = [sys.executable, "-m", "deploy.local", "run", "--quiet", "--state", str(directory)]
    log = directory / "supervisor.log"
    with log.open("wb") as output:
        # A session of its own: the terminal's Ctrl-C reaches this process, which passes it on once.
        stack = subprocess.Popen(
            [*command, "--legal-start", LEGAL_START, *options],
            cwd=ROOT,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield _ready(stack, directory / "run.json", log)
    finally:
        stack.send_signal(signal.SIGINT)
        stack.wait(STOPPED_WITHIN_S)


def clear(directory: Path) -> None:
    """Empty a state directory that nobody uses; raises `Missing` while a stack runs there."""
    with State(directory).hold() as held:
        for entry in directory.iterdir():
            if entry.name == Path(held.name).name:
                continue
            if entry.is_dir():
                shutil.rmtree(entry)
            else:
                entry.unlink()


def _ready(stack: subprocess.Popen[bytes], run_file: Path, log: Path) -> dict[str, Any]:
    deadline = time.monotonic() + READY_WITHIN_S
    while not run_file.exists():
        if stack.poll() is not None or time.monotonic() > deadline:
            raise StoryBroken(f"本地环境未能启动：\n{log.read_text()[-4000:]}")
        time.sleep(0.1)
    run: dict[str, Any] = json.loads(run_file.read_text())
    return run
