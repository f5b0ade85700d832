"""What a hostile caller tried on a case, and what holds against it."""

import asyncio
from datetime import date
from typing import Any

import pytest

from common.contracts.notice import NoticePublished, ObjectionDecided
from common.ids import new_id
from common.testing.clocks import StillClock

OPINION = {"opinion": "符合条件，予以推荐。", "rank": 1}
DECLINED = {
    "ground": "review_not_passed",
    "reasons": "不符合条件。",
    "clauses": ["管理办法 第九条"],
}
ITEMS = {"items": [{"pointer": "/series", "reason": "补统计证明", "clause": "管理办法 第十条"}]}


def notice(case: Any, *applications: Any) -> NoticePublished:
    return NoticePublished(
        notice_id=new_id(),
        number="BJ-2024-N-0001",
        round_id=case.round["id"],
        application_ids=applications,
        count=len(applications),
        sha256="0" * 64,
        official_address="https://jxj.beijing.gov.cn/notice/1",
        first_day=date(2024, 3, 11),
        last_day=date(2024, 3, 15),
    )


async def seen_by(case: Any, person: str, application: str) -> Any:
    return (await case.get(person, f"/applications/{application}")).json()


async def test_nothing_on_public_notice_is_withdrawn_until_an_objection_takes_it_out(
    open_case: Any,
    events: Any,
) -> None:
    case = await open_case()
    application = await case.recommended()
    stale = (await case.get("auditor", f"/applications/{application}")).headers["ETag"]
    published = notice(case, application)
    await events.take(case, published)
    path = f"/applications/{application}/withdrawal"
    raced = await case.post("institution", path, {}, **{"If-Match": stale})
    assert (raced.status_code, raced.json()["code"]) == (412, "stale")
    refused = await case.act("institution", application, "withdrawal")
    assert (refused.status_code, refused.json()["code"]) == (409, "withdrawal_barred")
    assert refused.json()["clause"] == "管理办法 第十条"
    assert (await seen_by(case, "institution", application))["allowed_actions"] == []
    upheld = ObjectionDecided(
        notice_id=published.notice_id, application_id=application, finding="upheld", reason="属实"
    )
    await events.take(case, upheld)
    assert (await case.act("institution", application, "withdrawal")).status_code == 201


async def test_nothing_designated_is_withdrawn(open_case: Any, events: Any) -> None:
    case = await open_case()
    application = await case.recommended()
    await events.take(case, await events.designated(case, application))
    refused = await case.act("institution", application, "withdrawal")
    assert (refused.status_code, refused.json()["code"]) == (409, "withdrawal_barred")


async def test_of_two_submissions_at_once_one_is_stale(open_case: Any) -> None:
    case = await open_case()
    application = await case.draft()
    both = await asyncio.gather(
        *(case.act("institution", application, "submission") for _ in range(3))
    )
    statuses = sorted(answer.status_code for answer in both)
    assert statuses[0] == 201, [answer.text for answer in both]
    assert set(statuses[1:]) <= {409, 412}
    listed = (await case.get("institution", f"/applications/{application}/versions")).json()
    assert len(listed["items"]) == 1


async def test_what_the_bureau_returns_late_can_still_be_corrected_and_recommended(
    open_case: Any, events: Any, clock: StillClock
) -> None:
    case = await open_case()
    application = await case.recommended()
    event = await events.completed(case, application, "returned")
    clock.move(days=95)  # the district's own time is over
    await events.take(case, event)
    shown = await seen_by(case, "district", application)
    assert shown["recommend_due_on"] > shown["correction_due_on"]
    assert "not_recommend" not in shown["allowed_actions"]
    hasty = await case.act("district", application, "non-recommendation", DECLINED)
    assert (hasty.status_code, hasty.json()["code"]) == (409, "correction_period_running")
    asked = await case.act("district", application, "correction-requests", ITEMS)
    assert asked.status_code == 201, asked.text
    assert (await case.act("institution", application, "submission")).status_code == 201
    clock.move(days=8)
    done = await case.act("district", application, "recommendation", OPINION)
    assert done.status_code == 201, done.text


async def test_the_time_after_a_return_ends_too(
    open_case: Any, events: Any, clock: StillClock
) -> None:
    case = await open_case()
    application = await case.recommended()
    event = await events.completed(case, application, "returned")
    clock.move(days=95)
    await events.take(case, event)
    await case.act("district", application, "correction-requests", ITEMS)
    assert (await case.act("institution", application, "submission")).status_code == 201
    clock.move(days=30)
    late = await case.act("district", application, "recommendation", OPINION)
    assert (late.status_code, late.json()["code"]) == (409, "recommendation_late")
    assert "recommend" not in (await seen_by(case, "district", application))["allowed_actions"]
    ended = await case.act("district", application, "non-recommendation", DECLINED)
    assert ended.status_code == 201, ended.text


async def test_what_a_document_changes_is_not_submitted_unseen(open_case: Any) -> None:
    case = await open_case()
    application = await case.draft()
    path = f"/applications/{application}"
    seen = (await case.get("institution", path)).headers["ETag"]
    added = await case.post("institution", f"{path}/documents", case.SEAL_PAGE)
    uploaded = await case.upload(f"{path}/documents/{added.json()['id']}", case.PDF)
    assert seen != added.headers["Application-ETag"] != uploaded.headers["Application-ETag"]
    old = await case.post("institution", f"{path}/submission", {}, **{"If-Match": seen})
    assert (old.status_code, old.json()["code"]) == (412, "stale")
    headers = case.running.as_("institution") | {"If-Match": uploaded.headers["ETag"]}
    gone = await case.running.client.delete(
        f"/v1{path}/documents/{added.json()['id']}", headers=headers
    )
    now = (await case.get("institution", path)).headers["ETag"]
    assert (gone.status_code, gone.headers["Application-ETag"]) == (204, now)
    assert now != uploaded.headers["Application-ETag"]


async def test_documents_announced_at_once_are_all_taken(open_case: Any) -> None:
    case = await open_case()
    path = f"/applications/{await case.draft()}/documents"
    added = await asyncio.gather(
        *(case.post("institution", path, case.SEAL_PAGE) for _ in range(4))
    )
    assert [answer.status_code for answer in added] == [201] * 4


async def test_a_line_that_missing_figures_leave_open_needs_a_finding(open_case: Any) -> None:
    case = await open_case()
    series = case.sections()["series"]
    del series[3]["platform_user_count"]
    application = await case.accepted(series=series)
    refused = await case.act("district", application, "recommendation", OPINION)
    assert (refused.status_code, refused.json()["code"]) == (422, "finding_missing")
    lines = [error["pointer"].rpartition("/")[2] for error in refused.json()["errors"]]
    found = [
        {"criterion_id": line, "position": "contest", "reason": "已调阅台账"} for line in lines
    ]
    await case.act("district", application, "findings", {"items": found})
    done = await case.act("district", application, "recommendation", OPINION)
    assert done.status_code == 201, done.text


async def test_no_act_is_offered_that_its_time_refuses(open_case: Any, clock: StillClock) -> None:
    case = await open_case()
    draft, submitted = await case.draft("institution_2"), await case.submitted()
    await case.act("district", submitted, "correction-requests", ITEMS)
    waiting = await seen_by(case, "district", submitted)
    assert waiting["allowed_actions"] == ["hand_over"]
    clock.move(days=8)
    assert (await seen_by(case, "institution", submitted))["allowed_actions"] == [
        "change",
        "withdraw",
    ]
    assert (await seen_by(case, "district", submitted))["allowed_actions"] == [
        "reject",
        "hand_over",
    ]
    clock.move(days=55)
    listed = (await case.get("institution_2", "/applications")).json()["items"]
    assert [item["id"] for item in listed] == [draft]
    assert "submit" not in listed[0]["allowed_actions"]


async def test_a_late_recommendation_is_not_offered(open_case: Any, clock: StillClock) -> None:
    case = await open_case()
    application = await case.accepted()
    assert "recommend" in (await seen_by(case, "district", application))["allowed_actions"]
    clock.move(days=92)
    assert "recommend" not in (await seen_by(case, "district", application))["allowed_actions"]
    late = await case.act("district", application, "recommendation", OPINION)
    assert "2024-05-31 23:59" in late.json()["detail"]


@pytest.mark.parametrize("person", ["expert_1", "operator", "system"])
async def test_who_has_nothing_to_do_with_applications_gets_no_list(
    open_case: Any, person: str
) -> None:
    case = await open_case()
    refused = await case.get(person, "/applications")
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
