"""Kills at random moments, and a person patient enough to live through them."""

import asyncio
import json
import os
import random
import re
import signal
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from common.client import HTTPError
from deploy.demo.world import LOOK_AGAIN_S, Found, StoryBroken, World

PATIENCE_S = 60.0
KILL_AT_SHARE = 0.08
# Not the supervisor, which restarts the others, and not the development clock and issuer.
SPARED = {"supervisor", "issuer"}
# Who writes a report is told the hash of the working copy, which lasts until the next write.
WORKING_COPY = re.compile(
    r"(/annual-reports/[^/]+/[^/]+)(/(imports|enterprises|seal-page|answers))?"
)
REPORT = re.compile(r"(/annual-reports/[^/]+/[^/]+)/.+")
STALE = 412
DONE_BEFORE = 409


@dataclass(slots=True)
class Killer:
    """Sends SIGKILL to processes of one stack, at moments and in an order chosen by a seed."""

    run_file: Path
    kills: int
    chance: random.Random
    share: float = KILL_AT_SHARE
    killed: list[str] = field(default_factory=list)
    under_way: set[asyncio.Task[None]] = field(default_factory=set)
    up_to: int = 0
    every: int = 1
    acts: int = 0

    @property
    def spent(self) -> bool:
        """Whether all kills of the day were done."""
        return len(self.killed) >= self.up_to

    def begin_day(self, *, up_to: int, every: int) -> None:
        """One more kill for every so many acts, up to so many in all: no day is without them."""
        self.up_to, self.every, self.acts = up_to, every, 0

    def act_done(self) -> None:
        """An act was done: perhaps another kill is due."""
        self.acts += 1
        if self.acts % self.every == 0 and self.kills < self.up_to:
            self.kills += 1

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One write that was answered with success: who did what where, and the hashes it was told.

    `further` are the records of an act that was done for several at once.
    """

    person: str | None
    method: str
    path: str
    location: str
    hashes: frozenset[str] = frozenset()
    further: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class PatientWorld(World):
    """Sends a request again, under the same key, until the answer is no fault."""

    killer: Killer
    done: list[Act] = field(default_factory=list)
    again: list[tuple[str, str]] = field(default_factory=list)
    retries: int = 0

    async def delete(self, person: str, resource: str) -> None:
        """Take something away; a repeat of what was done is told that nothing is there."""
        headers = {"If-Match": (await self._send("GET", resource, person)).headers["ETag"]}
        answer = await self._send("DELETE", resource, person, None, headers)
        if answer.status_code not in {204, 404}:
            raise StoryBroken(f"DELETE {resource} → {answer.status_code}")
        if answer.status_code == 404:
            self.done.append(Act(person=person, method="DELETE", path=resource, location=""))

    async def upload(self, person: str, path: str, content: bytes) -> dict[str, Any]:
        """A repeat of an upload that was stored is told that the version is another one."""
        try:
            return await World.upload(self, person, path, content)
        except StoryBroken:
            document = await self.get(path, person)
            if not document["sha256"]:
                raise
            stored = Act(
                person=person,
                method="PUT",
                path=f"{path}/content",
                location="",
                hashes=frozenset(hashes_in(document)),
            )
            self.done.append(stored)
            return document

    async def seal(self, person: str, path: str, content: bytes) -> dict[str, Any]:
        """A repeat of a page that was kept is told that the version is another one."""
        try:
            return await World.seal(self, person, path, content)
        except StoryBroken:
            report = await self.get(path, person)
            if not report["seal"]:
                raise
            kept = Act(person=person, method="PUT", path=f"{path}/seal-page", location="")
            self.done.append(kept)
            return report

    async def bring(
        self, person: str, resource: str, act: str, content: bytes, *, media_type: str
    ) -> None:
        """Hand in a file; a repeat of one that was taken in is told that it has moved on."""
        path = f"{resource}/{act}"
        tag = (await self._send("GET", resource, person)).headers["ETag"]
        headers = {"If-Match": tag, "Content-Type": media_type}
        answer = await self._request("POST", path, person, headers, content=content)
        if answer.status_code == STALE and ("POST", path) in self.again:
            self.done.append(Act(person=person, method="POST", path=path, location=""))
        elif answer.status_code != 201:
            raise StoryBroken(f"POST {path} → {answer.status_code}\n{answer.text}")

    async def look_into(self, person: str, resource: str, act: str, body: Any) -> None:
        """An act that changes nothing but the record: what it opens is answered with 200."""
        self._good(await self._acted(person, resource, act, body), 200)

    async def attempt(self, person: str, resource: str, act: str) -> bool:
        """Try an act that somebody else may have done before; whether it was ours."""
        answer = await self._acted(person, resource, act, None)
        if answer.status_code not in {201, DONE_BEFORE}:
            raise StoryBroken(f"{act} {resource} → {answer.status_code}\n{answer.text}")
        return bool(answer.status_code == 201)

    async def until(self, what: str, look: Callable[[], Awaitable[Found | None]]) -> Found:
        """What `look` finds; kills on the way of its event take their time."""
        deadline = asyncio.get_running_loop().time() + PATIENCE_S
        while asyncio.get_running_loop().time() < deadline:
            found = await look()
            if found is not None:
                return found
            await asyncio.sleep(LOOK_AGAIN_S)
        raise StoryBroken(f"not within {PATIENCE_S:.0f} s: {what}")

    async def answer_to(self, person: str | None, path: str) -> Any:
        """What a reader is answered, whatever it is."""
        return await self._send("GET", path, person)

    async def _acted(self, person: str, resource: str, act: str, body: Any) -> Any:
        # An event may reach the resource between the look and the act: then nothing was done.
        answer = await World._acted(self, person, resource, act, body)
        while answer.status_code == STALE:
            answer = await World._acted(self, person, resource, act, body)
        return answer

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
                    self._note(answer, person, method, path)
                    return answer
            self.retries += 1
            if method != "GET":
                self.again.append((method, path))
            await asyncio.sleep(0.2)
        raise StoryBroken(f"{method} {path}: no answer in {PATIENCE_S:.0f} s")

    def _note(self, answer: Any, person: str | None, method: str, path: str) -> None:
        if method == "GET" or not answer.is_success:
            return
        told = answer.json() if answer.content else {}
        done = Act(
            person=person,
            method=method,
            path=path,
            location=answer.headers.get("Location", "").removeprefix("/v1"),
            hashes=frozenset(hashes_in(told)) - _passing(path, told),
            further=(*records_in(told), *versions_of(path)),
        )
        self.done.append(done)
        self.killer.act_done()


def hashes_in(told: Any) -> Iterator[str]:
    """Every SHA-256 in an answer, wherever it stands."""
    if isinstance(told, list):
        for item in told:
            yield from hashes_in(item)
    if isinstance(told, dict):
        for name, value in told.items():
            if name.endswith("sha256") and isinstance(value, str) and value:
                yield value
            else:
                yield from hashes_in(value)


def _passing(path: str, told: Any) -> set[str]:
    return {told.get("content_sha256", "")} if WORKING_COPY.fullmatch(path) else set()


def versions_of(path: str) -> Iterator[str]:
    """Where the versions of a report are, if something was done with one."""
    if found := REPORT.fullmatch(path):
        yield f"{found[1]}/versions"


def records_in(told: dict[str, Any]) -> Iterator[str]:
    """Where the records of a list that was recommended in one act are."""
    for item in told.get("items", ()):
        if "record" in item:
            yield f"/applications/{item['record']['application_id']}/acts/{item['record']['id']}"
