"""A revocation case from its proposal to the register, and what is refused on the way."""

import asyncio
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from common.contracts.monitoring import SupervisionBreachFound
from common.ids import new_id
from registry.tables.revocations import revocation_cases

REMINDER = {
    "description": "书面提醒及回执",
    "sha256": "c" * 64,
    "kind": "written_reminder",
    "on": "2024-02-01",
}
LEAD = {
    "ground": "17(3)",
    "limb": "supervision_refused",
    "facts": "两次拒绝接受监测监督，经书面提醒仍不配合。",
    "evidence": [REMINDER],
}
DECISION: dict[str, Any] = {
    "outcome": "revoked",
    "reason": "事实清楚，证据充分。",
    "dealt_with": [{"point": 1, "response": "所称系统故障无证据支持。"}],
    "effective_on": "2024-03-20",
}
SILENT: dict[str, Any] = DECISION | {"dealt_with": [], "effective_on": "2024-03-26"}
STEPS = ("proposal", "opening", "notification", "service")


async def proposed(registry: Any, *, by: str = "bureau", **changes: Any) -> Any:
    """A case against the first cluster of the register."""
    [number] = await registry.designated()
    return await registry.done("/revocation-cases", lead(number, **changes), by=by)


async def served(registry: Any, **by: str) -> Any:
    """A case whose notification was served on 2024-03-11, a Monday."""
    who = dict.fromkeys(STEPS, "bureau") | by
    case = await proposed(registry, by=who["proposal"])
    path = f"/revocation-cases/{case['id']}"
    registry.move_to(date(2024, 3, 11))
    await registry.done(f"{path}/opening", {"reason": "线索属实"}, by=who["opening"], at=1)
    notification = {"document_number": "京经信撤告〔2024〕1号"}
    await registry.done(f"{path}/notification", notification, by=who["notification"], at=2)
    service = {"served_on": "2024-03-11", "manner": "direct"}
    return await registry.done(f"{path}/service", service, by=who["service"], at=3)


def lead(number: str, **changes: Any) -> dict[str, Any]:
    """A proposal to revoke a cluster."""
    return {"cluster_number": number, **LEAD, **changes}


async def test_a_case_with_an_answer_ends_in_a_revocation_by_another_person(registry: Any) -> None:
    case = await served(registry)
    assert (case["number"], case["answer_due_on"]) == ("BJ-2024-R-0001", "2024-03-25")
    path = f"/revocation-cases/{case['id']}"
    answer = {"points": ["系统故障导致未能配合"]}
    answered = await registry.done(f"{path}/answer", answer, by="institution", at=4)
    assert answered["status"] == "answered"
    registry.move_to(date(2024, 3, 20))
    decided = await registry.done(f"{path}/decision", DECISION, by="bureau_2", at=5)
    assert decided["status"] == "revoked"
    assert "行政复议" in decided["decision"]["remedies_zh"]
    assert [act["act"] for act in decided["acts"]] == [
        "propose",
        "open",
        "notify",
        "serve",
        "answer",
        "decide",
    ]
    cluster = (await registry.get("/clusters/BJ-2024-0001")).json()
    assert cluster["standing"] == "revoked"
    assert cluster["revocations"][0]["clause"] == "管理办法 第十七条（三）"
    before = (await registry.get("/clusters/BJ-2024-0001?at=2024-03-19")).json()
    assert before["standing"] == "valid"
    assert (await registry.types_sent())[3:] == [
        "revocation.opened",
        "revocation.notified",
        "revocation.closed",
        "cluster.revoked",
    ]


async def test_nothing_is_decided_while_the_period_to_answer_runs(registry: Any) -> None:
    case = await served(registry)
    path = f"/revocation-cases/{case['id']}"
    registry.move_to(date(2024, 3, 25))
    body = DECISION | {"dealt_with": [], "effective_on": "2024-03-26"}
    early = await registry.post(f"{path}/decision", body, by="bureau_2", at=4)
    assert (early.status_code, early.json()["code"]) == (409, "answer_period_running")
    assert "2024-03-25" in early.json()["detail"]
    registry.move_to(date(2024, 3, 26))
    assert (await registry.get(path, by="bureau")).json()["status"] == "silent"
    late = await registry.post(f"{path}/answer", {"points": ["迟到"]}, by="institution", at=4)
    assert (late.status_code, late.json()["code"]) == (409, "answer_period_over")
    decided = await registry.done(f"{path}/decision", body, by="bureau_2", at=4)
    assert decided["decision"]["after"] == "silent"


async def test_the_opener_may_not_decide(registry: Any) -> None:
    case = await served(registry)
    registry.move_to(date(2024, 3, 26))
    path = f"/revocation-cases/{case['id']}/decision"
    own, other = [
        (await registry.get(f"/revocation-cases/{case['id']}", by=who)).json()["allowed_actions"]
        for who in ("bureau", "bureau_2")
    ]
    assert (own, other) == ([], ["decide"])
    refused = await registry.post(path, DECISION, by="bureau", at=4)
    assert (refused.status_code, refused.json()["code"]) == (403, "decider_took_part")


@pytest.mark.parametrize("part", ["proposal", "opening", "notification", "service"])
async def test_whoever_took_any_part_may_not_decide(registry: Any, part: str) -> None:
    acting = dict.fromkeys(STEPS, "bureau") | {part: "bureau_2"}
    case = await served(registry, **acting)
    registry.move_to(date(2024, 3, 26))
    path = f"/revocation-cases/{case['id']}"
    for person in ("bureau", "bureau_2"):
        shown = (await registry.get(path, by=person)).json()
        assert shown["allowed_actions"] == []
        refused = await registry.post(f"{path}/decision", SILENT, by=person, at=4)
        assert (refused.status_code, refused.json()["code"]) == (403, "decider_took_part")


async def test_the_effective_day_lies_within_a_year_of_the_decision(registry: Any) -> None:
    case = await served(registry)
    registry.move_to(date(2024, 3, 26))
    path = f"/revocation-cases/{case['id']}/decision"
    for day, code in (
        ("9999-12-31", "invalid_content"),
        ("2099-12-31", "effective_day_not_possible"),
        ("2025-03-27", "effective_day_not_possible"),
    ):
        body = SILENT | {"effective_on": day}
        refused = await registry.post(path, body, by="bureau_2", at=4)
        assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert "2025-03-26" in refused.json()["detail"]
    done = await registry.done(path, SILENT | {"effective_on": "2025-03-26"}, by="bureau_2", at=4)
    assert done["decision"]["effective_on"] == "2025-03-26"
    assert (await registry.get("/clusters")).status_code == 200


async def test_a_case_is_opened_on_evidence_given_before_or_with_the_opening(registry: Any) -> None:
    case = await proposed(registry, evidence=[])
    path = f"/revocation-cases/{case['id']}/opening"
    bare = await registry.post(path, {"reason": "线索属实"}, by="bureau", at=1)
    assert (bare.status_code, bare.json()["code"]) == (422, "revocation_without_evidence")
    opening = {"reason": "线索属实", "evidence": [REMINDER]}
    opened = await registry.done(path, opening, by="bureau", at=1)
    assert opened["evidence"] == [REMINDER]
    assert opened["acts"][-1]["content"]["evidence_added"] == ["书面提醒及回执"]


async def test_a_decision_states_facts_its_own_or_those_of_the_proposal(registry: Any) -> None:
    case = await served(registry)
    registry.move_to(date(2024, 3, 26))
    path = f"/revocation-cases/{case['id']}/decision"
    async with registry.running.worker.connection() as connection:
        await connection.execute(update(revocation_cases).values(facts=" "))
    refused = await registry.post(path, SILENT, by="bureau_2", at=4)
    assert (refused.status_code, refused.json()["code"]) == (422, "decision_without_facts")
    body = SILENT | {"facts": "经查，两次拒绝接受监测监督。"}
    done = await registry.done(path, body, by="bureau_2", at=4)
    assert done["decision"]["facts"] == body["facts"]


async def test_blank_words_say_nothing(registry: Any) -> None:
    [number] = await registry.designated()
    blank = " \u3000\n"
    evidence = [{"description": blank}]
    for change in ({"facts": blank}, {"evidence": evidence}):
        refused = await registry.post("/revocation-cases", lead(number, **change), by="bureau")
        assert refused.json()["errors"][0]["code"] == "says_nothing"
    case = await registry.done("/revocation-cases", lead(number), by="bureau")
    path = f"/revocation-cases/{case['id']}"
    for version, (act, field, good) in enumerate(
        (("opening", "reason", "属实"), ("notification", "document_number", "1号")), start=1
    ):
        refused = await registry.post(f"{path}/{act}", {field: blank}, by="bureau", at=version)
        assert refused.json()["errors"][0]["code"] == "says_nothing"
        await registry.done(f"{path}/{act}", {field: good}, by="bureau", at=version)
    service = {"served_on": "2024-03-08", "manner": "direct"}
    await registry.done(f"{path}/service", service, by="bureau", at=3)
    refused = await registry.post(f"{path}/answer", {"points": [blank]}, by="institution", at=4)
    assert refused.json()["errors"][0]["code"] == "says_nothing"
    registry.move_to(date(2024, 4, 1))
    body = SILENT | {"effective_on": "2024-04-01", "reason": blank}
    refused = await registry.post(f"{path}/decision", body, by="bureau_2", at=4)
    assert refused.json()["errors"][0]["code"] == "says_nothing"


async def test_a_case_on_the_same_ground_waits_for_the_one_that_is_open(registry: Any) -> None:
    case = await proposed(registry)
    number = case["cluster_number"]
    refused = await registry.post("/revocation-cases", lead(number), by="bureau_2")
    assert (refused.status_code, refused.json()["code"]) == (409, "same_ground_open")
    assert case["number"] in refused.json()["detail"]
    other = lead(number, ground="17(2)", limb="false_filing")
    await registry.done("/revocation-cases", other, by="bureau")


async def test_two_proposals_at_once_on_the_same_ground_make_one_case(registry: Any) -> None:
    [number] = await registry.designated()
    answers = await asyncio.gather(
        *(registry.post("/revocation-cases", lead(number), by="bureau") for _ in range(3))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]


async def test_a_revocation_that_is_not_effective_yet_bars_no_further_case(registry: Any) -> None:
    case = await served(registry)
    number = case["cluster_number"]
    registry.move_to(date(2024, 3, 26))
    later = SILENT | {"effective_on": "2024-09-01"}
    await registry.done(f"/revocation-cases/{case['id']}/decision", later, by="bureau_2", at=4)
    second = lead(number, ground="17(2)", limb="false_filing")
    new = await registry.done("/revocation-cases", second, by="bureau")
    path = f"/revocation-cases/{new['id']}"
    await registry.done(f"{path}/opening", {"reason": "另案"}, by="bureau", at=1)
    await registry.done(f"{path}/notification", {"document_number": "2号"}, by="bureau", at=2)
    service = {"served_on": "2024-03-26", "manner": "direct"}
    await registry.done(f"{path}/service", service, by="bureau", at=3)
    registry.move_to(date(2024, 5, 6))
    sooner = SILENT | {"effective_on": "2024-05-06"}
    await registry.done(f"{path}/decision", sooner, by="bureau_2", at=4)
    assert (await registry.get(f"/clusters/{number}")).json()["standing"] == "revoked"
    third = lead(number, ground="17(4)", limb="territory")
    refused = await registry.post("/revocation-cases", third, by="bureau")
    assert (refused.status_code, refused.json()["code"]) == (409, "already_revoked")


async def test_a_decision_deals_with_every_point_and_does_not_reach_back(registry: Any) -> None:
    case = await served(registry)
    path = f"/revocation-cases/{case['id']}"
    answer = {"points": ["系统故障", "已经补报"]}
    await registry.done(f"{path}/answer", answer, by="institution", at=4)
    registry.move_to(date(2024, 3, 20))
    one, two = ({"point": n, "response": "不予采纳"} for n in (1, 2))
    refused: dict[str, dict[str, Any]] = {
        "answer_points_not_dealt_with": {"dealt_with": [one]},
        "effective_day_not_possible": {"dealt_with": [one, two], "effective_on": "2024-03-19"},
    }
    for code, change in refused.items():
        body = DECISION | change
        answered = await registry.post(f"{path}/decision", body, by="bureau_2", at=5)
        assert (answered.status_code, answered.json()["code"]) == (422, code)
    changes: list[dict[str, Any]] = [{"effective_on": None}, {"outcome": "not_revoked"}]
    for change in changes:
        body = DECISION | {"dealt_with": [one, two]} | change
        answered = await registry.post(f"{path}/decision", body, by="bureau_2", at=5)
        assert answered.json()["code"] == "effective_day_not_possible"
    twice = DECISION | {"dealt_with": [one, two, two]}
    assert (await registry.post(f"{path}/decision", twice, by="bureau_2", at=5)).status_code == 422
    kept = {"outcome": "not_revoked", "reason": "已补正", "dealt_with": [one, two]}
    closed = await registry.done(f"{path}/decision", kept, by="bureau_2", at=5)
    assert closed["status"] == "not_revoked"
    assert (await registry.get("/clusters/BJ-2024-0001")).json()["standing"] == "valid"
    assert (await registry.types_sent())[-1] == "revocation.closed"


async def test_false_filing_may_reach_back_to_the_designation_and_no_further(registry: Any) -> None:
    case = await proposed(registry, ground="17(2)", limb="false_filing")
    path = f"/revocation-cases/{case['id']}"
    registry.move_to(date(2024, 3, 11))
    await registry.done(f"{path}/opening", {"reason": "线索属实"}, by="bureau", at=1)
    await registry.done(f"{path}/notification", {"document_number": "1号"}, by="bureau", at=2)
    service = {"served_on": "2024-03-11", "manner": "postal"}
    await registry.done(f"{path}/service", service, by="bureau", at=3)
    registry.move_to(date(2024, 3, 26))
    body = DECISION | {"dealt_with": [], "effective_on": "2024-03-07"}
    refused = await registry.post(f"{path}/decision", body, by="bureau_2", at=4)
    assert refused.json()["code"] == "effective_day_not_possible"
    body["effective_on"] = "2024-03-08"
    await registry.done(f"{path}/decision", body, by="bureau_2", at=4)
    at_release = (await registry.get("/clusters/BJ-2024-0001?at=2024-03-08")).json()
    assert at_release["standing"] == "revoked"


async def test_a_district_proposes_for_its_own_clusters_alone(registry: Any) -> None:
    [number] = await registry.designated()
    own = await registry.post("/revocation-cases", lead(number), by="district")
    foreign = await registry.post("/revocation-cases", lead(number), by="district_2")
    institution = await registry.post("/revocation-cases", lead(number), by="institution")
    codes = [answer.status_code for answer in (own, foreign, institution)]
    assert codes == [201, 403, 403]
    path = f"/revocation-cases/{own.json()['id']}/opening"
    opening = await registry.post(path, {"reason": "不得由区立案"}, by="district", at=1)
    assert opening.status_code == 403


async def test_a_proposal_names_a_cluster_a_ground_and_its_limb(registry: Any) -> None:
    [number] = await registry.designated()
    wrong = {
        "unknown_cluster": {"cluster_number": "BJ-2024-9999"},
        "unknown_ground": {"ground": "17(6)"},
        "limb_not_named": {"limb": "accident"},
        "invalid_content": {"facts": ""},
    }
    for code, change in wrong.items():
        answer = await registry.post("/revocation-cases", lead(number, **change), by="bureau")
        assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_a_breach_proposes_one_case_and_revokes_nothing(registry: Any) -> None:
    [number] = await registry.designated()
    breach = SupervisionBreachFound(
        breach_id=new_id(),
        cluster_number=number,
        ground="17(3)",
        clause="管理办法 第十七条（三）",
        facts="未按期报送",
    )
    for _ in range(2):
        assert await registry.hear(breach, about=breach.breach_id) == "applied"
    [row] = await registry.rows(select(revocation_cases))
    assert (row.status, row.limb, row.proposed_by) == ("proposed", None, "service:registry")
    assert (await registry.get(f"/clusters/{number}")).json()["standing"] == "valid"
    path = f"/revocation-cases/{row.number}/opening"
    unnamed = await registry.post(path, {"reason": "线索属实"}, by="bureau", at=1)
    assert unnamed.json()["code"] == "limb_not_named"
    named: dict[str, Any] = {"reason": "线索属实", "limb": "report_not_filed"}
    named |= {"evidence": [REMINDER]}
    assert (await registry.done(path, named, by="bureau", at=1))["limb"] == "report_not_filed"


async def test_a_breach_on_an_unknown_ground_is_parked(registry: Any) -> None:
    [number] = await registry.designated()
    breach = SupervisionBreachFound(
        breach_id=new_id(), cluster_number=number, ground="17(9)", clause="?", facts="?"
    )
    assert await registry.hear(breach, about=breach.breach_id) == "parked"


async def test_a_revoked_cluster_is_not_proposed_or_revoked_again(registry: Any) -> None:
    case = await served(registry)
    number = case["cluster_number"]
    other = lead(number, ground="17(2)", limb="violation")
    second = await registry.done("/revocation-cases", other, by="bureau")
    registry.move_to(date(2024, 3, 26))
    body = DECISION | {"dealt_with": [], "effective_on": "2024-03-26"}
    await registry.done(f"/revocation-cases/{case['id']}/decision", body, by="bureau_2", at=4)
    refused = await registry.post("/revocation-cases", lead(number), by="bureau")
    assert (refused.status_code, refused.json()["code"]) == (409, "already_revoked")
    path = f"/revocation-cases/{second['id']}"
    await registry.done(f"{path}/opening", {"reason": "另案"}, by="bureau", at=1)
    await registry.done(f"{path}/notification", {"document_number": "2号"}, by="bureau", at=2)
    service = {"served_on": "2024-03-26", "manner": "direct"}
    await registry.done(f"{path}/service", service, by="bureau", at=3)
    registry.move_to(date(2024, 5, 6))
    body["effective_on"] = "2024-05-06"
    again = await registry.post(f"{path}/decision", body, by="bureau_2", at=4)
    assert (again.status_code, again.json()["code"]) == (409, "already_revoked")


async def test_service_lies_between_notification_and_today(registry: Any) -> None:
    case = await proposed(registry)
    path = f"/revocation-cases/{case['id']}"
    await registry.done(f"{path}/opening", {"reason": "线索属实"}, by="bureau", at=1)
    await registry.done(f"{path}/notification", {"document_number": "1号"}, by="bureau", at=2)
    for day in ("2024-03-07", "2024-03-09"):
        body = {"served_on": day, "manner": "direct"}
        refused = await registry.post(f"{path}/service", body, by="bureau", at=3)
        assert (refused.status_code, refused.json()["code"]) == (422, "served_on_not_possible")
