"""Input that pretends to say something: refused, and told where."""

from typing import Any

import pytest

OPINION = {"opinion": "符合条件，予以推荐。", "rank": 1}
ITEMS = {"items": [{"pointer": "/series", "reason": "补统计证明", "clause": "管理办法 第十条"}]}


async def seen_by(case: Any, person: str, application: str) -> Any:
    return (await case.get(person, f"/applications/{application}")).json()


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"criterion_ids": ["9.1", "12.1"]}, "/criterion_ids/1"),
        ({"criterion_ids": ["９.1"]}, "/criterion_ids/0"),
        ({"name": "fdp.\u202eexe"}, "/name"),
        ({"name": "盖章页\u0085.pdf"}, "/name"),
        ({"name": " . "}, "/name"),
    ],
)
async def test_a_document_that_pretends_is_refused(
    open_case: Any, changes: Any, pointer: str
) -> None:
    case = await open_case()
    path = f"/applications/{await case.draft()}/documents"
    refused = await case.post("institution", path, case.SEAL_PAGE | changes)
    assert refused.status_code == 422, refused.text
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]


@pytest.mark.parametrize(
    "pointer",
    [
        "",
        "/nothing",
        "/header/nothing",
        "/documents/0",
        "/series/x/year",
        "/header/0",
        "/series/0/a/b",
    ],
)
async def test_a_correction_points_at_something(open_case: Any, pointer: str) -> None:
    case = await open_case()
    application = await case.submitted()
    items = {"items": [ITEMS["items"][0] | {"pointer": pointer}]}
    refused = await case.act("district", application, "correction-requests", items)
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/items/0/pointer"]
    assert refused.status_code == 422


@pytest.mark.parametrize(
    "pointer", ["/header/cluster_name", "/series/0/total_output", "/plan/targets/0/metric", "own"]
)
async def test_a_correction_points_into_the_form_or_at_a_document(
    open_case: Any, pointer: str
) -> None:
    case = await open_case()
    application = await case.submitted()
    document = (await seen_by(case, "district", application))["documents"][0]["id"]
    place = f"/documents/{document}" if pointer == "own" else pointer
    items = {"items": [ITEMS["items"][0] | {"pointer": place}]}
    taken = await case.act("district", application, "correction-requests", items)
    assert taken.status_code == 201, taken.text


async def test_blank_words_are_no_words(open_case: Any) -> None:
    case = await open_case()
    application = await case.submitted()
    items = {"items": [ITEMS["items"][0] | {"reason": " \u3000", "clause": "…"}]}
    refused = await case.act("district", application, "correction-requests", items)
    assert {error["code"] for error in refused.json()["errors"]} == {"says_nothing"}
    blank = await case.act(
        "district", application, "rejection", {"reasons": "\n", "clauses": ["-"]}
    )
    assert {error["pointer"] for error in blank.json()["errors"]} == {"/reasons", "/clauses/0"}
    await case.act("district", application, "acceptance")
    opinion = await case.act("district", application, "recommendation", {"opinion": " ", "rank": 1})
    assert (opinion.status_code, opinion.json()["errors"][0]["pointer"]) == (422, "/opinion")


async def test_blank_text_in_the_form_is_missing(open_case: Any) -> None:
    case = await open_case()
    applicant = case.sections()["applicant"] | {"operating_institution_name": " \u3000 "}
    application = await case.draft(applicant=applicant)
    refused = await case.act("institution", application, "submission")
    pointers = [error["pointer"] for error in refused.json()["errors"]]
    assert (refused.status_code, pointers) == (422, ["/applicant/operating_institution_name"])


async def test_a_row_without_its_enterprise_is_named_and_breaks_nothing(open_case: Any) -> None:
    case = await open_case()
    roster = [dict(case.sections()["roster"][0], uscc=None)]
    titles = [{k: v for k, v in case.sections()["titles"][0].items() if k != "uscc"}]
    application = await case.draft(roster=roster, titles=titles)
    listed = await case.get("institution", f"/applications/{application}/completeness")
    assert listed.status_code == 200, listed.text
    pointers = {item["pointer"] for item in listed.json()["items"] if item["blocks"]}
    assert pointers == {"/roster/0/uscc", "/titles/0/uscc"}


@pytest.mark.parametrize(
    "query",
    [
        "changed_after=9999-12-31T23:59:59-23:00",
        "changed_after=0001-01-01T00:00:00%2B14:00",
        "changed_after=1700000000",
        "due_before=9999-12-31",
        "due_before=1700000000",
    ],
)
async def test_times_that_nobody_means_are_refused(open_case: Any, query: str) -> None:
    case = await open_case()
    refused = await case.get("bureau", f"/applications?{query}")
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_content")
