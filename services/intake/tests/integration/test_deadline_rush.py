"""320 applicants of 16 districts in the last moments: none is lost, and each is told why."""

import asyncio
import random
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from common.clock import SHANGHAI
from common.database import Reader
from common.testing.clocks import StillClock
from common.testing.tokens import actor, token
from intake.tables.applications import application_versions, applications
from programme import jurisdictions

CLOSES_AT = datetime(2024, 4, 30, 23, 59, 59, tzinfo=SHANGHAI)
APPLICANTS = 320
AT_ONCE = 16


class RunningClock(StillClock):
    """Moves a little each time somebody looks at it, once it is set running."""

    step = timedelta()

    def now(self) -> datetime:
        """The instant, a step later than the last one."""
        self.at += self.step
        return self.at


@pytest.fixture
def clock() -> RunningClock:
    """A legal clock that the test sets running."""
    return RunningClock(datetime(2024, 4, 30, 9, tzinfo=SHANGHAI))


async def drafted(case: Any, number: int, districts: list[str]) -> tuple[dict[str, str], str, str]:
    code, district = f"91110108MA{number:08d}", districts[number % len(districts)]
    bearer = token("institution", sub=f"applicant-{number}", institution=code)
    headers = {"Authorization": f"Bearer {bearer}"}
    sections = case.sections()
    sections["header"]["district_code"] = district
    sections["applicant"]["uscc"] = code
    body = {
        "round_id": case.round["id"],
        "kind": "designation",
        "cluster_name": f"第 {number} 号集群",
        "district_code": district,
        "sections": sections,
    }
    sections["header"]["cluster_name"] = body["cluster_name"]
    answer = await case.post("institution", "/applications", body, **headers)
    assert answer.status_code == 201, answer.text
    return headers, str(answer.json()["id"]), answer.headers["ETag"]


async def pressed(case: Any, headers: dict[str, str], application: str, etag: str) -> Any:
    """Submit as a client does: told to come again, it comes again with the same key."""
    path = f"/applications/{application}/submission"
    own = headers | {"Idempotency-Key": application, "If-Match": etag}
    for _ in range(100):
        answer = await case.post("institution", path, {}, **own)
        if "Retry-After" not in answer.headers:
            return answer
        await asyncio.sleep(random.uniform(0.01, 0.1))
    return answer


async def test_of_320_at_the_deadline_none_is_lost_and_each_knows_why(
    open_case: Any, clock: RunningClock
) -> None:
    case = await open_case(required_documents=[])
    day = CLOSES_AT.date()
    districts = [
        each.code
        for each in jurisdictions.jurisdictions()
        if jurisdictions.admitted(each.code, on=day, development_area=False)
    ]
    assert len(districts) == 16
    drafts = []
    for first in range(0, APPLICANTS, AT_ONCE):
        some = range(first, first + AT_ONCE)
        drafts += await asyncio.gather(*(drafted(case, n, districts) for n in some))
    clock.at, clock.step = CLOSES_AT - timedelta(seconds=1.6), timedelta(milliseconds=10)
    answers = await asyncio.gather(*(pressed(case, *draft) for draft in drafts))
    clock.step = timedelta()
    taken = {d[1] for d, answer in zip(drafts, answers, strict=True) if answer.status_code == 201}
    refused = [answer for answer in answers if answer.status_code != 201]
    assert 0 < len(taken) < APPLICANTS, "the closing lies within the rush"
    for answer in refused:
        assert (answer.status_code, answer.json()["code"]) == (409, "round_closed")
        assert "2024-04-30 23:59" in answer.json()["detail"]
    await in_time_and_kept(case, taken)


async def in_time_and_kept(case: Any, taken: set[str]) -> None:
    reading = Reader(case.running.worker, actor("auditor"), case.running.clock.now())
    rows = await reading.rows(select(application_versions))
    assert {str(row.application_id) for row in rows} == taken
    assert all(row.received_at <= CLOSES_AT for row in rows)
    statuses = await reading.rows(select(applications.c.id, applications.c.status))
    assert {str(row.id) for row in statuses if row.status == "submitted"} == taken
