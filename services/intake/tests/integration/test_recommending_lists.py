"""A list is recommended in one act: all of it or nothing, inside the quota, also at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import select

from common.actor import service_actor
from intake.tables.applications import applications

OPINION = "符合条件，予以推荐。"


async def item(case: Any, application: str, *, rank: int, **more: Any) -> dict[str, Any]:
    seen = await case.get("district", f"/applications/{application}")
    own = {"application": application, "etag": seen.headers["ETag"]}
    return own | {"opinion": OPINION, "rank": rank} | more


async def two(case: Any) -> list[str]:
    return [await case.accepted(), await case.accepted("institution_2")]


async def statuses(case: Any) -> list[str]:
    listed = await case.get("auditor", "/applications")
    return [found["status"] for found in listed.json()["items"]]


async def test_a_list_is_recommended_in_one_act(open_case: Any) -> None:
    case = await open_case()
    items = [await item(case, one, rank=rank) for rank, one in enumerate(await two(case), 1)]
    done = await case.post("district", "/recommendations", {"items": items})
    assert done.status_code == 201, done.text
    assert [each["application"]["rank"] for each in done.json()["items"]] == [1, 2]
    assert await statuses(case) == ["recommended"] * 2
    listed = await case.get("district", done.headers["Location"].removeprefix("/v1"))
    assert len(listed.json()["items"]) == 2


@pytest.mark.parametrize(
    ("changes", "status", "code", "pointer"),
    [
        ({"rank": 1}, 409, "rank_taken", "/items/1"),
        ({"etag": '"v1"'}, 412, "stale", "/items/1"),
        ({"application": "BJ-2024-A-9999"}, 404, "not_found", "/items/1"),
    ],
)
async def test_one_that_cannot_be_takes_all_back(
    open_case: Any, changes: dict[str, Any], status: int, code: str, pointer: str
) -> None:
    case = await open_case()
    items = [await item(case, one, rank=rank) for rank, one in enumerate(await two(case), 1)]
    items[1] |= changes
    refused = await case.post("district", "/recommendations", {"items": items})
    assert (refused.status_code, refused.json()["code"]) == (status, code), refused.text
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]
    assert await statuses(case) == ["accepted"] * 2


@pytest.mark.parametrize("force", ["soft", "hard"])
async def test_a_list_keeps_to_the_quota_by_its_force(open_case: Any, force: str) -> None:
    case = await open_case(quota={"per_district": 1, "force": force})
    items = [await item(case, one, rank=rank) for rank, one in enumerate(await two(case), 1)]
    refused = await case.post("district", "/recommendations", {"items": items})
    told = (refused.status_code, refused.json()["code"], refused.json()["errors"][0]["pointer"])
    assert (
        told
        == {
            "soft": (422, "quota_reason_missing", "/items/1/quota_reason"),
            "hard": (409, "quota_exhausted", "/items/1"),
        }[force]
    )
    assert await statuses(case) == ["accepted"] * 2
    items[1]["quota_reason"] = "两个集群分属不同产业方向。"
    again = await case.post("district", "/recommendations", {"items": items})
    assert again.status_code == (201 if force == "soft" else 409)


@asynccontextmanager
async def nobody_writes_yet(case: Any) -> AsyncIterator[None]:
    """Every application held by another connection: who would write one, waits."""
    worker, now = case.running.worker, case.running.clock.now()
    async with worker.transaction(service_actor("intake"), at=now) as tx:
        await tx.rows(select(applications.c.id).with_for_update())
        yield


@pytest.mark.parametrize("force", ["soft", "hard"])
async def test_two_officers_who_press_at_once_stay_inside_the_quota(
    open_case: Any, force: str
) -> None:
    case = await open_case(quota={"per_district": 1, "force": force})
    items = [await item(case, one, rank=rank) for rank, one in enumerate(await two(case), 1)]
    lists = [items[:1], items[1:], items[::-1]]
    async with nobody_writes_yet(case):  # all of them have counted before one of them is done
        pressed = [
            asyncio.create_task(case.post("district", "/recommendations", {"items": one}))
            for one in lists
        ]
        await asyncio.sleep(0.5)
        assert not any(task.done() for task in pressed)
    answers = await asyncio.gather(*pressed)
    assert sorted(answer.status_code for answer in answers)[0] == 201
    assert [answer.status_code for answer in answers].count(201) == 1, [a.text for a in answers]
    assert sorted(await statuses(case)) == ["accepted", "recommended"]


async def test_nobody_but_the_district_recommends_a_list(open_case: Any) -> None:
    case = await open_case()
    items = {"items": [await item(case, await case.accepted(), rank=1)]}
    for person, status in (("bureau", 403), ("institution", 403), ("district_2", 404)):
        refused = await case.post(person, "/recommendations", items)
        assert refused.status_code == status, person
