"""Kills at random moments, and a person patient enough to live through them."""

import asyncio
import json
import os
import random
import signal
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from common.client import HTTPError
from deploy.demo.world import StoryBroken, World

PATIENCE_S = 60.0
KILL_AT_SHARE = 0.08
# Not the supervisor, which restarts the others, and not the development clock and issuer.
SPARED = {"supervisor", "issuer"}


@dataclass(slots=True)
class Killer:
    """Sends SIGKILL to processes of one stack, at moments and in an order chosen by a seed."""

    run_file: Path
    kills: int
    chance: random.Random
    share: float = KILL_AT_SHARE
    killed: list[str] = field(default_factory=list)
    under_way: set[asyncio.Task[None]] = field(default_factory=set)

    def maybe(self) -> None:
        """At some requests, kill a process while the request is under way."""
        waiting = self.kills - len(self.killed) - len(self.under_way)
        if waiting > 0 and self.chance.random() < self.share:
            task = asyncio.create_task(self._kill(self.chance.uniform(0, 0.03)))
            self.under_way.add(task)
            task.add_done_callback(self.under_way.discard)

    async def _kill(self, pause_s: float) -> None:
        await asyncio.sleep(pause_s)
        pids: dict[str, int] = json.loads(self.run_file.read_text())["pids"]
        name = self.chance.choice(sorted(set(pids) - SPARED))
        with suppress(ProcessLookupError):
            os.kill(pids[name], signal.SIGKILL)
            self.killed.append(name)


@dataclass(slots=True, kw_only=True)
class PatientWorld(World):
    """Sends a request again, under the same key, until the answer is no fault."""

    killer: Killer
    done: list[tuple[str, str]] = field(default_factory=list)
    retries: int = 0

    async def _request(
        self, method: str, path: str, person: str | None, headers: Mapping[str, str], **options: Any
    ) -> Any:
        if method != "GET":
            headers = {"Idempotency-Key": uuid4().hex, **headers}
        deadline = asyncio.get_running_loop().time() + PATIENCE_S
        while asyncio.get_running_loop().time() < deadline:
            self.killer.maybe()
            with suppress(HTTPError):
                answer = await World._request(self, method, path, person, headers, **options)
                if answer.status_code < 500 and "Retry-After" not in answer.headers:
                    self._note(answer, person)
                    return answer
            self.retries += 1
            await asyncio.sleep(0.2)
        raise StoryBroken(f"{method} {path}: no answer in {PATIENCE_S:.0f} s")

    async def upload(self, person: str, path: str, content: bytes) -> dict[str, Any]:
        """A repeat of an upload that was stored is told that the version is another one."""
        try:
            return await World.upload(self, person, path, content)
        except StoryBroken:
            document = await self.get(path, person)
            if not document["sha256"]:
                raise
            return document

    def _note(self, answer: Any, person: str | None) -> None:
        if answer.status_code == 201:
            self.done.append((person or "", answer.headers["Location"]))
