"""Twenty identical submissions make one, whether they share a key or not."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select

from common.database import Reader
from common.tables import outbox
from common.testing.tokens import actor
from intake.tables.applications import application_acts, application_versions

TWENTY = 20


async def sent(case: Any, application: str, keys: list[str]) -> list[Any]:
    etag = (await case.get("institution", f"/applications/{application}")).headers["ETag"]
    path = f"/applications/{application}/submission"
    return await asyncio.gather(
        *(
            case.post("institution", path, {}, **{"Idempotency-Key": key, "If-Match": etag})
            for key in keys
        )
    )


async def counted(case: Any) -> tuple[int, int, int]:
    reading = Reader(case.running.worker, actor("auditor"), case.running.clock.now())
    filed = select(func.count()).where(application_acts.c.act == "submit")
    told = select(func.count()).where(outbox.c.type == "application.submitted")
    versions = select(func.count()).select_from(application_versions)
    found = [(await reading.rows(each))[0][0] for each in (versions, filed, told)]
    return found[0], found[1], found[2]


@pytest.mark.parametrize("keys", ["one key", "twenty keys"])
async def test_twenty_at_once_make_one_version(open_case: Any, keys: str) -> None:
    case = await open_case()
    application = await case.draft()
    named = [f"s{0 if keys == 'one key' else number}" for number in range(TWENTY)]
    answers = await sent(case, application, named)
    won = [answer for answer in answers if answer.status_code == 201]
    lost = {answer.json()["code"] for answer in answers if answer.status_code != 201}
    assert won, [answer.text for answer in answers]
    assert await counted(case) == (1, 1, 1)
    if keys == "one key":
        assert len({answer.content for answer in won}) == 1
        assert lost <= {"request_in_flight"}
        again = await sent(case, application, named[:1])
        assert again[0].content == won[0].content
    else:
        assert len(won) == 1
        assert lost <= {"stale", "not_possible_in_this_status"}
    assert await counted(case) == (1, 1, 1)
