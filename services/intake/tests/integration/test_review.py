"""The preliminary review: what cannot be recommended, and why."""

import asyncio
from typing import Any

import pytest

from common.testing.clocks import StillClock

OPINION = {"opinion": "符合条件，予以推荐。", "rank": 1}
REJECTION = {"reasons": "不属于本办法适用对象。", "clauses": ["管理办法 第八条"]}


async def test_a_computed_criterion_not_met_cannot_be_recommended(open_case: Any) -> None:
    case = await open_case()
    low = case.sections(
        total_output="399999.99", sme_output="300000.00", leading_industry_output="300000.00"
    )
    application = await case.accepted(series=low["series"])
    refused = await case.act("district", application, "recommendation", OPINION)
    assert (refused.status_code, refused.json()["code"]) == (422, "criterion_not_met")
    assert "/criteria/2.4" in {error["pointer"] for error in refused.json()["errors"]}
    assert refused.json()["clause"].startswith("认定标准")


async def test_a_line_that_needs_a_person_needs_a_finding_first(open_case: Any) -> None:
    case = await open_case()
    application = await case.accepted(series=case.sections(smes_briefed_count=80)["series"])
    refused = await case.act("district", application, "recommendation", OPINION)
    assert (refused.status_code, refused.json()["code"]) == (422, "finding_missing")
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/criteria/9.5"]
    item = {"criterion_id": "9.5", "position": "confirm", "reason": "其余企业已于三月补充宣贯。"}
    found = await case.act("district", application, "findings", {"items": [item]})
    assert found.status_code == 201, found.text
    done = await case.act("district", application, "recommendation", OPINION)
    assert done.status_code == 201, done.text


async def test_a_finding_on_no_criterion_is_refused(open_case: Any) -> None:
    case = await open_case()
    application = await case.accepted()
    item = {"criterion_id": "12.1", "position": "confirm", "reason": "无"}
    refused = await case.act("district", application, "findings", {"items": [item]})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (
        422,
        "/items/0/criterion_id",
    )


async def test_a_late_recommendation_is_refused(open_case: Any, clock: StillClock) -> None:
    case = await open_case()
    application = await case.accepted()
    clock.move(days=92)
    refused = await case.act("district", application, "recommendation", OPINION)
    assert (refused.status_code, refused.json()["code"]) == (409, "recommendation_late")


@pytest.mark.parametrize(
    ("force", "status", "code"),
    [("hard", 409, "quota_exhausted"), ("soft", 422, "quota_reason_missing")],
)
async def test_a_quota_binds_by_its_force(
    open_case: Any, force: str, status: int, code: str
) -> None:
    case = await open_case(quota={"per_district": 1, "force": force})
    await case.recommended()
    second = await case.accepted("institution_2")
    over = OPINION | {"rank": 2}
    refused = await case.act("district", second, "recommendation", over)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    with_reason = over | {"quota_reason": "两个集群分属不同产业方向。"}
    again = await case.act("district", second, "recommendation", with_reason)
    assert again.status_code == (201 if force == "soft" else 409)


async def test_a_rank_is_given_once(open_case: Any) -> None:
    case = await open_case()
    await case.recommended(rank=1)
    second = await case.accepted("institution_2")
    refused = await case.act("district", second, "recommendation", OPINION)
    assert (refused.status_code, refused.json()["code"]) == (409, "rank_taken")


async def test_of_two_officers_at_once_one_wins(open_case: Any) -> None:
    case = await open_case(quota={"per_district": 1, "force": "hard"})
    cases = [await case.accepted(), await case.accepted("institution_2")]
    both = await asyncio.gather(
        *(
            case.act("district", application, "recommendation", OPINION | {"rank": rank})
            for rank, application in enumerate(cases, start=1)
        ),
        *(case.act("district", cases[0], "recommendation", OPINION) for _ in range(2)),
    )
    statuses = sorted(answer.status_code for answer in both)
    assert statuses.count(201) == 1, [answer.text for answer in both]
    assert set(statuses) <= {201, 409, 412}


async def test_a_rejection_carries_reasons_clauses_and_remedies(open_case: Any) -> None:
    case = await open_case()
    application = await case.submitted()
    rejected = await case.act("district", application, "rejection", REJECTION)
    assert rejected.status_code == 201, rejected.text
    record = (
        await case.get("institution", rejected.headers["Location"].removeprefix("/v1"))
    ).json()
    assert record["content"]["clauses"] == ["管理办法 第八条"]
    assert "行政复议" in record["content"]["remedies"]["zh"]
    assert rejected.json()["application"]["allowed_actions"] == []


async def test_a_returned_case_is_not_ended_while_its_time_runs(
    open_case: Any, clock: StillClock
) -> None:
    case = await open_case()
    application = await case.submitted()
    items = [{"pointer": "/documents/seal_page", "reason": "材料不全", "clause": "管理办法 第九条"}]
    await case.act("district", application, "correction-requests", {"items": items})
    early = await case.act("district", application, "rejection", REJECTION)
    assert (early.status_code, early.json()["code"]) == (409, "correction_period_running")
    clock.move(days=8)
    late = await case.act("institution", application, "submission")
    assert (late.status_code, late.json()["code"]) == (409, "correction_late")
    ended = await case.act("district", application, "rejection", REJECTION)
    assert ended.status_code == 201, ended.text


async def test_the_review_ends_without_a_recommendation_on_a_ground(open_case: Any) -> None:
    case = await open_case()
    application = await case.accepted()
    body = REJECTION | {"ground": "passed_over_by_rank"}
    ended = await case.act("district", application, "non-recommendation", body)
    assert ended.status_code == 201, ended.text
    assert ended.json()["application"]["status"] == "not_recommended"


async def test_an_institution_withdraws_what_is_open_and_nothing_else(open_case: Any) -> None:
    case = await open_case()
    application = await case.recommended()
    withdrawn = await case.act("institution", application, "withdrawal", {"reason": "另行申报"})
    assert withdrawn.status_code == 201, withdrawn.text
    again = await case.act("institution", application, "withdrawal")
    assert (again.status_code, again.json()["allowed_actions"]) == (409, [])
