"""Objections: filed by anybody, heard without who, answered, decided, and what they stop."""

import asyncio
import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from asyncpg import PostgresError
from sqlalchemy import func, insert, select, update

from common.clock import SHANGHAI
from common.contracts.evaluation import EvaluationReopened
from common.contracts.round import NoticeTerms
from common.ids import new_id
from common.tables import answered_request, audit, outbox
from common.testing.tokens import actor
from registry.domain import objection as objection_domain
from registry.domain.objection import ANYBODY
from registry.main import SERVICE
from registry.store.sealing import Sealer
from registry.tables.notices import notices
from registry.tables.objections import objection_acts, objection_seals, objections

NAME, ADDRESS, CONTACT = "赵钱孙", "北京市海淀区某路八号", "13800001111"
WORDS, EXHIBIT = "该集群主导产业产值有虚报，我曾在其中任职", "内部报表复印件"
OBJECTOR = {
    "kind": "person",
    "name": NAME,
    "address": ADDRESS,
    "contact": CONTACT,
    "signature": {"form": "handwritten", "sha256": "c" * 64},
}
SUBSTANCE = "有人提出：主导产业产值与统计数据不符。"


def objecting(about: Any = None, **changes: Any) -> dict[str, Any]:
    """An objection with a name, to an entry or to the whole list."""
    body = {
        "application_id": str(about) if about else None,
        "objector": OBJECTOR,
        "content": WORDS,
        "evidence": [{"description": EXHIBIT, "sha256": "d" * 64}],
    }
    return body | changes


class Case:
    """A published notice of two entries, and what people do about it."""

    def __init__(self, registry: Any, notice: Any, events: list[Any]) -> None:
        self.registry = registry
        self.path = f"/notices/{notice['id']}"
        self.notice = notice
        self.first, self.second = (event.case.application_id for event in events)
        self.events = events
        self.keys = 0

    async def file(self, body: dict[str, Any], *, by: str | None = None, key: str = "") -> Any:
        """The answer to an objection, without a token unless one is named."""
        self.keys += 1
        running = self.registry.running
        headers = running.as_(by) if by else {}
        headers |= {"Idempotency-Key": key or f"objection-{self.keys}"}
        path = f"/v1{self.path}/objections"
        return await running.client.post(path, json=body, headers=headers)

    async def filed(self, body: dict[str, Any], *, by: str | None = None) -> Any:
        """The receipt of an objection that must be taken in."""
        answer = await self.file(body, by=by)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def authored(self, receipt: str, secret: str) -> Any:
        """The answer to the author's look at an objection."""
        headers = {"Objection-Secret": secret}
        return await self.registry.running.client.get(f"/v1/objections/{receipt}", headers=headers)

    async def act(self, receipt: str, act: str, body: Any, *, by: str, at: int) -> Any:
        """The answer to an act on an objection."""
        return await self.registry.post(f"/objections/{receipt}/{act}", body, by=by, at=at)

    async def done(self, receipt: str, act: str, body: Any, *, by: str, at: int) -> Any:
        """An act on an objection that must succeed."""
        answer = await self.act(receipt, act, body, by=by, at=at)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def taken_up(self, about: Any = None) -> str:
        """The receipt of an objection that was filed and taken up."""
        receipt = (await self.filed(objecting(about)))["receipt"]
        body = {"substance": SUBSTANCE}
        await self.done(receipt, "taking-up", body, by="bureau", at=1)
        return str(receipt)

    async def found(self, receipt: str, finding: str, *, at: int = 2) -> Any:
        """An objection with its finding."""
        body = {"finding": finding, "reason": "经核实，作出此结论。"}
        return await self.done(receipt, "finding", body, by="bureau", at=at)

    async def closed(self) -> None:
        """The notice after its window."""
        self.registry.move_to(date(2024, 3, 8))
        await self.registry.done(f"{self.path}/closing", None, by="bureau", at=2)

    async def release(self, *, at: int = 3, **more: Any) -> Any:
        """The answer to a release."""
        body = self.registry.release() | more
        return await self.registry.post(f"{self.path}/release", body, by="bureau", at=at)


@pytest.fixture
def noticed(registry: Any) -> Any:
    """Make a case: a published notice of two entries, under the round's terms."""

    async def make(**terms: Any) -> Case:
        defaults = {"working_days": 5, "first_day_counts": True, "answer_working_days": 5}
        notice = NoticeTerms(**{**defaults, "list_waits": True, **terms})
        of = await registry.open_round(notice=notice)
        events = [await registry.propose(of), await registry.propose(of, registry.shunyi)]
        return Case(registry, await registry.published(of), events)

    return make


async def test_an_objection_is_heard_without_who_from_filing_to_both_being_told(
    registry: Any, noticed: Any
) -> None:
    case = await noticed()
    given = await case.filed(objecting(case.first))
    receipt, secret = given["receipt"], given["secret"]
    assert (given["status"], given["lead_because"]) == ("filed", None)
    early = await case.act(
        receipt, "finding", {"finding": "upheld", "reason": "属实"}, by="bureau", at=1
    )
    assert early.status_code == 409
    telling = {"substance": f"{NAME[0]} {NAME[1:]}反映：产值虚报"}
    refused = await case.act(receipt, "taking-up", telling, by="bureau", at=1)
    assert (refused.status_code, refused.json()["code"]) == (422, "tells_who_objected")
    assert NAME not in refused.text
    body = {"substance": SUBSTANCE}
    taken = await case.done(receipt, "taking-up", body, by="bureau", at=1)
    assert (taken["taken_up_on"], taken["answer_due_on"]) == ("2024-03-01", "2024-03-08")
    upheld = {"finding": "upheld", "reason": "产值与统计数据不符。"}
    waiting = await case.act(receipt, "finding", upheld, by="bureau", at=2)
    assert (waiting.status_code, waiting.json()["code"]) == (409, "objection_answer_period_running")
    seen = await registry.get(f"/objections/{receipt}", by="institution")
    assert (seen.json()["substance"], seen.json()["acts"]) == (SUBSTANCE, [])
    assert seen.json()["allowed_actions"] == ["answer"]
    for hidden in (NAME, ADDRESS, CONTACT, WORDS, EXHIBIT, "online"):
        assert hidden not in seen.text
    answer = {"answer": "数据以统计部门盖章为准。"}
    assert (await case.act(receipt, "answer", answer, by="institution_2", at=2)).status_code == 404
    await case.done(receipt, "answer", answer, by="institution", at=2)
    twice = await case.act(receipt, "answer", answer, by="institution", at=3)
    assert twice.json()["code"] == "objection_answered"
    await case.done(receipt, "finding", upheld, by="bureau", at=3)
    authored = (await case.authored(receipt, secret)).json()
    assert (authored["status"], authored["finding"]["reason"]) == ("upheld", upheld["reason"])
    assert (authored["answer"], authored["finding"]["decided_by"]) == (None, None)
    told = (await registry.get(f"/objections/{receipt}", by="institution")).json()
    assert (told["finding"]["finding"], told["finding"]["decided_by"]) == ("upheld", None)
    assert (await registry.types_sent())[-3:] == [
        "objection.filed",
        "objection.taken_up",
        "objection.decided",
    ]
    await case.closed()
    listed = (await case.release()).json()["release"]
    assert listed["left_out"] == [str(case.first)]
    assert len(listed["clusters"]) == 1


async def test_nothing_sealed_stands_anywhere_but_sealed(
    registry: Any, noticed: Any, caplog: pytest.LogCaptureFixture
) -> None:
    case = await noticed()
    too_long = OBJECTOR | {"contact": CONTACT * 50}
    bad = await case.file(objecting(case.first, objector=too_long))
    assert bad.json()["errors"][0]["pointer"] == "/objector/contact"
    given = await case.filed(objecting(case.first))
    receipt, secret = given["receipt"], given["secret"]
    await case.done(receipt, "taking-up", {"substance": SUBSTANCE}, by="bureau", at=1)
    opened = await registry.post(
        f"/objections/{receipt}/unsealing", {"reason": "核实异议人身份"}, by="bureau"
    )
    assert opened.json()["objector"] == OBJECTOR
    assert (opened.json()["content"], opened.json()["evidence"][0]["description"]) == (
        WORDS,
        EXHIBIT,
    )
    rows = []
    tables = (outbox, audit, answered_request, objections, objection_acts, objection_seals)
    for table in tables:
        rows += [str(dict(row._mapping)) for row in await registry.rows(select(table))]
    kept = [bytes(row.body).decode() for row in await registry.rows(select(answered_request))]
    pages = [
        (await registry.get(path, by=by)).text
        for path in (f"/objections/{receipt}", "/objections", case.path)
        for by in ("bureau", "auditor")
    ]
    everything = "\n".join([*rows, *kept, *pages, bad.text, caplog.text])
    assert "file_objection" in caplog.text
    for sealed in (NAME, ADDRESS, CONTACT, WORDS, EXHIBIT, secret):
        assert sealed not in everything
        assert json.dumps(sealed)[1:-1] not in everything
    audited = [
        row.act for row in await registry.rows(select(audit).where(audit.c.kind == "objection"))
    ]
    assert audited.count("unseal") == 1
    assert {row.actor for row in await registry.rows(select(objection_acts))} == {
        "anybody",
        actor("bureau").subject,
    }


async def test_a_repeated_filing_gets_its_secret_again_and_a_token_names_nobody(
    registry: Any, noticed: Any
) -> None:
    case = await noticed()
    body = objecting(case.first)
    first = await case.file(body, by="institution_2", key="once")
    again = await case.file(body, key="once")
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Sealing-Key" not in again.headers
    assert again.content == first.content
    other = await case.file(body | {"content": "另一事项"}, key="once")
    assert other.json()["code"] == "idempotency_key_reused"
    [row] = await registry.rows(select(objections))
    assert (row.receipt, row.status) == (first.json()["receipt"], "filed")
    acts = await registry.rows(select(objection_acts))
    assert [each.actor for each in acts] == ["anybody"]
    without = await registry.running.client.post(f"/v1{case.path}/objections", json=body)
    assert without.json()["code"] == "header_missing"


@pytest.mark.parametrize("domain", ["checks", "is switched off"])
async def test_the_secret_opens_its_own_objection_and_a_wrong_one_finds_nothing(
    noticed: Any, monkeypatch: pytest.MonkeyPatch, domain: str
) -> None:
    case = await noticed()
    one, two = [await case.filed(objecting(each)) for each in (case.first, case.second)]
    if domain == "is switched off":
        monkeypatch.setattr(objection_domain, "compare_digest", lambda *_: True)
    by_hand = one["receipt"].lower().replace("0", "o").replace("1", "l")
    for receipt in (one["receipt"], by_hand):
        assert (await case.authored(receipt, one["secret"])).status_code == 200
    wrong = await case.authored(one["receipt"], two["secret"])
    unknown = await case.authored("YY-0000-0000-0000-0000", one["secret"])
    assert wrong.status_code == unknown.status_code == 404
    assert wrong.json() | {"trace_id": ""} == unknown.json() | {"trace_id": ""}
    anonymous = await case.registry.get(f"/objections/{one['receipt']}")
    assert anonymous.status_code == 401


async def test_an_auditor_opens_by_an_order_alone_and_others_not_at_all(
    registry: Any, noticed: Any
) -> None:
    case = await noticed()
    receipt = (await case.filed(objecting(case.first)))["receipt"]
    path, read = f"/objections/{receipt}/unsealing", registry.running.api.rows
    assert await read(actor("auditor"), select(objection_seals)) == []
    bare = await registry.post(path, {"reason": "年度审计"}, by="auditor")
    assert (bare.status_code, bare.json()["code"]) == (422, "unsealing_order_missing")
    ordered = {"reason": "年度审计", "order": "京审令〔2024〕3号"}
    opened = await registry.post(path, ordered, by="auditor")
    assert opened.json()["objector"]["name"] == NAME
    assert len(await read(actor("auditor"), select(objection_seals))) == 3
    answers = [
        (await registry.post(path, ordered, by=who)).status_code
        for who in ("institution", "district", "operator")
    ]
    assert set(answers) <= {403, 404}
    for who in ("institution", "institution_2", "district", "operator", "expert_1"):
        assert await read(actor(who), select(objection_seals)) == []
        assert await read(actor(who), select(objections)) == []
    assert await read(ANYBODY, select(objections)) == []
    for who in ("district", "operator", "expert_1"):
        assert (await registry.get("/objections", by=who)).status_code == 403
    changed = await case.act(receipt, "lead", {}, by="auditor", at=1)
    assert changed.status_code == 403


async def test_leads_block_nothing_and_say_why_they_are_leads(registry: Any, noticed: Any) -> None:
    case = await noticed()
    anonymous = await case.filed(objecting(case.first, objector=None))
    unsigned = await case.filed(objecting(case.second))
    body = {"because": "identity_not_confirmed", "reason": "电话与地址均不实"}
    kept = await case.done(unsigned["receipt"], "lead", body, by="bureau", at=1)
    assert kept["allowed_actions"] == []
    await case.closed()
    late = await case.filed(objecting(case.first))
    assert [each["lead_because"] for each in (anonymous, kept, late)] == [
        "anonymous",
        "identity_not_confirmed",
        "late",
    ]
    assert (await registry.types_sent()).count("objection.filed") == 1
    released = await case.release()
    assert len(released.json()["release"]["clusters"]) == 2
    on_paper = objecting(case.first, received_on="2024-03-07")
    after = await case.filed(on_paper, by="bureau")
    assert after["lead_because"] == "list_released"


async def test_the_window_of_objections_ends_with_its_last_day(noticed: Any) -> None:
    case = await noticed()
    clock = case.registry.running.clock
    clock.at = datetime(2024, 3, 7, 23, 59, 59, tzinfo=SHANGHAI)
    assert (await case.filed(objecting()))["status"] == "filed"
    clock.move(seconds=1)
    assert (await case.filed(objecting()))["lead_because"] == "late"


async def test_the_bureau_enters_a_paper_by_the_day_it_came_and_nobody_else_does(
    noticed: Any,
) -> None:
    case = await noticed()
    await case.closed()
    paper = objecting(case.first, received_on="2024-03-07")
    assert (await case.filed(paper, by="bureau"))["status"] == "filed"
    refused = await case.file(paper)
    assert refused.json()["code"] == "received_on_by_bureau_only"
    for day in ("2024-02-29", "2024-03-09"):
        outside = await case.file(objecting(received_on=day), by="bureau")
        assert outside.json()["code"] == "received_on_not_possible"
    stranger = await case.file(objecting(new_id()))
    assert stranger.json()["code"] == "not_on_this_notice"


async def test_a_draft_takes_no_objection_and_nobody_learns_of_it(registry: Any) -> None:
    of = await registry.open_round()
    await registry.propose(of)
    draft = await registry.done("/notices", {"round": of.number}, by="bureau")
    case = Case(registry, draft, [await registry.propose(of, registry.shunyi)] * 2)
    answers = [await case.file(objecting(), by=who) for who in (None, "bureau", "institution")]
    assert {(each.status_code, each.json()["code"]) for each in answers} == {(404, "not_found")}


async def test_the_whole_list_waits_for_the_finding(registry: Any, noticed: Any) -> None:
    case = await noticed()
    receipt = await case.taken_up(case.second)
    await case.closed()
    refused = await case.release()
    assert (refused.status_code, refused.json()["code"]) == (409, "objection_open")
    await case.found(receipt, "dismissed")
    released = (await case.release()).json()
    assert (released["status"], len(released["release"]["clusters"])) == ("released", 2)


async def test_where_only_the_entry_waits_the_others_go_out_first(
    registry: Any, noticed: Any
) -> None:
    case = await noticed(list_waits=False)
    receipt = await case.taken_up(case.second)
    await case.closed()
    part = (await case.release(change_filing_days=20)).json()
    assert (part["status"], part["release"]) == ("closed", None)
    [earlier] = part["earlier_releases"]
    assert earlier["held_back"] == [str(case.second)]
    assert len(earlier["clusters"]) == 1
    still = await case.release(at=4)
    assert still.json()["code"] == "objection_open"
    # A paper that is entered when its entry has gone out: what is in the register stays there.
    paper = await case.filed(objecting(case.first, received_on="2024-03-07"), by="bureau")
    assert (paper["status"], paper["lead_because"]) == ("kept_as_lead", "list_released")
    registry.move_to(date(2024, 3, 12))
    await case.found(receipt, "dismissed")
    last = (await case.release(at=4)).json()
    assert (last["status"], len(last["release"]["clusters"])) == ("released", 1)
    assert last["release"]["left_out"] == []
    days = [
        (await registry.get(f"/clusters/{number}")).json()["published_on"]
        for number in ("BJ-2024-0001", "BJ-2024-0002")
    ]
    assert days == ["2024-03-08", "2024-03-12"]
    # Each part publishes for its own clusters.
    change: dict[str, Any] = {"kind": "territory", "after": {"territory": "全镇"}}
    change["happened_on"] = "2024-03-08"
    change |= {"explanation": "扩大", "proofs": [{"description": "批复"}]}
    for number, by, published in (
        ("BJ-2024-0001", "institution", (20, "BJ-2024-N-0001")),
        ("BJ-2024-0002", "institution_2", (30, None)),
    ):
        filing = await registry.done(f"/clusters/{number}/change-filings", change, by=by)
        assert (filing["timeliness"]["days"], filing["timeliness"]["published_in"]) == published


async def test_an_objection_to_the_list_stops_it_for_good_when_upheld(noticed: Any) -> None:
    case = await noticed(list_waits=False)
    receipt = await case.taken_up()
    await case.closed()
    assert (await case.release()).json()["code"] == "objection_open"
    seen = (await case.registry.get(f"/objections/{receipt}", by="bureau")).json()
    assert (seen["answer_due_on"], seen["allowed_actions"]) == (None, ["find"])
    await case.found(receipt, "upheld")
    refused = await case.release()
    assert (refused.status_code, refused.json()["code"]) == (409, "list_objection_upheld")


async def verified(registry: Any) -> list[tuple[str, str]]:
    """What `verify` says of objections: the receipt, and what is missing."""
    async with registry.running.worker.transaction(ANYBODY, at=registry.running.clock.now()) as tx:
        found = [each async for each in SERVICE.verify(tx)]
    return [(each.subject, each.detail) for each in found if each.check == "objection_heard"]


async def test_verify_names_a_list_that_went_out_against_an_objection(
    registry: Any, noticed: Any
) -> None:
    case = await noticed()
    receipt = await case.taken_up(case.first)
    await case.closed()
    assert await verified(registry) == [(receipt, "")]
    out = {"official_address": "https://x", "posted_at": "2024-03-08T09:00:00+08:00"}
    made = [{"application_id": str(case.first), "cluster_number": "BJ-2024-0001"}]
    forged = out | {"decision": "1号", "sha256": "", "clusters": made}
    release = update(notices).values(status="released", release=forged)
    await registry.behind_the_wall("notices", "notice_moves_on", release)
    [(_, missing)] = await verified(registry)
    assert missing == "its list was released while it was open"


async def test_silence_ends_with_the_last_day_to_answer(registry: Any, noticed: Any) -> None:
    case = await noticed()
    receipt = await case.taken_up(case.first)
    registry.move_to(date(2024, 3, 9))
    late = await case.act(receipt, "answer", {"answer": "补充说明"}, by="institution", at=2)
    assert (late.status_code, late.json()["code"]) == (409, "objection_answer_period_over")
    found = await case.found(receipt, "upheld")
    assert found["status"] == "upheld"
    [event] = await registry.rows(select(outbox).where(outbox.c.type == "objection.decided"))
    assert json.loads(event.data)["application_id"] == str(case.first)
    reopened = EvaluationReopened(
        evaluation_id=case.events[0].evaluation_id, application_id=case.first, reason="异议成立"
    )
    assert await registry.hear(reopened, about=reopened.evaluation_id) == "applied"
    again = replace(case.events[0], decided_at=registry.running.clock.now())
    assert await registry.hear(again, about=again.evaluation_id) == "applied"
    waiting = (await registry.get("/proposals", by="bureau")).json()["items"]
    assert [each["application_id"] for each in waiting] == [str(case.first)]


async def test_a_release_and_an_objection_on_paper_take_turns(registry: Any, noticed: Any) -> None:
    case = await noticed()
    await case.closed()
    paper = objecting(case.first, received_on="2024-03-07")
    api, clock = registry.running.api, registry.running.clock
    async with api.transaction(actor("bureau"), at=clock.now()) as tx:
        # Somebody else has the turn: both wait, and then one of them is told about the other.
        await tx.connection.execute(select(func.hold_notice(UUID(case.notice["id"]))))
        both = [
            asyncio.create_task(case.release()),
            asyncio.create_task(case.file(paper, by="bureau")),
        ]
        await registry.somebody_waits_for_a_lock(in_api=True)
    released, filed = await asyncio.gather(*both)
    assert filed.status_code == 201
    if released.status_code == 201:
        assert filed.json()["lead_because"] == "list_released"
    else:
        assert released.json()["code"] == "objection_open"
        assert filed.json()["status"] == "filed"


async def test_the_turn_is_taken_by_the_database_itself(registry: Any, noticed: Any) -> None:
    case = await noticed()
    await case.closed()
    api, clock = registry.running.api, registry.running.clock
    notice = UUID(case.notice["id"])
    out = {"official_address": "https://x", "posted_at": "2024-03-08T09:00:00+08:00"}
    release = update(notices).where(notices.c.id == notice).values(status="released", release=out)
    filing = insert(objections).values(
        id=new_id(),
        receipt="YY-1",
        secret_sha256="",
        status="filed",
        version=1,
        notice_id=notice,
        notice_number="",
        channel="paper",
        received_on=date(2024, 3, 7),
        recorded_at=clock.now(),
    )

    async def released() -> None:
        async with api.transaction(actor("bureau"), at=clock.now()) as tx:
            await tx.connection.execute(release)

    async with api.transaction(ANYBODY, at=clock.now()) as tx:
        await tx.connection.execute(filing)
        second = asyncio.create_task(released())
        await registry.somebody_waits_for_a_lock(in_api=True)
    with pytest.raises(PostgresError, match="released against an objection"):
        await second


async def test_sealed_fields_open_under_an_older_key_and_nowhere_else(registry: Any) -> None:
    old = Sealer({"a": b"a" * 32})
    new = Sealer({"b": b"b" * 32, "a": b"a" * 32})
    one, two = new_id(), new_id()
    sealed = old.seal(one, "content", WORDS)
    assert new.opened(one, "content", sealed) == WORDS
    assert new.seal(one, "content", WORDS).startswith("b.")
    broken = [(two, "content", sealed), (one, "evidence", sealed), (one, "content", sealed[:-2])]
    for about, field, text_of in broken:
        with pytest.raises(RuntimeError):
            new.opened(about, field, text_of)
    with pytest.raises(RuntimeError):
        Sealer({"b": b"b" * 32}).opened(one, "content", sealed)
