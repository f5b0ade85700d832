"""From a decided case over its public notice to the register, and what is refused on the way."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from common.contracts.application import ApplicationWithdrawn
from common.contracts.evaluation import EvaluationReopened
from common.contracts.round import NoticeTerms, ValidityTerms
from common.ids import new_id
from common.testing.tokens import actor
from registry.domain.notice import Posting
from registry.jobs import sweep_notices
from registry.usecases.publish_notice import publish_notice


async def test_a_proposed_case_becomes_a_cluster_of_the_register(registry: Any) -> None:
    of = await registry.open_round()
    event = await registry.propose(of)
    waiting = (await registry.get(f"/proposals?round={of.number}", by="bureau")).json()["items"]
    assert [item["application_id"] for item in waiting] == [str(event.case.application_id)]
    notice = await registry.released(of)
    assert (await registry.get(f"/proposals?round={of.number}", by="bureau")).json()["items"] == []
    [made] = notice["release"]["clusters"]
    assert made["cluster_number"] == "BJ-2024-0001"
    shown = await registry.get("/clusters/BJ-2024-0001")
    assert shown.headers["Cache-Control"] == "no-store"
    cluster = shown.json()
    assert cluster["name"] == registry.haidian[1]
    assert cluster["standing"] == "valid"
    [period] = cluster["periods"]
    assert (period["first_day"], period["last_day"]) == ("2024-03-08", "2027-03-07")
    assert await registry.types_sent() == [
        "notice.published",
        "notice.closed",
        "cluster.designated",
    ]


async def test_the_window_counts_from_the_day_of_posting_and_explains_each_day(
    registry: Any,
) -> None:
    of = await registry.open_round()
    await registry.propose(of)
    notice = await registry.published(of)
    assert (notice["first_day"], notice["last_day"]) == ("2024-03-01", "2024-03-07")
    assert notice["allowed_actions"] == []
    public = (await registry.get(f"/notices/{notice['number']}")).json()
    days = public["explain"]
    assert [d["day"][-2:] for d in days if d["counted"]] == ["01", "04", "05", "06", "07"]
    assert all(d["zh"] and d["en"] for d in days)


async def test_a_draft_is_seen_by_the_bureau_alone(registry: Any) -> None:
    of = await registry.open_round()
    await registry.propose(of)
    notice = await registry.done("/notices", {"round": of.number}, by="bureau")
    path = f"/notices/{notice['id']}"
    assert [(await registry.get(path, by=who)).status_code for who in ("bureau", None)] == [
        200,
        404,
    ]
    assert (await registry.get("/notices")).json()["items"] == []
    assert len((await registry.get("/notices", by="bureau")).json()["items"]) == 1


async def test_only_the_bureau_drafts_and_posts(registry: Any) -> None:
    of = await registry.open_round()
    await registry.propose(of)
    refused = await registry.post("/notices", {"round": of.number}, by="district")
    assert refused.status_code == 403
    assert (await registry.get("/proposals", by="district")).status_code == 403
    notice = await registry.done("/notices", {"round": of.number}, by="bureau")
    path, posting = f"/notices/{notice['id']}/publication", registry.posting()
    answers = [
        await registry.post(path, posting, by="district", at=1),
        await registry.post(path, posting, by="bureau"),
        await registry.post(path, posting, by="bureau", at=9),
        await registry.post(path, {"official_address": "no"}, by="bureau", at=1),
    ]
    assert [answer.status_code for answer in answers] == [404, 428, 412, 422]


async def test_nothing_closes_or_is_released_while_the_window_runs(registry: Any) -> None:
    of = await registry.open_round()
    await registry.propose(of)
    notice = await registry.published(of)
    registry.move_to(date(2024, 3, 7))
    registry.running.clock.move(hours=14, minutes=59)
    for act, body in (("closing", None), ("release", registry.release())):
        refused = await registry.post(f"/notices/{notice['id']}/{act}", body, by="bureau", at=2)
        assert (refused.status_code, refused.json()["code"]) == (409, "notice_window_running")
        assert "2024-03-07" in refused.json()["detail"]
        assert refused.json()["clause"] == "管理办法 第十条"
    registry.running.clock.move(minutes=1)
    await registry.done(f"/notices/{notice['id']}/closing", None, by="bureau", at=2)


async def test_the_sweep_closes_what_has_run_out_once_and_nothing_else(registry: Any) -> None:
    of = await registry.open_round()
    await registry.propose(of)
    notice = await registry.published(of)
    worker, clock = registry.running.worker, registry.running.clock
    await sweep_notices(worker, clock)
    assert (await registry.get(f"/notices/{notice['id']}")).json()["status"] == "published"
    registry.move_to(date(2024, 3, 8))
    await sweep_notices(worker, clock)
    await sweep_notices(worker, clock)
    closed = (await registry.get(f"/notices/{notice['id']}")).json()
    assert (closed["status"], closed["closed_on"]) == ("closed", "2024-03-08")
    assert (await registry.types_sent()).count("notice.closed") == 1


async def test_a_window_beyond_the_loaded_calendar_is_refused_naming_the_year(
    registry: Any,
) -> None:
    registry.move_to(date(2026, 12, 30))
    of = await registry.open_round()
    await registry.propose(of)
    notice = await registry.done("/notices", {"round": of.number}, by="bureau")
    path = f"/notices/{notice['id']}/publication"
    refused = await registry.post(path, registry.posting(), by="bureau", at=1)
    assert (refused.status_code, refused.json()["code"]) == (409, "beyond_calendar")
    assert "2027" in refused.json()["detail"]


async def test_a_posting_in_the_future_or_before_the_draft_is_refused(registry: Any) -> None:
    of = await registry.open_round()
    await registry.propose(of)
    notice = await registry.done("/notices", {"round": of.number}, by="bureau")
    now = registry.running.clock.now()
    for posted_at in (now + timedelta(minutes=1), now - timedelta(days=1)):
        body = registry.posting() | {"posted_at": posted_at.isoformat()}
        path = f"/notices/{notice['id']}/publication"
        refused = await registry.post(path, body, by="bureau", at=1)
        assert (refused.status_code, refused.json()["code"]) == (422, "posted_at_not_possible")


async def test_a_posting_is_recorded_within_three_working_days(registry: Any) -> None:
    terms = NoticeTerms(
        working_days=10, first_day_counts=True, answer_working_days=5, list_waits=True
    )
    of = await registry.open_round(notice=terms)
    await registry.propose(of)
    notice = await registry.done("/notices", {"round": of.number}, by="bureau")
    path, posting = f"/notices/{notice['id']}/publication", registry.posting()
    registry.move_to(date(2024, 3, 7))
    refused = await registry.post(path, posting, by="bureau", at=1)
    assert (refused.status_code, refused.json()["code"]) == (422, "notice_backdated")
    registry.move_to(date(2024, 3, 6))
    done = await registry.done(path, posting, by="bureau", at=1)
    assert (done["first_day"], done["last_day"]) == ("2024-03-01", "2024-03-14")


async def test_a_notice_that_nobody_could_see_any_more_is_refused(registry: Any) -> None:
    terms = NoticeTerms(
        working_days=2, first_day_counts=True, answer_working_days=5, list_waits=True
    )
    of = await registry.open_round(notice=terms)
    await registry.propose(of)
    notice = await registry.done("/notices", {"round": of.number}, by="bureau")
    path, posting = f"/notices/{notice['id']}/publication", registry.posting()
    registry.move_to(date(2024, 3, 4))  # its last day, within the three working days
    refused = await registry.post(path, posting, by="bureau", at=1)
    assert (refused.status_code, refused.json()["code"]) == (422, "notice_backdated")
    assert "2024-03-04" in refused.json()["detail"]


async def test_a_release_names_its_decision_in_words(registry: Any) -> None:
    of = await registry.open_round()
    await registry.propose(of)
    notice = await registry.published(of)
    registry.move_to(date(2024, 3, 8))
    path = f"/notices/{notice['id']}"
    await registry.done(f"{path}/closing", None, by="bureau", at=2)
    blank = registry.release() | {"decision": "\u3000"}
    refused = await registry.post(f"{path}/release", blank, by="bureau", at=3)
    assert refused.json()["errors"][0]["code"] == "says_nothing"
    far = registry.release() | {"posted_at": "9999-12-31T23:59:59-12:00"}
    refused = await registry.post(f"{path}/release", far, by="bureau", at=3)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_content")


async def test_a_withdrawal_takes_a_case_out_of_a_draft(registry: Any) -> None:
    of = await registry.open_round()
    first = await registry.propose(of)
    await registry.propose(of, registry.shunyi)
    notice = await registry.done("/notices", {"round": of.number}, by="bureau")
    await registry.hear(registry.withdrawn(first), about=first.case.application_id)
    shorter = (await registry.get(f"/notices/{notice['id']}", by="bureau")).json()
    assert (notice["count"], shorter["count"]) == (2, 1)
    assert shorter["sha256"] != notice["sha256"]
    stale = await registry.post(
        f"/notices/{notice['id']}/publication", registry.posting(), by="bureau", at=1
    )
    assert stale.status_code == 412
    [second] = shorter["entries"]
    last = ApplicationWithdrawn(
        application_id=UUID(second["application_id"]), withdrawn_at=registry.running.clock.now()
    )
    await registry.hear(last, about=last.application_id)
    empty = await registry.post(
        f"/notices/{notice['id']}/publication", registry.posting(), by="bureau", at=3
    )
    assert (empty.status_code, empty.json()["code"]) == (409, "notice_empty")


async def test_a_case_withdrawn_during_the_window_is_not_designated(registry: Any) -> None:
    of = await registry.open_round()
    first = await registry.propose(of)
    await registry.propose(of, registry.shunyi)
    notice = await registry.published(of)
    await registry.hear(registry.withdrawn(first), about=first.case.application_id)
    registry.move_to(date(2024, 3, 8))
    await registry.done(f"/notices/{notice['id']}/closing", None, by="bureau", at=2)
    path = f"/notices/{notice['id']}/release"
    released = await registry.done(path, registry.release(), by="bureau", at=3)
    assert released["sha256"] == notice["sha256"]
    assert len(released["release"]["clusters"]) == 1
    assert released["release"]["left_out"] == [str(first.case.application_id)]


async def test_a_withdrawal_waits_for_a_publication_under_way_and_is_not_parked(
    registry: Any,
) -> None:
    of = await registry.open_round()
    event = await registry.propose(of)
    notice = await registry.done("/notices", {"round": of.number}, by="bureau")
    api, clock = registry.running.api, registry.running.clock
    posting = Posting(official_address="https://x", posted_at=clock.now())
    async with api.transaction(actor("bureau"), at=clock.now()) as tx:
        await publish_notice(tx, notice["id"], lambda: posting, if_match='"v1"')
        about = event.case.application_id
        heard = asyncio.create_task(registry.hear(registry.withdrawn(event), about=about))
        await registry.somebody_waits_for_a_lock()
    assert await heard == "applied"
    shown = (await registry.get(f"/notices/{notice['id']}")).json()
    assert (shown["status"], shown["count"]) == ("published", 1)


async def test_a_withdrawal_heard_before_the_decision_bars_the_proposal(registry: Any) -> None:
    of = await registry.open_round()
    event = registry.completed(of)
    await registry.hear(registry.withdrawn(event), about=event.case.application_id)
    await registry.hear(event, about=event.evaluation_id)
    assert (await registry.get("/proposals", by="bureau")).json()["items"] == []


async def test_a_superseding_decision_takes_the_place_of_the_earlier_one_in_any_order(
    registry: Any,
) -> None:
    of = await registry.open_round()
    first = registry.completed(of)
    second = replace(first, evaluation_id=new_id(), supersedes=first.evaluation_id)
    for event in (second, first):
        assert await registry.hear(event, about=event.evaluation_id) == "applied"
    items = (await registry.get("/proposals", by="bureau")).json()["items"]
    assert [item["evaluation_id"] for item in items] == [str(second.evaluation_id)]


async def test_a_reopened_case_waits_for_its_new_decision(registry: Any) -> None:
    of = await registry.open_round()
    event = await registry.propose(of)
    reopened = EvaluationReopened(
        evaluation_id=event.evaluation_id,
        application_id=event.case.application_id,
        reason="异议成立",
    )
    await registry.hear(reopened, about=event.evaluation_id)
    assert (await registry.get("/proposals", by="bureau")).json()["items"] == []
    assert await registry.hear(event, about=event.evaluation_id) == "applied"
    assert len((await registry.get("/proposals", by="bureau")).json()["items"]) == 1


async def test_what_is_not_proposed_never_waits_for_a_notice(registry: Any) -> None:
    of = await registry.open_round()
    event = replace(registry.completed(of), outcome="not_proposed")
    await registry.hear(event, about=event.evaluation_id)
    assert (await registry.get("/proposals", by="bureau")).json()["items"] == []
    refused = await registry.post("/notices", {"round": of.number}, by="bureau")
    assert (refused.status_code, refused.json()["code"]) == (422, "nothing_proposed")
    unknown = await registry.post("/notices", {"round": "BJ-2024-ROUND-0000"}, by="bureau")
    assert (unknown.status_code, unknown.json()["code"]) == (422, "unknown_round")


async def test_an_application_stands_in_one_notice_only(registry: Any) -> None:
    of = await registry.open_round()
    event = await registry.propose(of)
    wanted = {"round": str(of.round_id), "application_ids": [str(event.case.application_id)]}
    await registry.done("/notices", wanted, by="bureau")
    await registry.propose(of, ("110101", "北京市东城区数字文化产业集群", "91110101000000000X"))
    refused = await registry.post("/notices", wanted, by="bureau")
    assert (refused.status_code, refused.json()["code"]) == (422, "not_waiting_for_notice")
    assert refused.json()["errors"][0]["pointer"] == "/application_ids/0"


async def test_calendar_years_begin_with_the_year_of_publication(registry: Any) -> None:
    terms = {
        "validity": ValidityTerms(years=3, style="calendar_years"),
        "notice": NoticeTerms(
            working_days=7, first_day_counts=False, answer_working_days=5, list_waits=True
        ),
    }
    [number] = await registry.designated(**terms)
    cluster = (await registry.get(f"/clusters/{number}")).json()
    [period] = cluster["periods"]
    assert (period["first_day"], period["last_day"]) == ("2024-01-01", "2026-12-31")
    assert cluster["published_on"] == "2024-03-13"
    before = (await registry.get(f"/clusters/{number}?at=2024-03-12")).json()
    assert before["standing"] == "not_yet_valid"
    after = (await registry.get(f"/clusters/{number}?at=2027-01-01")).json()
    assert after["standing"] == "expired"
