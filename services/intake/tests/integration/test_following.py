"""What other services' events do to an application and its timeline."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from common.contracts.cluster import (
    ClusterChanged,
    ClusterDesignated,
    ClusterReinstated,
    ClusterRevoked,
)
from common.contracts.evaluation import (
    EvaluationOpened,
    EvaluationReopened,
)
from common.contracts.monitoring import ReportConfirmed
from common.contracts.notice import (
    NoticeClosed,
    NoticePublished,
    ObjectionDecided,
    ObjectionFiled,
    ObjectionTakenUp,
)
from common.contracts.revocation import RevocationClosed, RevocationNotified, RevocationOpened
from common.ids import new_id
from intake.consumers import HANDLERS

NUMBER = "BJ-2024-0001"


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


async def timeline(case: Any, application: str) -> Any:
    return (await case.get("institution", f"/applications/{application}/timeline")).json()


async def test_a_case_the_bureau_returns_is_the_districts_again(
    open_case: Any, events: Any
) -> None:
    case = await open_case()
    application = await case.recommended()
    await events.take(case, await events.completed(case, application, "returned"))
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


async def test_an_outcome_concludes_the_case_and_a_reopening_opens_it(
    open_case: Any, events: Any
) -> None:
    case = await open_case()
    application = await case.recommended()
    event = await events.completed(case, application, "not_proposed")
    await events.take(case, event)
    told = await timeline(case, application)
    assert (told["outcome"], told["moves_next"]) == ("not_proposed", None)
    late = await case.act("institution", application, "withdrawal")
    assert late.status_code == 409
    reopened = EvaluationReopened(
        evaluation_id=event.evaluation_id, application_id=event.case.application_id, reason="更正"
    )
    await events.take(case, reopened)
    told = await timeline(case, application)
    assert (told["outcome"], told["moves_next"]) == (None, "municipal_bureau")


@pytest.mark.parametrize("early", [True, False], ids=["report first", "designation first"])
async def test_a_report_finds_its_case_whichever_event_comes_first(
    open_case: Any, events: Any, early: bool
) -> None:
    case = await open_case()
    application = await case.recommended()
    both = [report(), await events.designated(case, application)]
    for event in both if early else reversed(both):
        await events.take(case, event)
    told = await timeline(case, application)
    kinds = {line["event"] for line in told["items"]}
    assert {"cluster.designated", "report.confirmed"} <= kinds
    assert told["outcome"] == "designated"


async def test_a_late_decision_does_not_undo_a_designation(open_case: Any, events: Any) -> None:
    case = await open_case()
    application = await case.recommended()
    proposed = await events.completed(case, application, "proposed")
    await events.take(case, await events.designated(case, application))
    await events.take(case, proposed)
    assert (await timeline(case, application))["outcome"] == "designated"


async def test_an_investigation_is_told_to_the_institution_once_it_is_notified(
    open_case: Any, events: Any
) -> None:
    case = await open_case()
    application = await case.recommended()
    registered = await events.designated(case, application)
    await events.take(case, registered)
    first, second = (
        RevocationOpened(
            case_id=new_id(),
            number=number,
            cluster_number=NUMBER,
            ground="17(2)",
            clause="第十七条",
        )
        for number in ("BJ-2024-R-0001", "BJ-2024-R-0002")
    )

    async def told(who: str) -> list[str]:
        lines = (await case.get(who, f"/applications/{application}/timeline")).json()["items"]
        return [line["event"] for line in lines if line["event"].startswith("revocation.")]

    await events.take(case, first)
    assert (await told("institution"), await told("district")) == ([], ["revocation.opened"])
    closed: dict[str, Any] = {
        "cluster_number": NUMBER,
        "outcome": "not_revoked",
        "reason": "不成立",
    }
    await events.take(case, RevocationClosed(case_id=first.case_id, **closed, notified=False))
    assert await told("institution") == []
    notified: dict[str, Any] = {"cluster_number": NUMBER, "notified_on": date(2025, 5, 1)}
    await events.take(case, second)
    await events.take(case, RevocationNotified(case_id=second.case_id, **notified))
    assert await told("institution") == ["revocation.opened", "revocation.notified"]
    assert len(await told("district")) == 3


async def test_every_event_of_a_case_is_told_in_words(open_case: Any, events: Any) -> None:
    case = await open_case()
    application = await case.recommended()
    registered = await events.designated(case, application)
    for event in of_a_whole_case(registered):
        await events.take(case, event)
    lines = (await timeline(case, application))["items"]
    assert {line["event"] for line in lines if line["source"] != "intake"} == set(HANDLERS) - {
        "standard.published",
        "evaluation.completed",
        "evaluation.reopened",
        "cluster.renewed",
        "notice.published",
        "report.confirmed",
    }
    assert not [line for line in lines if "{" in line["zh"] + line["en"]]
    assert "不予撤销" in lines[-1]["zh"]


def of_a_whole_case(registered: ClusterDesignated) -> list[Any]:
    application, cluster = registered.application_id, registered.cluster
    notice, revocation, clause = new_id(), new_id(), "管理办法 第十七条"
    return [
        EvaluationOpened(
            evaluation_id=new_id(),
            application_id=application,
            application_number="BJ-2024-A-0001",
            opened_at=datetime(2024, 3, 1, 1, tzinfo=UTC),
        ),
        ObjectionFiled(notice_id=notice, application_id=application, filed_on=date(2024, 3, 12)),
        ObjectionFiled(notice_id=notice, filed_on=date(2024, 3, 12)),
        ObjectionTakenUp(
            notice_id=notice,
            number="BJ-2024-N-0001",
            application_id=application,
            answer_due_on=date(2024, 3, 19),
        ),
        ObjectionDecided(
            notice_id=notice, application_id=application, finding="dismissed", reason="查无实据"
        ),
        NoticeClosed(
            notice_id=notice,
            number="BJ-2024-N-0001",
            application_ids=(application,),
            closed_on=date(2024, 3, 15),
        ),
        registered,
        ClusterChanged(cluster=cluster, ground="change_filing"),
        RevocationOpened(
            case_id=revocation,
            number="BJ-2024-R-0001",
            cluster_number=NUMBER,
            ground="17(3)",
            clause=clause,
        ),
        RevocationNotified(case_id=revocation, cluster_number=NUMBER, notified_on=date(2025, 5, 1)),
        ClusterRevoked(
            cluster=cluster,
            revocation_case_id=revocation,
            ground="17(3)",
            clause=clause,
            effective_on=date(2025, 6, 1),
            published_on=date(2025, 6, 1),
        ),
        ClusterReinstated(cluster=cluster, reason="原决定撤销"),
        RevocationClosed(
            case_id=revocation, cluster_number=NUMBER, outcome="not_revoked", reason="已改正"
        ),
    ]


async def test_a_notice_is_told_to_every_application_of_its_list(
    open_case: Any, events: Any
) -> None:
    case = await open_case()
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
    await events.take(case, notice)
    for person, application in zip(("institution", "institution_2"), cases, strict=True):
        lines = (await case.get(person, f"/applications/{application}/timeline")).json()["items"]
        assert "2024-03-11 至 2024-03-15" in lines[-1]["zh"]
