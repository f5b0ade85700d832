"""One application from draft to recommendation, over HTTP."""

import hashlib
import json
from typing import Any

from sqlalchemy import select

from common.actor import service_actor
from common.canonical import sha256_hex
from common.tables import outbox


async def events(case: Any) -> list[tuple[str, dict[str, Any]]]:
    actor = service_actor("intake")
    async with case.running.worker.transaction(actor, at=case.running.clock.now()) as tx:
        rows = await tx.rows(select(outbox).order_by(outbox.c.position))
    return [(row.type, json.loads(row.data)) for row in rows]


async def test_an_application_goes_from_draft_to_recommendation(open_case: Any) -> None:
    case = await open_case()
    application = await case.recommended()
    shown = (await case.get("district", f"/applications/{application}")).json()
    assert (shown["status"], shown["moves_next"]) == ("recommended", "municipal_bureau")
    assert shown["number"] == "BJ-2024-A-0001"
    told = await events(case)
    assert [kind for kind, _ in told] == [
        "round.opened",
        "application.submitted",
        "application.accepted",
        "application.recommended",
    ]
    recommended = told[-1][1]
    assert recommended["case"]["institution"]["code"] == case.CODE
    assert recommended["case"]["leading_industry"] == "行业应用软件"
    assert recommended["case"]["plan_targets"][0]["targets"]["2024"] == "50.0"
    assert recommended["case"]["documents"][0]["kind"] == "seal_page"
    assert recommended["facts"]["leading_little_giant_count"] == 1
    assert "contact_mobile" not in json.dumps(recommended)


async def test_a_version_is_what_its_hash_is_of_and_keeps_its_precheck(open_case: Any) -> None:
    case = await open_case()
    application = await case.submitted()
    version = (await case.get("district", f"/applications/{application}/versions/1")).json()
    assert version["sha256"] == sha256_hex(version["content"])
    assert version["content"]["documents"][0]["sha256"] == hashlib.sha256(case.PDF).hexdigest()
    assert version["precheck"]["outcome"] == "needs_judgment"
    assert version["facts"]["series"][0]["year"] == 2020


async def test_a_returned_application_is_corrected_and_becomes_version_two(open_case: Any) -> None:
    case = await open_case()
    application = await case.submitted()
    items = [{"pointer": "/territory", "reason": "四至不清", "clause": "管理办法 第九条"}]
    returned = await case.act("district", application, "correction-requests", {"items": items})
    assert returned.status_code == 201, returned.text
    assert returned.json()["record"]["content"]["due_on"] == "2024-03-08"
    changed = {"territory": {"land_area_km2": "36.00", "boundary_description": "东至学院路"}}
    path = f"/applications/{application}"
    seen = await case.get("institution", path)
    put = await case.put("institution", path, changed, **{"If-Match": seen.headers["ETag"]})
    assert put.status_code == 200, put.text
    # What is being corrected is the institution's alone until it is filed again.
    before = (await case.get("district", path)).json()
    assert before["sections"]["territory"]["land_area_km2"] == "35.20"
    again = await case.act("institution", application, "submission")
    assert again.status_code == 201, again.text
    assert again.json()["application"]["status"] == "resubmitted"
    after = (await case.get("district", path)).json()
    assert (after["submissions"], after["sections"]["territory"]["land_area_km2"]) == (2, "36.00")
    second = await case.act("district", application, "correction-requests", {"items": items})
    assert (second.status_code, second.json()["code"]) == (409, "correction_asked_before")


async def test_the_timeline_tells_in_words_who_moves_next(open_case: Any) -> None:
    case = await open_case()
    application = await case.recommended()
    timeline = (await case.get("institution", f"/applications/{application}/timeline")).json()
    assert [line["event"] for line in timeline["items"]] == [
        "application.submitted",
        "application.accepted",
        "application.recommended",
    ]
    assert timeline["items"][0]["zh"] == "第 1 版申报材料已提交。"
    assert timeline["moves_next"] == "municipal_bureau"
