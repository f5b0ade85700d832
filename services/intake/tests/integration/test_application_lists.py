"""Lists of applications: filters by id or number, and nothing that was not asked for."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=submitted", 1),
        ("status=draft", 0),
        ("district=110108", 1),
        ("district=110113", 0),
        ("round=BJ-2024-ROUND-0001", 1),
        ("round=BJ-2024-ROUND-0009", 0),
        ("institution=91110000101623741K", 1),
        ("institution=911101066976941872", 0),
        ("changed_after=2024-02-29T00:00:00Z", 1),
        ("changed_after=2024-03-09T00:00:00Z", 0),
        ("due_before=2030-01-01", 0),
    ],
)
async def test_a_filter_finds_what_it_names(open_case: Any, query: str, found: int) -> None:
    case = await open_case()
    await case.submitted()
    listed = await case.get("bureau", f"/applications?{query}")
    assert listed.status_code == 200, listed.text
    assert len(listed.json()["items"]) == found


async def test_a_returned_case_is_found_by_its_due_day(open_case: Any) -> None:
    case = await open_case()
    application = await case.submitted()
    items = [{"pointer": "/series", "reason": "材料不全", "clause": "管理办法 第九条"}]
    await case.act("district", application, "correction-requests", {"items": items})
    listed = await case.get("district", "/applications?due_before=2024-03-09")
    assert [item["id"] for item in listed.json()["items"]] == [application]
    none = await case.get("district", "/applications?due_before=2024-03-08")
    assert none.json()["items"] == []
