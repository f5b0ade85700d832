"""A correction: asked for once before acceptance, its clock explained, its answer compared."""

from typing import Any

from common.testing.clocks import StillClock
from programme import workdays

ITEMS = [
    {"pointer": "/series/3/total_output", "reason": "与统计证明不符", "clause": "管理办法 第九条"},
    {"pointer": "/documents/seal_page", "reason": "印章不清", "clause": "管理办法 第九条"},
    {"pointer": "/territory", "reason": "四至不清", "clause": "管理办法 第二条"},
]


async def returned(case: Any, application: str) -> Any:
    done = await case.act("district", application, "correction-requests", {"items": ITEMS})
    assert done.status_code == 201, done.text
    return done.json()


async def corrected(case: Any, application: str, **sections: Any) -> None:
    path = f"/applications/{application}"
    seen = await case.get("institution", path)
    changed = await case.put("institution", path, sections, **{"If-Match": seen.headers["ETag"]})
    assert changed.status_code == 200, changed.text
    done = await case.act("institution", application, "submission")
    assert done.status_code == 201, done.text


async def test_before_acceptance_a_second_request_is_refused_by_its_clause(open_case: Any) -> None:
    case = await open_case()
    application = await case.submitted()
    await returned(case, application)
    for _ in range(2):  # while it is corrected, and when it has been
        second = await case.act("district", application, "correction-requests", {"items": ITEMS})
        assert (second.status_code, second.json()["code"]) == (409, "correction_asked_before")
        assert second.json()["clause"] == "管理办法 第九条"
        await case.act("institution", application, "submission")
    assert second.json()["allowed_actions"] == ["accept", "reject", "hand_over"]
    assert (await case.act("district", application, "acceptance")).status_code == 201
    in_review = await case.act("district", application, "correction-requests", {"items": ITEMS})
    assert in_review.status_code == 201, in_review.text


async def test_each_item_tells_by_when(open_case: Any) -> None:
    case = await open_case()
    application = await case.submitted()
    record = (await returned(case, application))["record"]
    assert [item["due_on"] for item in record["content"]["items"]] == ["2024-03-08"] * 3


async def test_the_clock_is_explained_day_by_day(open_case: Any, clock: StillClock) -> None:
    case = await open_case()
    application = await case.submitted()
    clock.move(days=33)  # the third of April, before the festival
    await returned(case, application)
    told = (await case.get("institution", f"/applications/{application}/deadlines")).json()
    assert told["moves_next"] == "operating_institution"
    due = next(item for item in told["items"] if item["name"] == "correction_due_on")
    assert told["until"] == due["due_at"]
    line = (await case.get("district", f"/applications/{application}/timeline")).json()
    assert (line["moves_next"], line["until"]) == (told["moves_next"], told["until"])
    days = due["days"]
    assert (days[0]["day"], days[0]["counted"], days[0]["zh"]) == (
        "2024-04-03",
        False,
        "起始日不计入",
    )
    assert {day["day"]: day["zh"] for day in days}["2024-04-04"] == "清明节放假"
    assert {day["day"]: day["counted"] for day in days}["2024-04-07"]  # made up for
    assert sum(day["counted"] for day in days) == case.TERMS["correction_days"]
    assert days[-1]["day"] == due["due_on"] == "2024-04-11"
    assert workdays.is_working_day(clock.today())


async def test_a_deadline_tells_what_moved_it(open_case: Any) -> None:
    case = await open_case()
    application = await case.submitted()
    later = {
        "notice_number": "京经信发〔2024〕25号",
        "reason": "系统升级",
        "district_due_at": "2024-06-14T23:59:59+08:00",
    }
    path = f"/rounds/{case.round['id']}/extension"
    await case.post("bureau", path, later, **{"If-Match": '"v2"'})
    told = (await case.get("district", f"/applications/{application}/deadlines")).json()
    due = next(item for item in told["items"] if item["name"] == "district_due_at")
    assert told["until"] == due["due_at"] == "2024-06-14T15:59:59Z"
    assert due["extensions"][0]["dates"][0]["was"] == "2024-05-31T15:59:59Z"
    closing = next(item for item in told["items"] if item["name"] == "closes_at")
    assert closing["extensions"] == []


async def test_what_the_bureau_returned_has_its_days_explained_too(
    open_case: Any, events: Any, clock: StillClock
) -> None:
    case = await open_case()
    application = await case.recommended()
    event = await events.completed(case, application, "returned")
    clock.move(days=95)
    await events.take(case, event)
    await returned(case, application)
    seen = (await case.get("district", f"/applications/{application}")).json()
    told = (await case.get("district", f"/applications/{application}/deadlines")).json()
    due = {item["name"]: item for item in told["items"]}
    for name in ("correction_due_on", "recommend_due_on"):
        assert due[name]["due_on"] == seen[name] == due[name]["days"][-1]["day"]
    assert due["recommend_due_on"]["days"][0]["day"] == seen["correction_due_on"]


async def test_a_resubmission_shows_what_changed_against_what_was_asked(open_case: Any) -> None:
    case = await open_case()
    application = await case.submitted()
    await returned(case, application)
    series = case.sections(total_output="660001.00")["series"]
    roster = case.sections()["roster"]
    more = [roster[0] | {"uscc": "911101066976941872"}, *roster]
    await case.document(application)
    await corrected(case, application, series=series, roster=more)
    path = f"/applications/{application}/versions/2?against=1"
    for person in ("district", "institution", "auditor"):
        answer = await case.get(person, path)
        assert answer.status_code == 200, answer.text
    found = answer.json()["difference"]
    changes = {change["pointer"]: change for change in found["changes"]}
    assert changes["/series/3/total_output"]["was"] == "660000.00"
    assert changes["/series/3/total_output"]["now"] == "660001.00"
    assert changes["/roster/0"]["change"] == "added"  # and the row after it did not change
    (document,) = (place for place in changes if place.startswith("/documents/"))
    assert len(changes) == 3
    asked = {answer["pointer"]: answer["changed"] for answer in found["asked"]}
    assert asked == {
        "/series/3/total_output": ["/series/3/total_output"],
        "/documents/seal_page": [document],
        "/territory": [],
    }


async def test_a_version_against_itself_or_nothing_differs_in_nothing(open_case: Any) -> None:
    case = await open_case()
    application = await case.submitted()
    path = f"/applications/{application}/versions/1"
    assert (await case.get("district", path)).json()["difference"] is None
    same = (await case.get("district", f"{path}?against=1")).json()["difference"]
    assert same == {"against": 1, "changes": [], "asked": [], "criteria": []}
    assert (await case.get("district", f"{path}?against=2")).status_code == 404
    assert (await case.get("district", f"{path}?against=x")).status_code == 422


async def test_the_declaration_and_who_made_it_are_under_the_hash(open_case: Any) -> None:
    case = await open_case()
    application = await case.submitted()
    version = (await case.get("district", f"/applications/{application}/versions/1")).json()
    content = version["content"]
    assert content["sections"]["declarations"]["truth_and_completeness"] is True
    assert content["sections"]["declarations"]["signer"]
    assert content["received_from"] == version["received_from"] == "institution"


async def lines(case: Any, path: str) -> dict[str, Any]:
    found = (await case.get("bureau", path)).json()["items"]
    return {line["criterion_id"]: line for line in found}


async def test_findings_stand_beside_the_stored_precheck(open_case: Any) -> None:
    case = await open_case()
    application = await case.accepted(series=case.sections(smes_briefed_count=80)["series"])
    path = f"/applications/{application}/findings"
    before = {
        line["criterion_id"]: line for line in (await case.get("district", path)).json()["items"]
    }
    assert before["9.5"]["needs_finding"]
    assert before["9.5"]["finding"] is None
    item = {"criterion_id": "9.5", "position": "confirm", "reason": "已补充宣贯。"}
    done = await case.act("district", application, "findings", {"items": [item]})
    assert done.json()["record"]["content"]["items"][0]["outcome"] == before["9.5"]["outcome"]
    after = {
        line["criterion_id"]: line for line in (await case.get("bureau", path)).json()["items"]
    }
    assert not after["9.5"]["needs_finding"]
    assert after["9.5"]["finding"]["reason"] == "已补充宣贯。"
    assert after["9.5"]["finding"]["actor"] == "district"


async def test_a_met_line_that_the_review_contests_blocks_the_recommendation(
    open_case: Any,
) -> None:
    case = await open_case()
    application = await case.accepted()
    item = {"criterion_id": "2.4", "position": "contest", "reason": "统计证明不支持此数。"}
    await case.act("district", application, "findings", {"items": [item]})
    opinion = {"opinion": "予以推荐。", "rank": 1}
    refused = await case.act("district", application, "recommendation", opinion)
    assert (refused.status_code, refused.json()["code"]) == (422, "criterion_not_met")
    assert [(e["pointer"], e["code"]) for e in refused.json()["errors"]] == [
        ("/criteria/2.4", "contested")
    ]
    again = item | {"position": "confirm", "reason": "已核对原始凭证。"}
    await case.act("district", application, "findings", {"items": [again]})
    done = await case.act("district", application, "recommendation", opinion)
    assert done.status_code == 201, done.text
