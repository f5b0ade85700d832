"""Messages: who is told what, once each, and who may see that."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from common.contracts.notice import ObjectionDecided, ObjectionTakenUp
from common.outbound.delivery import deliveries
from common.outbound.mail import Mail
from common.testing.clocks import StillClock
from common.testing.hook import Hook
from common.testing.mailbox import mailbox
from intake.config import Settings
from intake.domain.application_lifecycle import APPLICATION
from intake.jobs import deliver_messages, remind
from intake.terms.message_rules import message_rules
from intake.usecases.write_letter import write_letter

ITEMS = [{"pointer": "/documents/seal_page", "reason": "缺章", "clause": "管理办法 第九条"}]


async def wording(source: Any, message: Any) -> Any:
    offices = {"district_authority/110108": "office@hd.test"}
    return await write_letter(source, message, offices=offices)


async def told(case: Any, person: str, query: str = "") -> list[Any]:
    answer = await case.get(person, f"/intake/messages{query}")
    assert answer.status_code == 200, answer.text
    items: list[Any] = answer.json()["items"]
    return items


def rules_of(messages: list[Any]) -> list[str]:
    return [message["rule"] for message in messages]


async def test_the_parties_are_told_of_an_act_once(open_case: Any) -> None:
    case = await open_case()
    application = await case.accepted()
    assert rules_of(await told(case, "district")) == [
        "application_submitted",
        "application_accepted",
    ]
    (own,) = await told(case, "institution")
    assert own["subject"] == f"application/{application}"
    assert "已受理" in own["title"]
    assert own["state"] == "waiting"
    assert await told(case, "institution_2") == await told(case, "district_2") == []


async def test_an_operator_sees_how_far_a_message_came_and_not_what_it_says(
    open_case: Any,
) -> None:
    case = await open_case()
    await case.accepted()
    shown = await told(case, "operator")
    assert len(shown) == 2
    assert {(each["title"], each["text"]) for each in shown} == {(None, None)}
    assert (await case.get("expert_1", "/intake/messages")).status_code == 403


async def test_a_correction_is_reminded_of_step_by_step_and_each_once(
    open_case: Any, clock: StillClock
) -> None:
    case = await open_case()
    application = await case.submitted()
    done = await case.act("district", application, "correction-requests", {"items": ITEMS})
    due_on = done.json()["application"]["correction_due_on"]
    steps = []
    for _ in range(9):
        for _ in range(2):
            await remind(case.running.worker, clock)
        reminders = await told(case, "institution", "?rule=correction_due")
        steps.append([each["step"].partition("/")[2] for each in reminders])
        clock.move(days=1)
    assert due_on == "2024-03-08"
    assert steps == [[], [], [], [], ["3"], ["3"], ["3", "1"], ["3", "1", "0"], ["3", "1", "0"]]


async def test_who_corrected_in_time_is_not_reminded(open_case: Any, clock: StillClock) -> None:
    case = await open_case()
    application = await case.submitted()
    await case.act("district", application, "correction-requests", {"items": ITEMS})
    await case.act("institution", application, "submission")
    clock.move(days=6)
    await remind(case.running.worker, clock)
    assert await told(case, "institution", "?rule=correction_due") == []


async def test_a_closing_round_is_told_to_its_drafts_and_no_official_learns_of_them(
    open_case: Any, clock: StillClock
) -> None:
    case = await open_case()
    await case.draft()
    await case.submitted("institution_2")
    clock.move(days=57)
    await remind(case.running.worker, clock)
    (own,) = await told(case, "institution", "?rule=round_closes")
    assert (own["step"], own["due_on"]) == ("2024-04-30/3", "2024-04-30")
    assert "还有 3 天" in own["text"]
    for person in ("district", "bureau", "institution_2"):
        assert await told(case, person, "?rule=round_closes") == []


async def test_a_district_is_told_once_that_its_recommendations_are_due(
    open_case: Any, clock: StillClock
) -> None:
    case = await open_case()
    await case.accepted()
    await case.submitted("institution_2")
    clock.move(days=90)
    await remind(case.running.worker, clock)
    assert len(await told(case, "district", "?rule=recommendation_due")) == 1
    assert await told(case, "district_2", "?rule=recommendation_due") == []


async def test_mail_goes_to_the_address_that_was_filed_and_to_the_office(
    open_case: Any, full_sections: Any, clock: StillClock
) -> None:
    case = await open_case()
    applicant = full_sections["applicant"] | {"contact_email": "contact@cluster.test"}
    await case.accepted(applicant=applicant)
    async with mailbox() as box:
        mail = Mail(host="127.0.0.1", port=box.port, security="none", sender="jiqun@bj.test")
        for _ in range(2):
            await deliveries("intake", mail, wording)(case.running.worker, clock)
    assert sorted(box.recipients) == ["contact@cluster.test", "office@hd.test"]
    assert {each["state"] for each in await told(case, "operator")} == {"sent"}


async def test_a_dead_message_is_redriven_by_an_operator_alone(
    open_case: Any, clock: StillClock
) -> None:
    case = await open_case()
    await case.submitted()
    async with mailbox() as box:
        mail = Mail(host="127.0.0.1", port=box.port, security="none", sender="jiqun@bj.test")
        box.refusal = "550 unknown"
        await deliveries("intake", mail, wording)(case.running.worker, clock)
    (dead,) = await told(case, "operator", "?state=dead")
    assert dead["error"] == "mail: recipient refused (550)"
    path = f"/intake/messages/{dead['id']}/redrive"
    assert (await case.post("district", path)).status_code == 403
    assert (await case.post("operator", path)).status_code == 201
    assert (await case.post("operator", path)).status_code == 404
    hook = Hook()
    await deliveries("intake", hook.channel(), wording)(case.running.worker, clock)
    ((message_id, body),) = hook.came
    assert (message_id, body["type"]) == (dead["id"], "application_submitted")


def test_without_a_channel_messages_are_listed_and_nothing_is_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("INTAKE_DATABASE_URL", "postgresql+asyncpg://x@y/z")
    assert deliver_messages(Settings()) == ()


def test_every_rule_can_be_put_in_words_with_the_values_it_has() -> None:
    rules = message_rules().rules.values()
    known = {"number": "n", "due_on": "d", "round": "r", "days": "1"}
    for rule in rules:
        values = known if rule.asks else {"number": "n", "due_on": "d"}
        if rule.asks == "recommendation_due":
            values = {"due_on": "d", "round": "r", "days": "1"}
        assert rule.title.filled(values).zh
        assert rule.text.filled(values).en
    acts = {rule.act for rule in rules if rule.act} - {"objection_taken_up", "objection_decided"}
    assert acts <= {arc.act for arc in APPLICATION.arcs}


async def test_the_institution_is_told_once_until_when_it_may_answer_an_objection(
    open_case: Any,
) -> None:
    case = await open_case()
    application = UUID(await case.accepted())
    event = ObjectionTakenUp(
        notice_id=application,
        number="BJ-2024-N-0001",
        application_id=application,
        answer_due_on=date(2024, 3, 8),
    )
    assert await case.running.hear(event, about=application) == "applied"
    [message] = await told(case, "institution", "?rule=objection_taken_up")
    assert "2024-03-08" in message["text"]
    assert await told(case, "institution_2", "?rule=objection_taken_up") == []
    found = ObjectionDecided(
        notice_id=application, application_id=application, finding="dismissed", reason="查无实据"
    )
    assert await case.running.hear(found, about=application) == "applied"
    assert len(await told(case, "institution", "?rule=objection_decided")) == 1
