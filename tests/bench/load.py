"""Load from wrk: how many requests a second a server answers, and what each costs it."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from tests.bench.place import cpu_seconds

SCRIPT: Final = Path(__file__).parent / "load.lua"
CONNECTIONS: Final = 16


class Refused(RuntimeError):
    """A request of the load was not answered as it should be: the figure would mean nothing."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Requests a second, the server's processor time for each (µs), and the slow ones' latency."""

    per_s: float
    cpu_us: float
    p95_ms: float


def load(
    url: str,
    *,
    pid: int,
    seconds: float,
    headers: Mapping[str, str] | None = None,
    paths: Path | None = None,
    body: Path | None = None,
    method: Literal["GET", "POST"] = "POST",
    connections: int = CONNECTIONS,
) -> Rate:
    """Send requests for some seconds; with a file of `paths`, POST once to each or GET in turns.

    Raises `Refused` when an answer was not 2xx.
    """
    before = cpu_seconds(pid)
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:.0f}s", "-s", str(SCRIPT)]
    for name, value in (headers or {}).items():
        command += ["-H", f"{name}: {value}"]
    arguments = ["--", method, *(str(file) for file in (paths, body) if file)] if paths else []
    ran = subprocess.run([*command, url, *arguments], capture_output=True, text=True, check=True)
    told = json.loads(ran.stdout[ran.stdout.rindex("{") :])
    if told["bad"]:
        raise Refused(f"{told['bad']} of {told['requests']} failed: {url} {ran.stderr}")
    used = cpu_seconds(pid) - before
    return Rate(told["requests"] / told["seconds"], used * 1e6 / told["requests"], told["p95_ms"])
