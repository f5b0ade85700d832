"""Practice cases over HTTP: drafted by a district, approved, published, read by anybody."""

import asyncio
from typing import Any

CASE = {
    "kind": "practice",
    "direction": "digital",
    "title": "共享工业软件平台",
    "text": "集群企业共用研发设计软件，成本下降三成。",
}
PUBLISHED = {"published_on": "2025-02-01", "address": "https://jxj.example.org/al/1.html"}
LIST = "/v1/practice-cases"


async def drafted(reporting: Any) -> Any:
    reporting.move_to(2025, 2, 1)
    made = await reporting.act(LIST, "district", CASE, match=None)
    assert (made.status_code, made.json()["moves_next"]) == (201, "municipal_bureau"), made.text
    return made.headers["Location"]


async def seen_by_anybody(reporting: Any) -> Any:
    answer = await reporting.running.client.get(LIST)
    assert answer.status_code == 200
    return answer.json()["items"]


async def test_anybody_reads_a_case_from_its_publication_to_its_withdrawal(reporting: Any) -> None:
    path = await drafted(reporting)
    assert await seen_by_anybody(reporting) == []
    assert (await reporting.running.client.get(path)).status_code == 404
    assert (await reporting.get(path, "district_2")).status_code == 404
    early = await reporting.act(f"{path}/publication", "bureau", PUBLISHED)
    assert (early.status_code, early.json()["allowed_actions"]) == (
        409,
        ["approve", "return", "withdraw"],
    )
    approved = await reporting.act(f"{path}/approval", "bureau", {})
    assert (approved.status_code, approved.json()["status"]) == (201, "approved")
    assert await seen_by_anybody(reporting) == []
    done = await reporting.act(f"{path}/publication", "bureau", PUBLISHED, match='"v2"')
    assert (done.status_code, done.json()["published_on"]) == (201, "2025-02-01")
    (public,) = await seen_by_anybody(reporting)
    assert (public["title"], public["drafted_by"], public["allowed_actions"]) == (
        CASE["title"],
        None,
        [],
    )
    foreign = await reporting.act(
        f"{path}/withdrawal", "district_2", {"reason": "x1"}, match='"v3"'
    )
    assert foreign.status_code == 403
    gone = await reporting.act(f"{path}/withdrawal", "bureau", {"reason": "数据有误"}, match='"v3"')
    assert (gone.status_code, gone.json()["ended_because"]) == (201, "数据有误")
    assert await seen_by_anybody(reporting) == []
    assert (await reporting.get(path, "auditor")).json()["status"] == "withdrawn"


async def test_a_case_goes_back_is_rewritten_and_approved(reporting: Any) -> None:
    path = await drafted(reporting)
    assert (await reporting.act(LIST, "bureau", CASE, match=None)).status_code == 403
    assert (await reporting.act(LIST, "institution", CASE, match=None)).status_code == 403
    await reporting.act(f"{path}/approval", "bureau", {})
    late = await reporting.put(path, "district", CASE, **{"If-Match": '"v2"'})
    assert late.status_code == 409
    back = await reporting.act(f"{path}/return", "bureau", {"reason": "补充成效"}, match='"v2"')
    assert (back.json()["status"], back.json()["approved_at"]) == ("drafted", None)
    text = {**CASE, "kind": "brand", "cluster_number": "BJ-2024-0001"}
    unknown = await reporting.put(path, "district", text, **{"If-Match": '"v3"'})
    assert unknown.json()["code"] == "cluster_not_monitored"
    await reporting.designate()
    written = await reporting.put(path, "district", text, **{"If-Match": '"v3"'})
    assert (written.status_code, written.headers["ETag"], written.json()["kind"]) == (
        200,
        '"v4"',
        "brand",
    )
    both = await asyncio.gather(
        *(reporting.act(f"{path}/approval", "bureau", {}, match='"v4"') for _ in range(2))
    )
    assert sorted(answer.status_code for answer in both) == [201, 412]
