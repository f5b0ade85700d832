"""Work items: who has what to do by when, counted and coloured; handed from one to another."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from common.database import Reader
from common.testing.clocks import StillClock
from common.testing.tokens import actor
from intake.domain.deadline import due_at
from intake.store import applications, rounds
from intake.tables.applications import application_acts
from intake.tables.applications import applications as table

ITEMS = {"items": [{"pointer": "/series", "reason": "补证明", "clause": "管理办法 第九条"}]}


async def work(case: Any, person: str, query: str = "") -> Any:
    answer = await case.get(person, f"/intake/work-items{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def coloured(found: Any) -> dict[str, int]:
    return {each["colour"]: each["count"] for each in found["counts"]["by_colour"] if each["count"]}


async def test_a_case_is_on_the_list_of_whoever_moves_next(open_case: Any) -> None:
    case = await open_case()
    draft = await case.draft()
    assert [i["application_id"] for i in (await work(case, "institution"))["items"]] == [draft]
    assert (await work(case, "district"))["items"] == []
    await case.act("institution", draft, "submission")
    assert (await work(case, "institution"))["items"] == []
    (waiting,) = (await work(case, "district"))["items"]
    assert (waiting["status"], waiting["due_on"], waiting["colour"]) == (
        "submitted",
        "2024-05-31",
        "green",
    )
    await case.act("district", draft, "correction-requests", ITEMS)
    assert (await work(case, "district"))["counts"]["total"] == 0
    (waiting,) = (await work(case, "institution"))["items"]
    assert (waiting["due_on"], waiting["colour"]) == ("2024-03-08", "amber")


async def test_colours_follow_the_days_that_are_left(open_case: Any, clock: StillClock) -> None:
    case = await open_case()
    application = await case.submitted()
    await case.act("district", application, "correction-requests", ITEMS)
    seen = []
    for days in (0, 5, 2, 1):
        clock.move(days=days)
        found = await work(case, "institution")
        assert coloured(found) == {found["items"][0]["colour"]: 1}
        seen.append(found["items"][0]["colour"])
    assert seen == ["amber", "red", "red", "overdue"]


async def test_counts_are_of_all_pages_and_the_most_pressing_comes_first(open_case: Any) -> None:
    case = await open_case()
    first, second = await case.submitted(), await case.submitted("institution_2")
    await case.act("district", first, "acceptance")
    page = await work(case, "district", "?limit=1")
    assert (len(page["items"]), page["counts"]["total"]) == (1, 2)
    assert page["counts"]["by_status"] == {"submitted": 1, "accepted": 1}
    rest = await work(case, "district", f"?limit=1&cursor={page['next']}")
    both = {page["items"][0]["application_id"], rest["items"][0]["application_id"]}
    assert both == {first, second}
    only = await work(case, "district", "?status=submitted&due_before=2024-06-01")
    assert [each["application_id"] for each in only["items"]] == [second]
    assert (await work(case, "district", "?due_before=2024-05-31"))["items"] == []


@pytest.mark.parametrize("stranger", ["district_2", "bureau", "auditor", "institution_2"])
async def test_nobody_else_has_it_on_the_list_or_in_the_counts(
    open_case: Any, stranger: str
) -> None:
    case = await open_case()
    await case.submitted()
    found = await work(case, stranger)
    assert (found["items"], found["counts"]["total"]) == ([], 0)


async def test_a_case_is_taken_up_and_handed_over(open_case: Any) -> None:
    case = await open_case()
    application = await case.submitted()
    taken = await case.act("district", application, "hand-overs", {"to": "wang.fang"})
    assert taken.status_code == 201, taken.text
    body = {"to": "li.qiang", "reason": "外出培训"}
    given = await case.act("district", application, "hand-overs", body)
    assert given.json()["record"]["content"] == body | {"from": "wang.fang"}
    for path in ("/intake/work-items", "/applications"):
        mine = (await case.get("district", f"{path}?assignee=li.qiang")).json()["items"]
        others = (await case.get("district", f"{path}?assignee=wang.fang")).json()["items"]
        assert (len(mine), others) == (1, [])
    assert (await work(case, "district"))["items"][0]["assignee"] == "li.qiang"
    kept = (await case.get("auditor", f"/applications/{application}")).headers["ETag"]
    assert kept == given.headers["ETag"] == taken.headers["ETag"]
    told = (await case.get("institution", f"/applications/{application}/timeline")).json()
    assert "li.qiang" not in str(told)
    own = (await case.get("institution", f"/applications/{application}/acts")).json()["items"]
    assert [act["act"] for act in own] == ["submit"]
    record = given.headers["Location"].removeprefix("/v1")
    assert (await case.get("institution", record)).status_code == 404
    assert (await case.get("bureau", record)).status_code == 200
    reading = Reader(case.running.api, actor("institution"), case.running.clock.now())
    acts = await reading.rows(select(application_acts.c.act))
    assert [row.act for row in acts] == ["submit"]
    for person, status in (("institution", 403), ("bureau", 403), ("district_2", 404)):
        assert (await case.act(person, application, "hand-overs", body)).status_code == status


async def test_the_list_and_the_timeline_name_the_same_instant(
    open_case: Any, events: Any, clock: StillClock
) -> None:
    case = await open_case()
    await case.draft("institution_2")
    application = await case.recommended()
    event = await events.completed(case, application, "returned")
    clock.move(days=20)
    await agreed(case)
    await events.take(case, event)
    await agreed(case)
    await case.act("district", application, "correction-requests", ITEMS)
    await agreed(case)
    await case.act("institution", application, "submission")
    await agreed(case)
    clock.move(days=70)
    await agreed(case)


async def agreed(case: Any) -> None:
    """The SQL of the list and the domain's function give one instant for every waiting case."""
    reading = Reader(case.running.worker, actor("auditor"), case.running.clock.now())
    in_python = {}
    for row in await reading.rows(select(table)):
        found = applications.application_of(row)
        due = due_at(found, await rounds.load(reading, found.round_id))
        in_python[str(found.id)] = due
    people = ("institution", "institution_2", "district")
    items = [item for person in people for item in (await work(case, person))["items"]]
    in_sql = {item["application_id"]: datetime.fromisoformat(item["due_at"]) for item in items}
    assert in_sql == {name: due for name, due in in_python.items() if due is not None}
