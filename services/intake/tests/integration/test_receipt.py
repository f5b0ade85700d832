"""A filing is in time by the instant at which the whole of it was received, and by nothing else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Any

import pytest

from common.clock import SHANGHAI
from common.testing.clocks import StillClock


@pytest.fixture
def clock() -> StillClock:
    """One second before the closing."""
    return StillClock(datetime(2024, 4, 30, 23, 59, 58, tzinfo=SHANGHAI))


async def test_what_waits_for_its_turn_past_the_closing_was_received_in_time(
    open_case: Any, clock: StillClock
) -> None:
    case = await open_case()
    application = await case.draft()
    etag = (await case.get("institution", f"/applications/{application}")).headers["ETag"]
    path = f"/applications/{application}/submission"
    async with AsyncExitStack() as held:
        for _ in range(case.running.api.size):
            await held.enter_async_context(case.running.api.connection())
        filing = asyncio.create_task(case.post("institution", path, {}, **{"If-Match": etag}))
        await asyncio.sleep(0.2)
        clock.move(seconds=60)
        assert not filing.done()
    closing = f"/rounds/{case.round['id']}/closing"
    closed, filed = await asyncio.gather(
        case.post("bureau", closing, None, **{"If-Match": '"v2"'}), filing
    )
    assert (closed.status_code, filed.status_code) == (201, 201), (closed.text, filed.text)


async def test_what_began_in_time_and_came_in_too_late_is_late(
    open_case: Any, clock: StillClock
) -> None:
    case = await open_case()
    application = await case.draft()
    seen = await case.get("institution", f"/applications/{application}")

    async def slow() -> AsyncIterator[bytes]:
        yield b"{"
        clock.move(seconds=60)
        yield b"}"

    headers = case.running.as_("institution") | {
        "If-Match": seen.headers["ETag"],
        "Idempotency-Key": "slow",
        "Content-Type": "application/json",
    }
    url = f"/v1/applications/{application}/submission"
    late = await case.running.client.post(url, content=slow(), headers=headers)
    assert (late.status_code, late.json()["code"]) == (409, "round_closed")
    assert "2024-04-30 23:59" in late.json()["detail"]
