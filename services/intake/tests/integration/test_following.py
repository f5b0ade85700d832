"""What other services' events do to an application and its timeline."""

from datetime import UTC, date, datetime

import pytest
from intake_case import ROUND, open_case

from common.actor import service_actor
from common.contracts.case import Case as FiledCase
from common.contracts.cluster import ClusterDesignated, ClusterFacts, Period
from common.contracts.evaluation import EvaluationCompleted, EvaluationReopened
from common.contracts.monitoring import ReportConfirmed
from common.contracts.notice import NoticePublished
from common.contracts.round import ReportTerms
from common.database import Transaction
from common.ids import new_id
from intake.consumers import HANDLERS
from intake.domain.version import case_of
from intake.store import applications, rounds, versions

NUMBER = "BJ-2024-0001"


async def take(case, event) -> None:
    """Apply an event as the worker does."""
    running = case.running
    actor = service_actor("intake")
    async with running.worker.transaction(actor, at=running.clock.now(), cause=new_id()) as tx:
        await HANDLERS[event.TYPE](tx, event)


async def filed_case(case, application) -> FiledCase:
    running = case.running
    async with running.worker.transaction(service_actor("intake"), at=running.clock.now()) as tx:
        return await _filed(tx, application)


async def _filed(tx: Transaction, application: str) -> FiledCase:
    found = await applications.known(tx, application)
    version = await versions.load(tx, found.id, found.submissions)
    return case_of(version, case=found, in_round=await rounds.load(tx, found.round_id))


async def completed(case, application, outcome) -> EvaluationCompleted:
    filed = await filed_case(case, application)
    return EvaluationCompleted(
        evaluation_id=new_id(),
        case=filed,
        outcome=outcome,
        standard=filed.round.standard,
        criteria=(),
        clauses=("管理办法 第十条",),
        reason="统计证明与数据不一致",
        decision_reference="京经信会纪〔2024〕9号",
        decided_at=case.running.clock.now(),
    )


async def designated(case, application) -> ClusterDesignated:
    filed = await filed_case(case, application)
    period = Period(first_day=date(2024, 1, 1), last_day=date(2026, 12, 31), style="calendar_years")
    cluster = ClusterFacts(
        cluster_id=new_id(),
        number=NUMBER,
        name=filed.cluster_name,
        district=filed.district,
        leading_industry=filed.leading_industry,
        institution=filed.institution,
        periods=(period,),
    )
    return ClusterDesignated(
        cluster=cluster,
        application_id=filed.application_id,
        notice_number="BJ-2024-N-0001",
        published_on=date(2024, 3, 20),
        report=ReportTerms(**ROUND["report"]),
    )


def report() -> ReportConfirmed:
    return ReportConfirmed(
        obligation_id=new_id(),
        cluster_number=NUMBER,
        period="2024",
        version=1,
        sha256="0" * 64,
        figures={},
        confirmed_at=datetime(2025, 3, 1, tzinfo=UTC),
    )


async def timeline(case, application):
    return (await case.get("institution", f"/applications/{application}/timeline")).json()


async def test_a_case_the_bureau_returns_is_the_districts_again(run_service):
    case = await open_case(run_service)
    application = await case.recommended()
    await take(case, await completed(case, application, "returned"))
    shown = (await case.get("district", f"/applications/{application}")).json()
    assert (shown["status"], shown["moves_next"]) == ("accepted", "district_authority")
    again = {"opinion": "再次推荐。", "rank": 1}
    refused = await case.act("district", application, "recommendation", again)
    assert (refused.status_code, refused.json()["code"]) == (409, "new_version_needed")
    items = [{"pointer": "/series", "reason": "补统计证明", "clause": "管理办法 第十条"}]
    asked = await case.act("district", application, "correction-requests", {"items": items})
    assert asked.status_code == 201, asked.text
    sent = await case.act("institution", application, "submission")
    assert sent.json()["application"]["status"] == "resubmitted", sent.text
    done = await case.act("district", application, "recommendation", again)
    assert done.status_code == 201, done.text
    assert done.json()["record"]["content"]["version"] == 2


async def test_an_outcome_concludes_the_case_and_a_reopening_opens_it(run_service):
    case = await open_case(run_service)
    application = await case.recommended()
    event = await completed(case, application, "not_proposed")
    await take(case, event)
    told = await timeline(case, application)
    assert (told["outcome"], told["moves_next"]) == ("not_proposed", None)
    late = await case.act("institution", application, "withdrawal")
    assert late.status_code == 409
    reopened = EvaluationReopened(
        evaluation_id=event.evaluation_id, application_id=event.case.application_id, reason="更正"
    )
    await take(case, reopened)
    told = await timeline(case, application)
    assert (told["outcome"], told["moves_next"]) == (None, "municipal_bureau")


@pytest.mark.parametrize("early", [True, False], ids=["report first", "designation first"])
async def test_a_report_finds_its_case_whichever_event_comes_first(run_service, early):
    case = await open_case(run_service)
    application = await case.recommended()
    events = [report(), await designated(case, application)]
    for event in events if early else reversed(events):
        await take(case, event)
    told = await timeline(case, application)
    kinds = {line["event"] for line in told["items"]}
    assert {"cluster.designated", "report.confirmed"} <= kinds
    assert told["outcome"] == "designated"


async def test_a_late_decision_does_not_undo_a_designation(run_service):
    case = await open_case(run_service)
    application = await case.recommended()
    proposed = await completed(case, application, "proposed")
    await take(case, await designated(case, application))
    await take(case, proposed)
    assert (await timeline(case, application))["outcome"] == "designated"


async def test_a_notice_is_told_to_every_application_of_its_list(run_service):
    case = await open_case(run_service)
    cases = [await case.recommended(), await case.recommended("institution_2", rank=2)]
    notice = NoticePublished(
        notice_id=new_id(),
        number="BJ-2024-N-0001",
        round_id=case.round["id"],
        application_ids=tuple(cases),
        count=2,
        sha256="0" * 64,
        official_address="https://jxj.beijing.gov.cn/notice/1",
        first_day=date(2024, 3, 11),
        last_day=date(2024, 3, 15),
    )
    await take(case, notice)
    for person, application in zip(("institution", "institution_2"), cases, strict=True):
        lines = (await case.get(person, f"/applications/{application}/timeline")).json()["items"]
        assert "2024-03-11 至 2024-03-15" in lines[-1]["zh"]
