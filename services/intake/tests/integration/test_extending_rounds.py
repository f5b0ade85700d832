"""A round is extended by a further notice, and closed when its time is over."""

from typing import Any

import pytest
from sqlalchemy import select

from common.contracts.round import RoundExtended
from common.database import Reader
from common.tables import outbox
from common.testing.clocks import StillClock
from common.testing.tokens import actor

LATER = {
    "notice_number": "京经信发〔2024〕25号",
    "reason": "申报系统升级，给予各主体同等时间。",
    "closes_at": "2024-05-10T23:59:59+08:00",
    "district_due_at": "2024-06-14T23:59:59+08:00",
}
OLD_CLOSING, NEW_CLOSING = "2024-04-30T15:59:59Z", "2024-05-10T15:59:59Z"


async def extended(case: Any, body: Any, *, etag: str = '"v2"', person: str = "bureau") -> Any:
    path = f"/rounds/{case.round['id']}/extension"
    return await case.post(person, path, body, **{"If-Match": etag})


async def test_an_extension_shows_every_date_before_and_after(open_case: Any) -> None:
    case = await open_case()
    done = await extended(case, LATER)
    assert done.status_code == 201, done.text
    shown = (await case.get("institution", f"/rounds/{case.round['id']}")).json()
    assert (shown["status"], shown["closes_at"]) == ("open", NEW_CLOSING)
    (extension,) = shown["extensions"]
    assert (extension["notice_number"], extension["reason"]) == (
        LATER["notice_number"],
        LATER["reason"],
    )
    assert extension["dates"] == [
        {"name": "closes_at", "was": OLD_CLOSING, "now": NEW_CLOSING},
        {
            "name": "district_due_at",
            "was": "2024-05-31T15:59:59Z",
            "now": "2024-06-14T15:59:59Z",
        },
    ]


async def test_a_second_extension_keeps_the_first(open_case: Any) -> None:
    case = await open_case()
    await extended(case, LATER)
    again = {
        "notice_number": "京经信发〔2024〕31号",
        "reason": "区级初审工作量大。",
        "district_due_at": "2024-06-28T23:59:59+08:00",
    }
    done = await extended(case, again, etag='"v3"')
    assert done.status_code == 201, done.text
    first, second = done.json()["extensions"]
    assert len(first["dates"]) == 2
    assert [date["was"] for date in second["dates"]] == [first["dates"][1]["now"]]
    assert done.json()["closes_at"] == NEW_CLOSING


async def test_others_are_told_of_an_extension(open_case: Any) -> None:
    case = await open_case()
    await extended(case, LATER)
    reading = Reader(case.running.worker, actor("auditor"), case.running.clock.now())
    told = [row.type for row in await reading.rows(select(outbox).order_by(outbox.c.position))]
    assert told[-1] == RoundExtended.TYPE


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"closes_at": "2024-04-30T23:59:59+08:00"}, "/closes_at", "not_later"),
        ({"district_due_at": "2024-05-30T00:00:00+08:00"}, "/district_due_at", "not_later"),
        ({"closes_at": "2024-06-20T00:00:00+08:00"}, "/district_due_at", "due_before_closing"),
        ({"closes_at": None, "district_due_at": None}, "", "nothing_moved"),
        ({"reason": " "}, "/reason", "says_nothing"),
    ],
)
async def test_an_extension_only_moves_later_and_says_why(
    open_case: Any, changes: dict[str, Any], pointer: str, code: str
) -> None:
    case = await open_case()
    refused = await extended(case, LATER | changes)
    assert refused.status_code == 422, refused.text
    assert [(e["pointer"], e["code"]) for e in refused.json()["errors"]] == [(pointer, code)]


async def test_only_the_bureau_extends_and_only_what_it_saw(open_case: Any) -> None:
    case = await open_case()
    assert (await extended(case, LATER, person="district")).status_code == 403
    assert (await extended(case, LATER, etag='"v1"')).status_code == 412


async def test_after_an_extension_what_was_late_is_in_time(
    open_case: Any, clock: StillClock
) -> None:
    case = await open_case()
    draft = await case.draft()
    clock.move(days=61)
    late = await case.act("institution", draft, "submission")
    assert (late.status_code, late.json()["code"]) == (409, "round_closed")
    assert "2024-04-30 23:59" in late.json()["detail"]
    assert late.json()["clause"] == "管理办法 第七条"
    await extended(case, LATER)
    assert (await case.act("institution", draft, "submission")).status_code == 201
    told = (await case.get("institution", f"/applications/{draft}/timeline")).json()
    moved = next(line for line in told["items"] if line["event"] == "round.extended")
    assert "2024-04-30 23:59" in moved["zh"]
    assert "2024-05-10 23:59" in moved["zh"]
    assert LATER["notice_number"] in moved["en"]


async def test_the_time_of_the_notice_is_never_cut_short(open_case: Any, clock: StillClock) -> None:
    case = await open_case()
    path = f"/rounds/{case.round['id']}/closing"
    early = await case.post("bureau", path, None, **{"If-Match": '"v2"'})
    assert (early.status_code, early.json()["code"]) == (409, "round_still_running")
    assert "close" not in case.round["allowed_actions"]
    clock.move(days=61)
    closed = await case.post("bureau", path, None, **{"If-Match": '"v2"'})
    assert (closed.status_code, closed.json()["status"]) == (201, "closed")
    fixed = await extended(case, LATER, etag='"v3"')
    assert (fixed.status_code, fixed.json()["allowed_actions"]) == (409, [])


async def test_a_round_of_renewals_takes_no_application_for_a_designation(open_case: Any) -> None:
    case = await open_case(kind="renewal")
    body = {
        "round_id": case.round["id"],
        "kind": "designation",
        "cluster_name": "海淀区行业应用软件产业集群",
        "district_code": "110108",
    }
    refused = await case.post("institution", "/applications", body)
    assert (refused.status_code, refused.json()["code"]) == (422, "kind_not_of_this_round")
