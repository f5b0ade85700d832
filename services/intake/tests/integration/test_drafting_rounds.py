"""A round while it is a draft: changed, held to its order, shown in one time."""

from typing import Any

import pytest


async def drafted(case: Any) -> Any:
    answer = await case.post("bureau", "/rounds", case.TERMS)
    assert answer.status_code == 201, answer.text
    return answer


async def test_a_draft_is_changed_and_an_open_round_is_not(open_case: Any) -> None:
    case = await open_case()
    round_ = await drafted(case)
    path = f"/rounds/{round_.json()['id']}"
    assert "change" in round_.json()["allowed_actions"]
    terms = case.TERMS | {"correction_days": 7}
    tag = {"If-Match": round_.headers["ETag"]}
    assert (await case.put("institution", path, terms, **tag)).status_code in {403, 404}
    assert (await case.put("bureau", path, terms)).status_code == 428
    after = await case.put("bureau", path, terms, **tag)
    assert (after.status_code, after.json()["terms"]["correction_days"]) == (200, 7), after.text
    assert after.json()["number"] == round_.json()["number"]
    assert (await case.put("bureau", path, terms, **tag)).status_code == 412
    opened = f"/rounds/{case.round['id']}"
    fixed = await case.put("bureau", opened, terms, **{"If-Match": '"v2"'})
    assert (fixed.status_code, fixed.json()["allowed_actions"]) == (409, ["extend", "close"])


async def test_the_year_in_a_rounds_number_stays(open_case: Any) -> None:
    case = await open_case()
    round_ = await drafted(case)
    path, tag = f"/rounds/{round_.json()['id']}", {"If-Match": round_.headers["ETag"]}
    refused = await case.put("bureau", path, case.TERMS | {"year": 2025}, **tag)
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/year"]


async def test_a_rounds_times_are_shown_in_utc_from_the_first_answer(open_case: Any) -> None:
    case = await open_case()
    posted = (await drafted(case)).json()
    read = (await case.get("bureau", f"/rounds/{posted['id']}")).json()
    assert posted == read
    assert read["opens_at"] == "2024-02-29T16:00:00Z"


DUE = {"municipal_due_month": 3, "municipal_due_day": 31}


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"level": "national"}, "/level", "literal_error"),
        ({"base_year": 2024}, "/base_year", "base_year_not_over"),
        ({"closes_at": "2024-03-01T00:00:00+08:00"}, "/closes_at", "closes_before_opening"),
        (
            {"district_due_at": "2024-04-30T23:59:58+08:00"},
            "/district_due_at",
            "due_before_closing",
        ),
        (
            {"report": DUE | {"district_due_month": 4, "district_due_day": 1}},
            "/report/district_due_day",
            "district_after_municipal",
        ),
        ({"opens_at": "9999-12-31T00:00:00+08:00"}, "/opens_at", "less_than"),
        ({"notice_number": " "}, "/notice_number", "says_nothing"),
    ],
)
async def test_a_round_that_cannot_be_is_refused_at_the_field_in_both_languages(
    open_case: Any, changes: dict[str, Any], pointer: str, code: str
) -> None:
    case = await open_case()
    if "report" in changes:
        changes = {"report": case.TERMS["report"] | changes["report"]}
    told = []
    for language in ("zh-CN", "en"):
        answer = await case.post(
            "bureau", "/rounds", case.TERMS | changes, **{"Accept-Language": language}
        )
        assert answer.status_code == 422, answer.text
        found = [(error["pointer"], error["code"]) for error in answer.json()["errors"]]
        assert found == [(pointer, code)]
        told.append(answer.json()["errors"][0]["detail"])
    assert told[0] != told[1]
