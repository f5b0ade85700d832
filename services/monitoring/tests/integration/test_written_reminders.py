"""A late report: extension, waiver, written reminder, and the breach that rests on them."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text, update

from common.actor import service_actor
from common.clock import SHANGHAI
from common.ids import new_id
from common.tables import outbox
from monitoring.tables.messages import messages
from monitoring.tables.obligations import obligations
from monitoring.verify import findings

EXTENSION = {"to": "2025-04-30", "reason": "系统升级", "document_number": "京经信函〔2025〕8号"}
REMINDER = {"document_number": "海经信催〔2025〕3号", "served_on": "2025-04-03", "manner": "direct"}
BREACH = {"facts": "经催报仍未报送。"}


async def announced(reporting: Any, prefix: str) -> Any:
    statement = select(outbox.c.type, outbox.c.data).order_by(outbox.c.position)
    rows = await reporting.running.worker.plain_rows(statement)
    return [row for row in rows if row.type.startswith(prefix)]


async def faults(reporting: Any) -> Any:
    database, clock = reporting.running.worker, reporting.running.clock
    async with database.transaction(service_actor("monitoring"), at=clock.now()) as tx:
        return [each async for each in findings(tx) if not each.ok]


async def first_owed(reporting: Any, person: str = "bureau") -> tuple[str, Any]:
    found = (await reporting.get("/v1/obligations?period=2024", person)).json()["items"][0]
    path = f"/v1/obligations/{found['id']}"
    return path, (await reporting.get(path, person)).json()


async def test_a_breach_needs_the_due_day_a_reminder_and_its_period(reporting: Any) -> None:
    await reporting.designate()
    path, _ = await first_owed(reporting)
    reporting.move_to(2025, 3, 31)
    early = await reporting.act(f"{path}/reminder", "district", REMINDER)
    assert (early.status_code, early.json()["allowed_actions"]) == (409, [])
    reporting.move_to(2025, 4, 3)
    await reporting.sweep()
    unreminded = await reporting.act(f"{path}/breach", "district", BREACH)
    assert (unreminded.status_code, unreminded.json()["code"]) == (409, "reminder_missing")
    assert "第十七条（三）" in unreminded.json()["clause"]
    for day in ("2025-03-31", "2025-04-04"):
        wrong = await reporting.act(f"{path}/reminder", "district", REMINDER | {"served_on": day})
        assert (wrong.status_code, wrong.json()["code"]) == (422, "reminder_served_outside")
    short = await reporting.act(f"{path}/reminder", "district", REMINDER | {"days": 14})
    assert (short.status_code, short.json()["code"]) == (422, "reminder_too_short")
    reminded = await reporting.act(f"{path}/reminder", "district", REMINDER | {"days": 15})
    assert reminded.status_code == 201
    # Fifteen days after 3 April is the 18th, a Friday.
    assert reminded.json()["comply_by"] == "2025-04-18"
    assert reminded.json()["overdue_days"] == 3
    ((_, told),) = await announced(reporting, "report.reminded")
    assert '"comply_by":"2025-04-18"' in told
    reporting.move_to(2025, 4, 18)
    running = await reporting.act(f"{path}/breach", "district", BREACH, match='"v2"')
    assert running.json()["code"] == "reminder_running"
    reporting.move_to(2025, 4, 19)
    found = await reporting.act(f"{path}/breach", "district", BREACH, match='"v2"')
    assert (found.status_code, found.json()["limb"]) == (201, "report_not_filed")
    assert REMINDER["document_number"] in found.json()["evidence"][0]["description"]
    assert "期限至 2025-04-18；至今未报送。经催报仍未报送。" in found.json()["facts"]
    again = await reporting.act(f"{path}/breach", "bureau", BREACH, match='"v2"')
    assert (again.status_code, again.json()["code"]) == (409, "breach_proposed_already")
    assert len(await announced(reporting, "supervision.breach_found")) == 1
    assert [act["act"] for act in (await first_owed(reporting))[1]["acts"]] == ["remind"]
    assert await faults(reporting) == []
    own = update(obligations).where(obligations.c.comply_by.is_not(None))
    async with reporting.running.worker.connection() as connection:
        await connection.execute(own.values(comply_by=date(2025, 4, 19)))
    assert [fault.check for fault in await faults(reporting)] == ["breach"]


@pytest.mark.parametrize("report_first", [True, False])
async def test_a_late_report_and_its_breach_reach_the_same_end_in_either_order(
    reporting: Any, report_first: Any
) -> None:
    facts = await reporting.designate()
    path, _ = await first_owed(reporting)
    reporting.move_to(2025, 4, 3)
    await reporting.sweep()
    await reporting.act(f"{path}/reminder", "district", REMINDER)
    reporting.move_to(2025, 4, 21)
    if report_first:
        await reporting.submitted(facts)
    found = await reporting.act(f"{path}/breach", "district", BREACH, match='"v2"')
    assert found.status_code == 201
    if not report_first:
        await reporting.submitted(facts)
    breach = (await reporting.get(found.headers["Location"], "bureau")).json()
    assert (breach["status"], breach["report_received_at"]) == (
        "proposed",
        "2025-04-21T02:00:00Z",
    )
    owed = (await first_owed(reporting))[1]
    assert (owed["state"], owed["late_days"]) == ("submitted", 21)
    # It was unfounded after all: the proposal is taken back, and the late report stays late.
    gone = await reporting.act(
        f"{found.headers['Location']}/withdrawal", "bureau", {"reason": "催报文书送达有误"}
    )
    assert (gone.status_code, gone.json()["status"]) == (201, "withdrawn")
    assert [row.type for row in await announced(reporting, "supervision.")] == [
        "supervision.breach_found",
        "supervision.breach_withdrawn",
    ]
    assert await faults(reporting) == []


async def test_whoever_complied_or_was_on_time_is_in_no_breach(reporting: Any) -> None:
    facts = await reporting.designate()
    path, _ = await first_owed(reporting)
    reporting.move_to(2025, 4, 3)
    await reporting.sweep()
    await reporting.act(f"{path}/reminder", "bureau", REMINDER)
    reporting.move_to(2025, 4, 18, 23, 59)
    await reporting.submitted(facts)
    reporting.move_to(2025, 4, 25)
    refused = await reporting.act(f"{path}/breach", "bureau", BREACH, match='"v2"')
    assert (refused.status_code, refused.json()["code"]) == (409, "reminder_complied")
    assert "2025-04-18" in refused.json()["detail"]
    on_time = (await reporting.get("/v1/obligations?period=2025", "bureau")).json()["items"][0]
    reporting.move_to(2026, 3, 31)
    await reporting.submitted(facts, "2025")
    refused = await reporting.act(f"/v1/obligations/{on_time['id']}/breach", "bureau", BREACH)
    assert refused.json()["code"] == "report_was_on_time"


async def test_an_extension_moves_the_last_day_and_overdue_is_said_anew_after_it(
    reporting: Any,
) -> None:
    facts = await reporting.designate()
    path, _ = await first_owed(reporting)
    assert (await reporting.act(f"{path}/extension", "district", EXTENSION)).status_code == 403
    reporting.move_to(2025, 4, 2)
    await reporting.sweep()
    for to in ("2025-03-31", "2025-04-01"):
        refused = await reporting.act(f"{path}/extension", "bureau", EXTENSION | {"to": to})
        assert (refused.status_code, refused.json()["code"]) == (422, "extended_to_earlier")
    given = await reporting.act(f"{path}/extension", "bureau", EXTENSION)
    assert (given.status_code, given.headers["ETag"]) == (201, '"v2"')
    assert (given.json()["state"], given.json()["deadline"]) == ("requested", "2025-04-30")
    listed = await reporting.get("/v1/obligations?state=overdue", "bureau")
    assert listed.json()["items"] == []
    shown = (await first_owed(reporting, "institution"))[1]
    assert shown["acts"][0]["content"]["reason"] == EXTENSION["reason"]
    assert shown["acts"][0]["actor"] is None
    reporting.move_to(2025, 5, 1)
    for _ in range(2):
        await reporting.sweep()
    overdue = await announced(reporting, "report.overdue")
    assert ['"due_on":"2025-03-31"' in row.data for row in overdue] == [True, False]
    assert len(overdue) == 2
    await reporting.submitted(facts)
    assert (await first_owed(reporting))[1]["late_days"] == 1
    assert await faults(reporting) == []


async def test_more_time_takes_the_breach_back_and_a_new_one_needs_a_new_reminder(
    reporting: Any,
) -> None:
    await reporting.designate()
    path, _ = await first_owed(reporting)
    reporting.move_to(2025, 4, 3)
    await reporting.sweep()
    await reporting.act(f"{path}/reminder", "district", REMINDER)
    reporting.move_to(2025, 4, 21)
    found = await reporting.act(f"{path}/breach", "district", BREACH, match='"v2"')
    given = await reporting.act(f"{path}/extension", "bureau", EXTENSION, match='"v2"')
    assert given.status_code == 201
    gone = (await reporting.get(found.headers["Location"], "district")).json()
    assert (gone["status"], gone["withdrawal_reason"]) == ("withdrawn", EXTENSION["reason"])
    reporting.move_to(2025, 5, 6)
    await reporting.sweep()
    again = await reporting.act(f"{path}/breach", "district", BREACH, match='"v3"')
    assert (again.status_code, again.json()["code"]) == (409, "reminder_missing")
    waiting = (await reporting.get("/v1/monitoring/work-items?task=remind", "district")).json()
    assert [each["about"] for each in waiting["items"]] == ["2024"]
    assert await faults(reporting) == []


async def test_a_waiver_closes_one_report_with_its_reason(reporting: Any) -> None:
    facts = await reporting.designate()
    path, _ = await first_owed(reporting)
    reporting.move_to(2025, 2, 1)
    why = {"reason": "机构停业整顿", "document_number": "京经信函〔2025〕9号"}
    assert (await reporting.act(f"{path}/waiver", "bureau", {"reason": "无"})).status_code == 422
    waived = await reporting.act(f"{path}/waiver", "bureau", why)
    assert (waived.json()["state"], waived.json()["closed_because"]) == ("closed", "waived")
    assert waived.json()["allowed_actions"] == []
    refused = await reporting.put(
        f"/v1/annual-reports/{facts.number}/2024", "institution", {}, **{"If-None-Match": "*"}
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "obligation_closed")
    late = await reporting.act(f"{path}/extension", "bureau", EXTENSION, match='"v2"')
    assert late.status_code == 409
    assert await faults(reporting) == []


async def test_of_two_officers_at_once_one_wins(reporting: Any) -> None:
    await reporting.designate()
    path, _ = await first_owed(reporting)
    reporting.move_to(2025, 4, 3)
    await reporting.sweep()
    acts = [("bureau", EXTENSION, "extension"), ("district", REMINDER, "reminder")] * 2
    answers = await asyncio.gather(
        *(reporting.act(f"{path}/{act}", person, body) for person, body, act in acts)
    )
    assert sorted(answer.status_code for answer in answers) == [201, 412, 412, 412]
    await reporting.act(f"{path}/reminder", "district", REMINDER, match='"v2"')
    reporting.move_to(2025, 6, 30)
    if answers[0].status_code == 201 or answers[2].status_code == 201:
        later = REMINDER | {"served_on": "2025-05-06"}
        await reporting.act(f"{path}/reminder", "district", later, match='"v2"')
    tag = (await reporting.get(path, "bureau")).headers["ETag"]
    breaches = await asyncio.gather(
        *(
            reporting.act(f"{path}/breach", person, BREACH, match=tag)
            for person in ("bureau", "bureau_2", "district")
        )
    )
    assert sorted(answer.status_code for answer in breaches) == [201, 409, 409]


@pytest.mark.parametrize(
    ("act", "body"),
    [
        ("extension", EXTENSION),
        ("waiver", {"reason": "停业", "document_number": "1"}),
        ("reminder", REMINDER),
    ],
)
async def test_a_report_that_comes_in_while_an_official_acts_is_not_lost(
    reporting: Any, act: Any, body: Any
) -> None:
    await reporting.designate()
    path, owed = await first_owed(reporting)
    reporting.move_to(2025, 4, 3)
    worker, at = reporting.running.worker, reporting.running.clock.now()
    received = update(obligations).where(obligations.c.id == UUID(owed["id"]))
    async with worker.transaction(service_actor("monitoring"), at=at) as tx:
        await tx.connection.execute(received.values(submitted_at=at, late_days=3))
        acting = asyncio.create_task(reporting.act(f"{path}/{act}", "bureau", body))
        waiting = text("SELECT count(*) AS n FROM pg_locks WHERE NOT granted")
        async with asyncio.timeout(10):
            while (await worker.plain_rows(waiting))[0].n == 0:
                await asyncio.sleep(0.01)
    assert (await acting).status_code == 409
    assert (await first_owed(reporting))[1]["state"] == "submitted"


async def test_no_breach_is_proposed_while_more_time_is_being_given(reporting: Any) -> None:
    await reporting.designate()
    path, owed = await first_owed(reporting)
    reporting.move_to(2025, 4, 3)
    await reporting.act(f"{path}/reminder", "district", REMINDER)
    reporting.move_to(2025, 4, 21)
    worker, at = reporting.running.worker, reporting.running.clock.now()
    extended = update(obligations).where(obligations.c.id == UUID(owed["id"]))
    async with worker.transaction(service_actor("monitoring"), at=at) as tx:
        await tx.connection.execute(extended.values(extended_to=date(2025, 4, 30), version=3))
        acting = asyncio.create_task(
            reporting.act(f"{path}/breach", "district", BREACH, match='"v2"')
        )
        waiting = text("SELECT count(*) AS n FROM pg_locks WHERE NOT granted")
        async with asyncio.timeout(10):
            while (await worker.plain_rows(waiting))[0].n == 0 and not acting.done():
                await asyncio.sleep(0.01)
    assert (await acting).status_code == 412
    assert await announced(reporting, "supervision.") == []


async def test_the_end_of_march_over_http_by_the_stamp_of_receipt(
    reporting: Any, complete: Any
) -> None:
    midnight = datetime(2025, 4, 1, tzinfo=SHANGHAI)
    for number, offset in enumerate((-1, 0, 1), start=1):
        facts = await reporting.designate(cluster_id=new_id(), number=f"BJ-2024-000{number}")
        reporting.running.clock.at = midnight - timedelta(days=3)
        path = f"/v1/annual-reports/{facts.number}/2024"
        written = await reporting.put(path, "institution", complete, **{"If-None-Match": "*"})
        assert written.status_code == 201, written.text
        body, tag = await reporting.signed(path)
        reporting.running.clock.at = midnight + timedelta(milliseconds=offset)
        done = await reporting.act(f"{path}/submission", "institution", body, match=tag)
        assert done.status_code == 201, done.text
    rows = await reporting.running.worker.plain_rows(
        select(obligations.c.late_days)
        .where(obligations.c.period == "2024")
        .order_by(obligations.c.cluster_number)
    )
    assert [row.late_days for row in rows] == [0, 1, 1]
    reporting.running.clock.at = midnight + timedelta(days=7)
    await reporting.sweep()
    assert await faults(reporting) == []


async def test_messages_are_made_once_a_step_and_are_their_readers_alone(reporting: Any) -> None:
    await reporting.designate()
    for day in ((2025, 3, 1), (2025, 3, 17), (2025, 3, 17), (2025, 4, 1), (2025, 4, 1)):
        reporting.move_to(*day)
        await reporting.sweep()
    listed = {
        person: (await reporting.get("/v1/monitoring/messages", person)).json()["items"]
        for person in ("institution", "district", "bureau", "institution_2", "district_2")
    }
    own = [(each["rule"], each["step"]) for each in listed["institution"]]
    assert own == [
        ("report_due", "2025-03-31/-30"),
        ("report_due", "2025-03-31/-14"),
        ("report_overdue", "2025-03-31/1"),
    ]
    assert "BJ-2024-0001" in listed["institution"][0]["title"]
    assert {each["rule"] for each in listed["district"]} == {
        "report_due",
        "report_overdue",
        "report_overdue_in_district",
    }
    assert len(listed["bureau"]) == 4
    assert listed["institution_2"] == listed["district_2"] == []
    blind = (await reporting.get("/v1/monitoring/messages", "operator")).json()["items"]
    assert [each["title"] for each in blind] == [None] * 4
    assert (await reporting.get("/v1/monitoring/messages", "expert_1")).status_code == 403
    path = f"/v1/monitoring/messages/{blind[0]['id']}/redrive"
    alive = await reporting.act(path, "operator", {}, match=None)
    assert alive.status_code == 404  # it is not dead
    async with reporting.running.worker.connection() as connection:
        await connection.execute(update(messages).values(state="dead", attempts=16))
    assert (await reporting.act(path, "bureau", {}, match=None)).status_code == 403
    again = await reporting.act(path, "operator", {}, match=None)
    assert (again.status_code, again.json()["state"]) == (201, "waiting")
