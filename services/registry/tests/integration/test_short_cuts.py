"""C-38: no designation without its evidence, whichever short cut is tried, and by whichever way."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from asyncpg import PostgresError
from sqlalchemy import func, select, text, update

from common.contracts.evaluation import EvaluationReopened
from common.ids import new_id
from common.testing.tokens import actor
from registry.tables.clusters import clusters
from registry.tables.notices import notices
from registry.tables.proposals import proposals

OBJECTOR = {
    "kind": "person",
    "name": "某异议人",
    "address": "某地址",
    "contact": "13800001111",
    "signature": {"form": "handwritten"},
}


async def objection(registry: Any, notice: Any, about: UUID | None, **more: Any) -> Any:
    """An objection as the bureau enters it from paper."""
    body = {"application_id": str(about) if about else None, "objector": OBJECTOR, **more}
    path = f"/notices/{notice['id']}/objections"
    return await registry.done(path, {"content": "数据不实", **body}, by="bureau")


async def release(registry: Any, notice: Any, *, at: int, by: str = "bureau", **body: Any) -> Any:
    """The answer to a release."""
    path = f"/notices/{notice['id']}/release"
    return await registry.post(path, registry.release() | body, by=by, at=at)


async def closed(registry: Any, notice: Any) -> None:
    """The notice on the day after its window, closed."""
    registry.move_to(date(2024, 3, 8))
    await registry.done(f"/notices/{notice['id']}/closing", None, by="bureau", at=2)


async def unpublished(registry: Any, of: Any, event: Any) -> Any:
    draft = await registry.done("/notices", {"round": of.number}, by="bureau")
    return await release(registry, draft, at=1)


async def during_the_window(registry: Any, of: Any, event: Any) -> Any:
    notice = await registry.published(of)
    registry.move_to(date(2024, 3, 7))
    return await release(registry, notice, at=2)


async def not_closed_yet(registry: Any, of: Any, event: Any) -> Any:
    notice = await registry.published(of)
    registry.move_to(date(2024, 3, 8))
    return await release(registry, notice, at=2)


async def posted_within_the_window(registry: Any, of: Any, event: Any) -> Any:
    notice = await registry.published(of)
    await closed(registry, notice)
    return await release(registry, notice, at=3, posted_at="2024-03-07T09:00:00+08:00")


async def with_an_open_objection(registry: Any, of: Any, event: Any) -> Any:
    notice = await registry.published(of)
    await objection(registry, notice, event.case.application_id)
    await closed(registry, notice)
    return await release(registry, notice, at=3)


async def with_an_objection_on_paper_told_late(registry: Any, of: Any, event: Any) -> Any:
    notice = await registry.published(of)
    await closed(registry, notice)
    await objection(registry, notice, None, received_on="2024-03-07")
    return await release(registry, notice, at=3)


async def around_an_objection_by_a_correction(registry: Any, of: Any, event: Any) -> Any:
    notice = await registry.published(of)
    await objection(registry, notice, None)
    wish = {"round": of.number, "corrects": notice["number"], "correction_reason": "名称有误"}
    new = await registry.done("/notices", wish, by="bureau")
    path = f"/notices/{new['id']}/publication"
    await registry.done(path, registry.posting(), by="bureau", at=1)
    await closed(registry, new)
    return await release(registry, new, at=3)


async def with_nothing_left_after_a_correction(registry: Any, of: Any, event: Any) -> Any:
    notice = await registry.published(of)
    wish = {"round": of.number, "corrects": notice["number"], "correction_reason": "名称有误"}
    new = await registry.done("/notices", wish, by="bureau")
    path = f"/notices/{new['id']}/publication"
    await registry.done(path, registry.posting(), by="bureau", at=1)
    registry.move_to(date(2024, 3, 8))
    await registry.done(f"/notices/{notice['id']}/closing", None, by="bureau", at=3)
    return await release(registry, notice, at=4)


async def by_a_district(registry: Any, of: Any, event: Any) -> Any:
    notice = await registry.published(of)
    await closed(registry, notice)
    return await release(registry, notice, at=3, by="district")


async def with_another_hash_in_mind(registry: Any, of: Any, event: Any) -> Any:
    notice = await registry.published(of)
    await closed(registry, notice)
    return await release(registry, notice, at=3, sha256="0" * 64)


async def on_a_version_that_is_gone(registry: Any, of: Any, event: Any) -> Any:
    notice = await registry.published(of)
    await closed(registry, notice)
    return await release(registry, notice, at=2)


async def before_any_decision(registry: Any, of: Any, event: Any) -> Any:
    waiting = await registry.open_round()
    await registry.hear(replace(registry.completed(waiting), outcome="returned"), about=new_id())
    return await registry.post("/notices", {"round": waiting.number}, by="bureau")


SHORT_CUTS: dict[Callable[..., Awaitable[Any]], tuple[int, str]] = {
    unpublished: (409, "not_possible_in_this_status"),
    during_the_window: (409, "notice_window_running"),
    not_closed_yet: (409, "not_possible_in_this_status"),
    posted_within_the_window: (422, "posted_at_not_possible"),
    with_an_open_objection: (409, "objection_open"),
    with_an_objection_on_paper_told_late: (409, "objection_open"),
    around_an_objection_by_a_correction: (409, "objection_open"),
    with_nothing_left_after_a_correction: (409, "notice_replaced"),
    by_a_district: (403, "forbidden"),
    with_another_hash_in_mind: (422, "invalid_content"),
    on_a_version_that_is_gone: (412, "stale"),
    before_any_decision: (422, "nothing_proposed"),
}


@pytest.mark.parametrize("tried", SHORT_CUTS, ids=lambda tried: tried.__name__)
async def test_no_short_cut_designates(registry: Any, tried: Callable[..., Awaitable[Any]]) -> None:
    of = await registry.open_round()
    event = await registry.propose(of)
    answer = await tried(registry, of, event)
    assert (answer.status_code, answer.json()["code"]) == SHORT_CUTS[tried]
    assert await registry.rows(select(clusters.c.id)) == []
    assert "cluster.designated" not in await registry.types_sent()


async def test_a_list_is_released_once_and_a_withdrawn_or_reopened_case_not_at_all(
    registry: Any,
) -> None:
    of = await registry.open_round()
    first, second = await registry.propose(of), await registry.propose(of, registry.shunyi)
    notice = await registry.published(of)
    await registry.hear(registry.withdrawn(first), about=first.case.application_id)
    told = EvaluationReopened(
        evaluation_id=second.evaluation_id,
        application_id=second.case.application_id,
        reason="异议成立",
    )
    await registry.hear(told, about=second.evaluation_id)
    await closed(registry, notice)
    done = await release(registry, notice, at=3)
    assert done.json()["release"]["clusters"] == []
    again = await release(registry, notice, at=4)
    assert (again.status_code, again.json()["code"]) == (409, "not_possible_in_this_status")
    assert await registry.rows(select(clusters.c.id)) == []


async def test_a_decision_that_another_took_the_place_of_is_not_put_on_notice(
    registry: Any,
) -> None:
    of = await registry.open_round()
    event = await registry.propose(of)
    denied = replace(
        registry.completed(of),
        case=event.case,
        outcome="not_proposed",
        supersedes=event.evaluation_id,
    )
    await registry.hear(denied, about=denied.evaluation_id)
    refused = await registry.post("/notices", {"round": of.number}, by="bureau")
    assert refused.json()["code"] == "nothing_proposed"


async def test_the_database_refuses_what_the_use_case_would(registry: Any) -> None:
    of = await registry.open_round()
    event = await registry.propose(of)
    notice = await registry.published(of)
    own, held = notices.c.id == UUID(notice["id"]), proposals.c.notice_id == UUID(notice["id"])
    out = {"official_address": "https://x", "posted_at": "2024-03-07T09:00:00+08:00"}
    released = update(notices).where(own).values(status="released", release=out)
    designating = update(proposals).where(held).values(status="released")
    later = released.values(release=out | {"posted_at": "2024-03-08T09:00:00+08:00"})
    before = [
        (released, "no short cut"),
        (designating, "without its notice"),
        (update(notices).where(own).values(sha256="0" * 64), "never edited"),
        (update(notices).where(own).values(entries=func.jsonb_build_array()), "never edited"),
        (update(notices).where(own).values(last_day=date(2024, 3, 1)), "never edited"),
    ]
    for statement, complaint in before:
        await refused_by_the_database(registry, statement, complaint)
    await objection(registry, notice, event.case.application_id)
    await closed(registry, notice)
    after = [
        (released, "within its window"),
        (later, "against an objection"),
        (designating, "against an objection"),
    ]
    for statement, complaint in after:
        await refused_by_the_database(registry, statement, complaint)
    forged = text(
        "INSERT INTO notices SELECT (r).* FROM (SELECT jsonb_populate_record(n, jsonb_build_object("
        "'id', gen_random_uuid(), 'number', 'BJ-2024-N-9999', 'status', 'closed')) AS r"
        " FROM notices n) AS copied"
    )
    await refused_by_the_database(registry, forged, "begins as a draft")


async def refused_by_the_database(registry: Any, statement: Any, complaint: str) -> None:
    """Try a statement as the bureau's own role: it is refused with a complaint."""
    api, at = registry.running.api, registry.running.clock.now()
    with pytest.raises(PostgresError, match=complaint):
        async with api.transaction(actor("bureau"), at=at) as tx:
            await tx.connection.execute(statement)


async def test_a_correction_is_a_new_notice_with_a_window_of_its_own(registry: Any) -> None:
    of = await registry.open_round()
    first, second = await registry.propose(of), await registry.propose(of, registry.shunyi)
    notice = await registry.published(of)
    registry.move_to(date(2024, 3, 6))
    wish = {
        "round": of.number,
        "application_ids": [str(first.case.application_id)],
        "corrects": notice["number"],
        "correction_reason": "集群名称刊登有误",
    }
    new = await registry.done("/notices", wish, by="bureau")
    assert (await registry.get(f"/notices/{notice['id']}")).json()["corrected_by"] == []
    path = f"/notices/{new['id']}"
    posted = await registry.done(f"{path}/publication", registry.posting(), by="bureau", at=1)
    assert (posted["first_day"], posted["last_day"]) == ("2024-03-06", "2024-03-12")
    assert (posted["corrects"], posted["correction_reason"]) == (
        notice["number"],
        "集群名称刊登有误",
    )
    old = (await registry.get(f"/notices/{notice['id']}")).json()
    assert (old["corrected_by"], old["sha256"], old["count"]) == (
        [new["number"]],
        notice["sha256"],
        2,
    )
    registry.move_to(date(2024, 3, 8))
    await registry.done(f"/notices/{notice['id']}/closing", None, by="bureau", at=3)
    out = (await release(registry, notice, at=4)).json()["release"]
    designated = {each["application_id"] for each in out["clusters"]}
    assert designated == {str(second.case.application_id)}
    early = await release(registry, new, at=2)
    assert early.json()["code"] == "notice_window_running"
    registry.move_to(date(2024, 3, 12) + timedelta(days=1))
    await registry.done(f"{path}/closing", None, by="bureau", at=2)
    last = (await release(registry, new, at=3)).json()["release"]
    assert [each["application_id"] for each in last["clusters"]] == [str(first.case.application_id)]


async def test_a_draft_a_released_and_a_strange_notice_are_not_corrected(registry: Any) -> None:
    of = await registry.open_round()
    await registry.propose(of)
    await registry.propose(of, registry.shunyi)
    notice = await registry.published(of)
    other = await registry.open_round()
    await registry.propose(other)
    wish = {"round": of.number, "corrects": notice["number"], "correction_reason": "有误"}
    half = await registry.post("/notices", {"round": of.number, "corrects": "x"}, by="bureau")
    assert half.json()["errors"][0]["code"] == "correction_incomplete"
    tried = [
        (wish | {"corrects": "BJ-2024-N-9999"}, "unknown_notice"),
        (wish | {"round": other.number}, "notice_of_other_round"),
    ]
    for body, code in tried:
        assert (await registry.post("/notices", body, by="bureau")).json()["code"] == code
    await closed(registry, notice)
    assert (await release(registry, notice, at=3)).status_code == 201
    refused = await registry.post("/notices", wish, by="bureau")
    assert (refused.status_code, refused.json()["code"]) == (409, "notice_cannot_be_corrected")
