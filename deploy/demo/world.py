"""The stack as a person meets it: requests over HTTP, the legal clock, patience with a deadline."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, TypeVar
from uuid import uuid4

from common.client import Client
from common.clock import SHANGHAI
from deploy.demo.cast import zh
from deploy.demo.layout import hanging, padded, words

PATIENCE_S: Final = 30.0
LOOK_AGAIN_S: Final = 0.1
LOOKS: Final = 3
STALE: Final = 412
WHO_PLACES: Final = 14
ACT_PLACES: Final = 18
WEEKDAYS: Final = "一二三四五六日"

Found = TypeVar("Found")


class StoryBroken(RuntimeError):
    """Something in the demonstration did not go as told."""


@dataclass(slots=True)
class World:
    """One running stack and the persons who act in it."""

    base_url: str
    issuer_url: str
    tokens: Mapping[str, str]
    client: Client
    tell: Callable[[str], None] = print
    now: datetime = field(default_factory=lambda: datetime.now(SHANGHAI))
    told_on: date | None = None

    async def get(self, path: str, person: str | None = None) -> dict[str, Any]:
        """Read something, as a person or without a token."""
        return self._good(await self._send("GET", path, person), 200)

    async def shown(self, path: str, headers: Mapping[str, str]) -> dict[str, Any]:
        """Read something without a token, by what the headers say."""
        return self._good(await self._send("GET", path, None, headers=headers), 200)

    async def file(self, path: str, *, of: str = "/v1") -> bytes:
        """What anybody may take along: a signed extract, a list, a set of keys."""
        content: bytes = (await self._request("GET", path, None, {}, of=of)).content
        return content

    async def create(self, person: str | None, path: str, body: Any = None) -> dict[str, Any]:
        """POST something new, as a person or without a token."""
        headers = {"Idempotency-Key": uuid4().hex}
        return self._good(await self._send("POST", path, person, body, headers), 201)

    async def create_once_possible(
        self, person: str, path: str, body: Any, *, waits_for: str
    ) -> dict[str, Any]:
        """POST something new, again while it is refused with the code of what is on its way."""

        async def look() -> Any:
            headers = {"Idempotency-Key": uuid4().hex}
            answer = await self._send("POST", path, person, body, headers)
            return None if answer.json().get("code") == waits_for else answer

        return self._good(await self.until(waits_for, look), 201)

    async def act(self, person: str, resource: str, act: str, body: Any = None) -> dict[str, Any]:
        """POST an act on a resource, on the version that is current now."""
        return self._good(await self._acted(person, resource, act, body), 201)

    async def refused(self, person: str, resource: str, act: str, body: Any) -> dict[str, Any]:
        """Try an act that has to be refused; returns the problem document."""
        answer = await self._acted(person, resource, act, body)
        if not 400 <= answer.status_code < 500:
            raise StoryBroken(f"{act} {resource} 本应被拒绝，却得到 {answer.status_code}")
        problem: dict[str, Any] = answer.json()
        return problem

    async def put(self, person: str, path: str, body: Any) -> dict[str, Any]:
        """Replace what is there, or create it where nothing is."""
        current = await self._send("GET", path, person)
        headers = {"If-None-Match": "*"} if current.status_code == 404 else _match(current)
        answer = await self._send("PUT", path, person, body, headers)
        return self._good(answer, 200, 201)

    async def upload(self, person: str, path: str, content: bytes) -> dict[str, Any]:
        """Send the content of an announced document."""
        headers = _match(await self._send("GET", path, person))
        headers |= {"Content-Type": "application/octet-stream"}
        answer = await self._request("PUT", f"{path}/content", person, headers, content=content)
        return self._good(answer, 200)

    async def seal(self, person: str, path: str, content: bytes) -> dict[str, Any]:
        """Send the page of a report that was sealed."""
        headers = _match(await self._send("GET", path, person))
        headers |= {"Content-Type": "application/pdf"}
        answer = await self._request("PUT", f"{path}/seal-page", person, headers, content=content)
        return self._good(answer, 200)

    async def until(self, what: str, look: Callable[[], Awaitable[Found | None]]) -> Found:
        """What `look` finds, as soon as it finds it; raises `StoryBroken` after the deadline."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            found = await look()
            if found is not None:
                return found
            await asyncio.sleep(LOOK_AGAIN_S)
        raise StoryBroken(f"{PATIENCE_S:.0f} 秒内没有等到：{what}")

    async def move_to(self, moment: str) -> None:
        """Move the legal clock forward to an instant of Shanghai (`2024-03-04T09:00`)."""
        to = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
        answer = await self.client.post(f"{self.issuer_url}/clock", json={"to": to.isoformat()})
        self.now = datetime.fromisoformat(self._good(answer, 200)["now"])

    async def read_clock(self) -> datetime:
        """The legal instant."""
        answer = await self.client.get(f"{self.issuer_url}/clock")
        self.now = datetime.fromisoformat(self._good(answer, 200)["now"])
        return self.now

    def begin(self, chapter: str) -> None:
        """A new part of the story."""
        self.tell(f"\n━━ {chapter} ━━")

    def say(self, person: str, act: str, result: str = "") -> None:
        """Who did what on the legal day, with what result; a new day has a line of its own."""
        day = self.now.date()
        if day != self.told_on:
            self.tell(f"\n{day}（周{WEEKDAYS[day.weekday()]}）")
            self.told_on = day
        start = f"  {padded(zh(person), WHO_PLACES)}  {padded(act, ACT_PLACES)}  "
        for line in hanging(start, words(result)):
            self.tell(line)

    async def _acted(self, person: str, resource: str, act: str, body: Any) -> Any:
        for _ in range(LOOKS):
            headers = _match(await self._send("GET", resource, person))
            headers |= {"Idempotency-Key": uuid4().hex}
            answer = await self._send("POST", f"{resource}/{act}", person, body, headers)
            # An event may reach the resource between the look and the act: then one looks again.
            if answer.status_code != STALE:
                break
        return answer

    async def _send(
        self,
        method: str,
        path: str,
        person: str | None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        options = {} if body is None else {"json": body}
        return await self._request(method, path, person, headers or {}, **options)

    async def _request(
        self,
        method: str,
        path: str,
        person: str | None,
        headers: Mapping[str, str],
        *,
        of: str = "/v1",
        **options: Any,
    ) -> Any:
        bearer = {} if person is None else {"Authorization": f"Bearer {self.tokens[person]}"}
        url = f"{self.base_url}{of}{path}"
        return await self.client.request(method, url, headers={**headers, **bearer}, **options)

    def _good(self, answer: Any, *wanted: int) -> dict[str, Any]:
        if answer.status_code not in wanted:
            request = answer.request
            raise StoryBroken(
                f"{request.method} {request.url.path} → {answer.status_code}\n{answer.text}"
            )
        content: dict[str, Any] = answer.json()
        return content


def _match(answer: Any) -> dict[str, str]:
    return {"If-Match": answer.headers["ETag"]} if "ETag" in answer.headers else {}
