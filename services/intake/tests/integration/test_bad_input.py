"""Bad input: a clear problem document each time, and nothing half-done."""

from typing import Any

import pytest
from sqlalchemy import func, select

from common.tables import audit, outbox
from common.testing.clocks import StillClock
from intake.tables.applications import application_versions, applications


async def counts(case: Any) -> Any:
    found = []
    async with case.running.worker.connection() as connection:
        for table in (applications, application_versions, audit, outbox):
            count = select(func.count()).select_from(table)
            found.append((await connection.execute(count)).scalar_one())
    return found


def draft_body(case: Any, **changes: Any) -> Any:
    return {
        "round_id": case.round["id"],
        "kind": "designation",
        "cluster_name": "海淀区行业应用软件产业集群",
        "district_code": "110108",
    } | changes


async def put_sections(case: Any, application: str, sections: Any, etag: str = '"v3"') -> Any:
    path = f"/applications/{application}"
    return await case.put("institution", path, sections, **{"If-Match": etag})


@pytest.mark.parametrize(
    ("sections", "pointer"),
    [
        ({"territory": {"land_area": "35.20"}}, "/territory/land_area"),
        ({"territory": {"land_area_km2": 35.2}}, "/territory/land_area_km2"),
        ({"territory": {"land_area_km2": "NaN"}}, "/territory/land_area_km2"),
        ({"territory": {"land_area_km2": "-1.00"}}, "/territory/land_area_km2"),
        ({"territory": {"land_area_km2": "1.000"}}, "/territory/land_area_km2"),
        ({"applicant": {"uscc": "91110000101623741I"}}, "/applicant/uscc"),
        ({"applicant": {"uscc": "123"}}, "/applicant/uscc"),
        ({"applicant": {"founded_on": "2023-02-30"}}, "/applicant/founded_on"),
        ({"industry": {"energy_intensive": "yes"}}, "/industry/energy_intensive"),
        ({"series": [{"valid_invention_patents": "80"}]}, "/series/0/valid_invention_patents"),
        ({"attachments": {}}, "/attachments"),
    ],
)
async def test_content_that_does_not_fit_is_named_by_pointer(
    open_case: Any, sections: Any, pointer: str
) -> None:
    case = await open_case()
    application = await case.draft()
    before = await counts(case)
    refused = await put_sections(case, application, sections)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_content")
    assert pointer in {error["pointer"] for error in refused.json()["errors"]}
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert await counts(case) == before


@pytest.mark.parametrize(
    "raw",
    [b'{"territory":{"land_area_km2":NaN}}', b'{"header":null,"header":null}', b'{"header":'],
    ids=["NaN", "duplicate key", "cut off"],
)
async def test_json_that_is_none_is_malformed(open_case: Any, raw: bytes) -> None:
    case = await open_case()
    application = await case.draft()
    before = await counts(case)
    headers = case.running.as_("institution") | {"If-Match": '"v3"'}
    headers["Content-Type"] = "application/json"
    refused = await case.running.client.put(
        f"/v1/applications/{application}", content=raw, headers=headers
    )
    assert (refused.status_code, refused.json()["code"]) == (400, "malformed_json")
    assert await counts(case) == before


async def test_a_stale_or_missing_precondition_is_told_before_the_content(open_case: Any) -> None:
    case = await open_case()
    application = await case.draft()
    stale = await put_sections(case, application, {"nonsense": 1}, etag='"v9"')
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    none = await case.put("institution", f"/applications/{application}", {"nonsense": 1})
    assert (none.status_code, none.json()["code"]) == (428, "precondition_required")


async def test_a_missing_key_is_told(open_case: Any) -> None:
    case = await open_case()
    before = await counts(case)
    headers = case.running.as_("institution")
    refused = await case.running.client.post(
        "/v1/applications", json=draft_body(case), headers=headers
    )
    assert (refused.status_code, refused.json()["code"]) == (400, "header_missing")
    assert await counts(case) == before


async def test_the_same_submission_again_freezes_one_version(open_case: Any) -> None:
    case = await open_case()
    application = await case.draft()
    path = f"/applications/{application}/submission"
    headers = {"If-Match": '"v3"', "Idempotency-Key": "the-same"}
    first = await case.post("institution", path, {}, **headers)
    again = await case.post("institution", path, {}, **headers)
    assert (first.status_code, first.content) == (201, again.content), first.text
    versions = (await case.get("institution", f"/applications/{application}/versions")).json()
    assert [version["number"] for version in versions["items"]] == [1]


async def test_outside_its_window_a_round_takes_nothing(open_case: Any, clock: StillClock) -> None:
    case = await open_case()
    application = await case.draft()
    clock.move(days=61)
    for refused in (
        await case.act("institution", application, "submission"),
        await case.post("institution", "/applications", draft_body(case)),
    ):
        assert (refused.status_code, refused.json()["code"]) == (409, "round_closed")
        assert "2024-04-30" in refused.json()["detail"]


async def test_before_its_window_a_round_takes_nothing(open_case: Any) -> None:
    case = await open_case(opens_at="2024-03-20T00:00:00+08:00")
    refused = await case.post("institution", "/applications", draft_body(case))
    assert (refused.status_code, refused.json()["code"]) == (409, "round_not_open_yet")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"district_code": "110104"}, "district_unknown"),
        ({"district_code": "310101"}, "district_unknown"),
        ({"round_id": "0190b5c4-0000-7000-8000-000000000000"}, "round_unknown"),
        ({"kind": "renewal"}, "invalid_content"),
    ],
)
async def test_a_draft_in_no_round_or_district_is_refused(
    open_case: Any, changes: dict[str, Any], code: str
) -> None:
    case = await open_case()
    refused = await case.post("institution", "/applications", draft_body(case, **changes))
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    number = (await case.post("institution", "/applications", draft_body(case))).json()["number"]
    assert number == "BJ-2024-A-0001"


async def test_an_incomplete_application_is_refused_with_every_gap_and_its_clause(
    open_case: Any,
) -> None:
    case = await open_case()
    drafted = await case.post("institution", "/applications", draft_body(case))
    application = drafted.json()["id"]
    refused = await case.act("institution", application, "submission")
    assert (refused.status_code, refused.json()["code"]) == (422, "incomplete")
    told = {error["pointer"]: error["detail"] for error in refused.json()["errors"]}
    assert {"/applicant", "/series", "/plan", "/documents/seal_page"} <= set(told)
    assert "管理办法" in told["/applicant"]
    listed = (await case.get("institution", f"/applications/{application}/completeness")).json()
    assert listed["complete"] is False
    assert {item["pointer"] for item in listed["items"] if item["blocks"]} == set(told)


async def test_contradictory_figures_are_refused_naming_both(open_case: Any) -> None:
    case = await open_case()
    series = case.sections()["series"]
    series[3]["sme_output"] = "99999999.00"
    application = await case.draft(series=series)
    before = await counts(case)
    refused = await case.act("institution", application, "submission")
    assert (refused.status_code, refused.json()["code"]) == (422, "facts_contradict")
    pointers = {error["pointer"] for error in refused.json()["errors"]}
    assert {"/series/3/sme_output", "/series/3/total_output"} <= pointers
    assert "99999999" not in refused.text
    assert await counts(case) == before


async def test_a_figure_left_out_is_shown_as_missing_and_blocks_nothing(open_case: Any) -> None:
    case = await open_case()
    series = case.sections()["series"]
    del series[3]["platform_user_count"]
    application = await case.draft(series=series)
    items = (await case.get("institution", f"/applications/{application}/completeness")).json()
    gap = next(one for one in items["items"] if one["pointer"] == "/series/3/platform_user_count")
    assert (gap["blocks"], items["complete"]) == (False, True)
    assert (await case.act("institution", application, "submission")).status_code == 201


async def test_a_wrong_check_digit_is_a_warning(open_case: Any) -> None:
    case = await open_case()
    titles = [case.sections()["titles"][0] | {"uscc": "91350211M0000XUF46"}]
    application = await case.draft(titles=titles)
    listed = (await case.get("institution", f"/applications/{application}/completeness")).json()
    doubt = [item for item in listed["items"] if item["code"] == "check_digit"]
    assert [(item["pointer"], item["blocks"]) for item in doubt] == [("/titles/0/uscc", False)]


async def test_declarations_must_be_given(open_case: Any) -> None:
    case = await open_case()
    declared = case.sections()["declarations"] | {"truth_and_completeness": False}
    application = await case.draft(declarations=declared)
    refused = await case.act("institution", application, "submission")
    pointers = {error["pointer"] for error in refused.json()["errors"]}
    assert (refused.status_code, pointers) == (422, {"/declarations/truth_and_completeness"})


async def test_an_area_over_the_usual_needs_its_reason(open_case: Any) -> None:
    case = await open_case()
    territory = case.sections()["territory"] | {"land_area_km2": "120.00"}
    application = await case.draft(territory=territory)
    refused = await case.act("institution", application, "submission")
    assert [error["pointer"] for error in refused.json()["errors"]] == [
        "/territory/area_exception_reason"
    ]


async def test_a_round_in_the_wrong_order_of_days_is_refused(open_case: Any) -> None:
    case = await open_case()
    body = case.TERMS | {"closes_at": "2024-02-01T00:00:00+08:00"}
    refused = await case.post("bureau", "/rounds", body)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_content")
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/closes_at"]
    unknown = case.TERMS | {"quota": {"per_district": 3, "force": "soft", "more": 1}}
    refused = await case.post("bureau", "/rounds", unknown)
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/quota/more"]


@pytest.mark.parametrize(
    ("part", "changes", "pointer"),
    [
        ("notice", {"working_days": 0}, "/notice/working_days"),
        ("notice", {"working_days": -1}, "/notice/working_days"),
        ("notice", {"answer_working_days": 0}, "/notice/answer_working_days"),
        ("validity", {"years": 0}, "/validity/years"),
        ("report", {"municipal_due_month": 13}, "/report/municipal_due_month"),
        ("report", {"municipal_due_day": 0}, "/report/municipal_due_day"),
        (
            "report",
            {"municipal_due_month": 2, "municipal_due_day": 30},
            "/report/municipal_due_day",
        ),
        ("report", {"district_due_month": 2, "district_due_day": 29}, "/report/district_due_day"),
        ("report", {"district_due_month": 4, "district_due_day": 31}, "/report/district_due_day"),
    ],
)
async def test_a_round_whose_terms_cannot_work_is_refused(
    open_case: Any, part: str, changes: Any, pointer: str
) -> None:
    case = await open_case()
    body = case.TERMS | {part: case.TERMS[part] | changes}
    refused = await case.post("bureau", "/rounds", body)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_content")
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]


async def test_a_report_due_on_the_last_of_february_is_taken(open_case: Any) -> None:
    case = await open_case()
    due = {"district_due_month": 2, "district_due_day": 28}
    body = case.TERMS | {"report": case.TERMS["report"] | due}
    taken = await case.post("bureau", "/rounds", body)
    assert taken.status_code == 201, taken.text
    assert taken.json()["terms"]["report"]["district_due_day"] == 28


async def test_a_closed_round_takes_no_application(open_case: Any, clock: StillClock) -> None:
    case = await open_case()
    clock.move(days=61)
    closed = await case.post(
        "bureau", f"/rounds/{case.round['id']}/closing", None, **{"If-Match": '"v2"'}
    )
    assert (closed.status_code, closed.json()["status"]) == (201, "closed")
    refused = await case.post("institution", "/applications", draft_body(case))
    assert (refused.status_code, refused.json()["code"]) == (409, "round_closed")
