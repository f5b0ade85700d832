"""Facts that events tell beside a case: asked at each stage, in any order, and never an end."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from pydantic import TypeAdapter
from sqlalchemy import insert, select

from common.contracts.catalogue import BY_TYPE
from common.contracts.monitoring import (
    BreachEvidence,
    IncidentAnnulled,
    IncidentDetermined,
    IncidentFound,
    ReportReminded,
    ReportSubmitted,
    SupervisionBreachFound,
    SupervisionBreachWithdrawn,
)
from common.ids import new_id
from common.testing.tokens import actor
from deploy.contracts.event_examples import event_example
from registry.tables.case_facts import case_facts
from registry.tables.clusters import cluster_revocations, renewal_calls
from registry.tables.revocations import revocation_cases

NUMBER = "BJ-2024-0001"
OBLIGATION = new_id()


def found(limb: str = "report_not_filed", ground: str = "17(3)", **about: UUID) -> Any:
    """A breach that monitoring found."""
    return SupervisionBreachFound(
        breach_id=new_id(),
        cluster_number=NUMBER,
        ground=ground,
        limb=limb,
        clause="管理办法 第十七条",
        facts="未按期报送",
        evidence=(BreachEvidence(description="系统记录"),),
        proposed_by="bureau_2",
        **about,
    )


def reported(late_days: int = 9) -> ReportSubmitted:
    """The report that came late after all."""
    return ReportSubmitted(
        obligation_id=OBLIGATION,
        cluster_number=NUMBER,
        period="2023",
        version=1,
        sha256="e" * 64,
        received_at=datetime(2024, 3, 9, tzinfo=UTC),
        late_days=late_days,
    )


def reminded(comply_by: date) -> ReportReminded:
    """The written reminder, served before."""
    return ReportReminded(
        obligation_id=OBLIGATION,
        cluster_number=NUMBER,
        period="2023",
        document_number="海经信催〔2024〕1号",
        served_on=date(2024, 2, 20),
        comply_by=comply_by,
    )


async def heard(registry: Any, *events: Any) -> None:
    """Events taken in one after the other, each of an aggregate of its kind."""
    for event in events:
        names = ("breach_id", "obligation_id", "incident_id", "task_id")
        about = next(getattr(event, n) for n in names if getattr(event, n, None))
        assert await registry.hear(event, about=about) == "applied", event


async def the_case(registry: Any, by: str = "bureau") -> Any:
    """The only case there is."""
    [item] = (await registry.get("/revocation-cases", by=by)).json()["items"]
    return (await registry.get(f"/revocation-cases/{item['id']}", by=by)).json()


def answers(of: Any) -> dict[str, str]:
    """Each question with its answer."""
    return {each["question"]: each["answer"] for each in of["ground_check"]}


async def opening(registry: Any, case: Any, **more: Any) -> Any:
    """The answer to an attempt to open a case."""
    path = f"/revocation-cases/{case['id']}/opening"
    return await registry.post(path, {"reason": "线索属实"} | more, by="bureau", at=1)


@pytest.mark.parametrize("order", ["breach first", "report first"])
async def test_a_late_report_and_its_breach_reach_the_same_end_in_any_order(
    registry: Any, order: str
) -> None:
    await registry.designated()
    breach = found(obligation_id=OBLIGATION)
    events = [breach, reported()]
    await heard(registry, *(events if order == "breach first" else reversed(events)))
    case = await the_case(registry)
    assert (case["status"], case["acts"][0]["actor"]) == ("proposed", "service:registry")
    assert answers(case)["report_filed"] == "yes"
    refused = await opening(registry, case)
    assert (refused.status_code, refused.json()["code"]) == (409, "ground_not_supported")
    assert "催报" in refused.json()["detail"]
    assert refused.json()["clause"] == "管理办法 第十七条（三）"
    await heard(registry, reminded(comply_by=date(2024, 3, 8)))
    assert (await opening(registry, case)).status_code == 409, "the period is running"
    registry.move_to(date(2024, 3, 11))
    opened = (await opening(registry, case)).json()
    kept = {each["question"]: each for each in opened["acts"][-1]["content"]["ground_check"]}
    assert kept["written_reminder"]["answer"] == kept["report_filed"]["answer"] == "yes"
    assert "迟报 9 天" in kept["report_filed"]["facts"][0]["words"]
    path = f"/revocation-cases/{case['id']}"
    told = await registry.done(
        f"{path}/notification", {"document_number": "1号"}, by="bureau", at=2
    )
    assert (
        told["acts"][-1]["content"]["ground_check"] == opened["acts"][-1]["content"]["ground_check"]
    )
    own = (await registry.get(path, by="institution")).json()
    assert answers(own) == answers(told)


async def test_who_proposed_the_breach_at_monitoring_does_not_decide_its_case(
    registry: Any,
) -> None:
    await registry.designated()
    await heard(registry, found(limb="violation", ground="17(2)"))
    case = await the_case(registry)
    path = f"/revocation-cases/{case['id']}"
    assert (await opening(registry, case)).status_code == 201
    registry.move_to(date(2024, 3, 11))
    await registry.done(f"{path}/notification", {"document_number": "1号"}, by="bureau", at=2)
    service = {"served_on": "2024-03-11", "manner": "direct"}
    await registry.done(f"{path}/service", service, by="bureau", at=3)
    registry.move_to(date(2024, 3, 26))
    decision = {"outcome": "revoked", "reason": "属实", "dealt_with": []}
    decision |= {"effective_on": "2024-03-26"}
    for who in ("bureau", "bureau_2"):
        refused = await registry.post(f"{path}/decision", decision, by=who, at=4)
        assert refused.json()["code"] == "decider_took_part"


@pytest.mark.parametrize("when", ["while it is a lead", "after the opening", "before it came"])
async def test_a_breach_taken_back_ends_a_lead_and_is_a_fact_in_an_open_case(
    registry: Any, when: str
) -> None:
    await registry.designated()
    breach = found(limb="violation", ground="17(2)")
    back = SupervisionBreachWithdrawn(
        breach_id=breach.breach_id, cluster_number=NUMBER, reason="核查后不成立"
    )
    if when == "before it came":
        await heard(registry, back, breach)
        assert await registry.rows(select(revocation_cases)) == []
        return
    await heard(registry, breach)
    case = await the_case(registry)
    if when == "after the opening":
        assert (await opening(registry, case)).status_code == 201
    await heard(registry, back)
    case = await the_case(registry)
    assert answers(case) == {"lead_withdrawn": "yes"}
    if when == "after the opening":
        assert (case["status"], "close" in case["allowed_actions"]) == ("opened", True)
        return
    assert (case["status"], case["allowed_actions"]) == ("withdrawn", [])
    await heard(registry, found(limb="violation", ground="17(2)"))
    assert len(await registry.rows(select(revocation_cases))) == 2


async def proposed(registry: Any, ground: str, limb: str, **more: Any) -> Any:
    """A case that the bureau proposed."""
    lead = {"ground": ground, "limb": limb, "facts": "线索", "evidence": [{"description": "材料"}]}
    body = lead | {"cluster_number": NUMBER} | more
    return await registry.done("/revocation-cases", body, by="bureau")


@pytest.mark.parametrize("published", [20, None])
async def test_17_4_is_opened_only_where_the_period_was_published(
    registry: Any, published: int | None
) -> None:
    of = await registry.open_round()
    await registry.propose(of)
    notice = await registry.published(of)
    registry.move_to(date.fromisoformat(notice["last_day"]), days=1)
    path = f"/notices/{notice['id']}"
    await registry.done(f"{path}/closing", None, by="bureau", at=2)
    decision = registry.release() | {"change_filing_days": published}
    await registry.done(f"{path}/release", decision, by="bureau", at=3)
    change = {"kind": "territory", "after": {"territory": "全镇"}, "happened_on": "2024-02-01"}
    filing = change | {"explanation": "迟报", "proofs": []}
    await registry.done(f"/clusters/{NUMBER}/change-filings", filing, by="institution")
    case = await proposed(registry, "17(4)", "territory")
    wanted = {"period_published": "yes" if published else "no", "change_filed": "yes"}
    assert answers(case) == wanted | {"lead_withdrawn": "no"}
    answered = await opening(registry, case)
    assert answered.status_code == (201 if published else 409)
    if not published:
        assert answered.json()["clause"] == "管理办法 第十七条（四）"


async def test_17_5_is_opened_only_on_a_determined_matter(registry: Any) -> None:
    await registry.designated()
    case = await proposed(registry, "17(5)", "serious_misconduct")
    incident = new_id()
    determined = IncidentDetermined(
        incident_id=incident,
        cluster_number=NUMBER,
        kind="serious_misconduct",
        happened_on=date(2024, 3, 1),
        authority="市税务局",
    )
    refused = await opening(registry, case)
    assert "判定" in refused.json()["detail"]
    assert "严重程度" in refused.json()["detail"]
    await heard(registry, determined)
    refused = await opening(registry, case)
    assert "判定" not in refused.json()["detail"]
    found_to_weigh: dict[str, Any] = {
        "incident_id": incident,
        "cluster_number": NUMBER,
        "reason": "情节严重",
    }
    await heard(registry, IncidentFound(**found_to_weigh, of_weight=False))
    assert (await opening(registry, case)).status_code == 409
    await heard(registry, IncidentFound(**found_to_weigh, of_weight=True))
    assert answers(await the_case(registry))["weight_found"] == "yes"
    annulled: dict[str, Any] = {
        "incident_id": incident,
        "cluster_number": NUMBER,
        "reason": "判定被撤销",
    }
    await heard(registry, IncidentAnnulled(**annulled))
    assert (await opening(registry, case)).status_code == 409
    paper = [
        {"description": "判定书", "kind": kind, "on": "2024-03-01"}
        for kind in ("determination", "finding")
    ]
    to_come = [each | {"on": "2099-01-01"} for each in paper]
    assert (await opening(registry, case, evidence=to_come)).status_code == 409
    assert (await opening(registry, case, evidence=paper)).status_code == 201


async def test_17_1_is_opened_only_after_a_call_to_renew(registry: Any) -> None:
    await registry.designated()
    case = await proposed(registry, "17(1)", "not_applied")
    refused = await opening(registry, case)
    assert "复核批次" in refused.json()["detail"]
    assert set(answers(case).values()) == {"no"}
    of = await registry.open_round(kind="renewal")
    at = registry.running.clock.now()
    call = {"round_id": of.round_id, "cluster_id": UUID(case["cluster_id"]), "told_at": at}
    call |= {"closes_at": at + timedelta(days=900), "last_day": date(2027, 3, 7)}
    async with registry.running.worker.connection() as connection:
        await connection.execute(insert(renewal_calls).values(**call))
    refused = await opening(registry, case)
    assert "开启过复核批次" not in refused.json()["detail"]
    assert "均已届满" in refused.json()["detail"]
    registry.move_to(date(2027, 3, 8))
    assert (await opening(registry, case)).status_code == 201
    district = (await registry.get(f"/revocation-cases/{case['id']}", by="district")).json()
    assert answers(district)["renewal_called"] == "yes"


async def test_a_person_closes_a_case_in_the_partys_favour_before_anybody_is_heard(
    registry: Any,
) -> None:
    await registry.designated()
    case = await proposed(registry, "17(2)", "violation")
    path = f"/revocation-cases/{case['id']}"
    body = {"finding": "unfounded", "reason": "经核查，线索不实。"}
    for who in ("district", "auditor"):
        assert (await registry.post(f"{path}/closing", body, by=who, at=1)).status_code == 403
    wordless = await registry.post(f"{path}/closing", body | {"reason": " "}, by="bureau", at=1)
    assert wordless.status_code == 422
    done = await registry.done(f"{path}/closing", body, by="bureau", at=1)
    assert (done["status"], done["decision"]["finding"]) == ("not_revoked", "unfounded")
    assert done["decision"]["after"] == "closed"
    assert (await registry.get(path, by="institution")).status_code == 404
    assert "revocation.closed" not in await registry.types_sent()
    second = await proposed(registry, "17(2)", "violation")
    path = f"/revocation-cases/{second['id']}"
    assert (await opening(registry, second)).status_code == 201
    await registry.done(f"{path}/closing", body | {"finding": "put_right"}, by="bureau", at=2)
    assert (await registry.types_sent())[-1] == "revocation.closed"


async def test_only_who_sees_a_case_reads_its_facts_in_the_database(registry: Any) -> None:
    await registry.designated()
    await heard(registry, reported(), found(obligation_id=OBLIGATION))
    read = registry.running.api.rows
    seen = {
        who: len(await read(actor(who), select(case_facts)))
        for who in ("bureau", "auditor", "district", "district_2", "institution", "operator")
    }
    assert seen == {"bureau": 1, "auditor": 1, "district": 1} | dict.fromkeys(
        ("district_2", "institution", "operator"), 0
    )


async def test_no_event_of_any_kind_revokes_or_opens_a_case(registry: Any) -> None:
    await registry.designated()
    for kind, event_type in BY_TYPE.items():
        event = TypeAdapter(event_type).validate_python(event_example(kind))
        await registry.hear(event, about=new_id())
    told = {row.kind for row in await registry.rows(select(case_facts.c.kind))}
    assert {"report_submitted", "incident_determined", "breach_withdrawn"} <= told
    assert await registry.rows(select(cluster_revocations)) == []
    statuses = {row.status for row in await registry.rows(select(revocation_cases))}
    assert statuses <= {"proposed", "withdrawn"}
    assert (await registry.get(f"/clusters/{NUMBER}")).json()["standing"] == "valid"
