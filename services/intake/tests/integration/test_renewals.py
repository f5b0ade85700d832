"""A renewal at intake: of one's own cluster, with the plan's targets, forwarded and never ended."""

import json
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from common.actor import service_actor
from common.contracts.case import Institution, PlanTarget
from common.contracts.cluster import (
    ClusterChanged,
    ClusterFacts,
    ClusterReinstated,
    ClusterRenewed,
    ClusterRevoked,
    Period,
)
from common.contracts.round import ReportTerms
from common.ids import new_id
from common.tables import outbox
from intake.verify import findings

NUMBER = "BJ-2021-0001"
TARGETS = (
    PlanTarget(
        metric="集群总产值",
        unit="亿元",
        base_value="50.0",
        targets={"2022": "52.0", "2023": "55.0"},
    ),
    PlanTarget(metric="单位能耗", unit="吨标准煤", base_value="1.2", targets={"2023": "1.0"}),
)
RENEWAL = {"kind": "renewal", "cluster_number": NUMBER}
FOR = {"opinion": "for", "reason": "运行良好，同意延续。"}
AGAINST = {"opinion": "against", "reason": "两项目标未完成，不同意延续。"}


def facts(case: Any, **changes: Any) -> ClusterFacts:
    """A cluster of the register that ends in the round's year."""
    fields: dict[str, Any] = {
        "cluster_id": new_id(),
        "number": NUMBER,
        "name": "海淀区行业应用软件产业集群",
        "district": "110108",
        "leading_industry": "行业应用软件",
        "institution": Institution(code=case.CODE, name="北京海淀行业应用软件促进中心"),
        "periods": (
            Period(first_day=date(2021, 7, 10), last_day=date(2024, 7, 9), style="date_to_date"),
        ),
        "plan_targets": TARGETS,
    }
    return ClusterFacts(**fields | changes)


async def renewing(open_case: Any, events: Any, **changes: Any) -> tuple[Any, ClusterFacts]:
    """Intake with a renewal round, and a cluster that the register has told of."""
    case = await open_case(kind="renewal")
    cluster = facts(case, **changes)
    await events.take(case, ClusterChanged(cluster=cluster, ground="change_filing"))
    return case, cluster


async def begin(case: Any, **changes: Any) -> Any:
    body = RENEWAL | {"round_id": case.round["id"]} | changes
    return await case.post("institution", "/applications", body)


def renewal_section(*actual: str, reason: str | None = "市场下行") -> dict[str, Any]:
    """The section of a renewal; of each target what was reached."""
    last = [each.targets[max(each.targets)] for each in TARGETS]
    rows = [
        {
            "metric": of.metric,
            "unit": of.unit,
            "base_value": of.base_value,
            "target": target,
            "actual": reached,
            "reason": reason,
        }
        for of, target, reached in zip(TARGETS, last, actual, strict=True)
    ]
    years = [{"year": year, "on_time": True} for year in (2021, 2022, 2023)]
    return {"target_completion": rows, "annual_reports": years, "self_assessment": "总体达到预期"}


async def submitted(case: Any, *actual: str) -> str:
    """A renewal that was filed complete."""
    begun = await begin(case)
    assert begun.status_code == 201, begun.text
    application: str = begun.json()["id"]
    sections = case.sections() | {"renewal": renewal_section(*actual)}
    await fill(case, application, sections)
    await case.document(application)
    filed = await case.act("institution", application, "submission")
    assert filed.status_code == 201, filed.text
    return application


async def fill(case: Any, application: str, sections: dict[str, Any]) -> None:
    """The institution writes sections."""
    path = f"/applications/{application}"
    seen = await case.get("institution", path)
    done = await case.put("institution", path, sections, **{"If-Match": seen.headers["ETag"]})
    assert done.status_code == 200, done.text


async def sent(case: Any, kind: str) -> Any:
    """The last event of a type."""
    found = select(outbox.c.data).where(outbox.c.type == kind).order_by(outbox.c.position.desc())
    rows = await case.running.worker.rows(service_actor("intake"), found.limit(1))
    return json.loads(rows[0].data)


async def test_a_renewal_begins_with_what_the_register_knows_of_ones_own_cluster(
    open_case: Any, events: Any
) -> None:
    case, cluster = await renewing(open_case, events)
    begun = (await begin(case)).json()
    assert (begun["cluster_number"], begun["cluster_name"]) == (NUMBER, cluster.name)
    assert begun["district"] == "110108"
    rows = begun["sections"]["renewal"]["target_completion"]
    assert [(row["metric"], row["target"]) for row in rows] == [
        ("集群总产值", "55.0"),
        ("单位能耗", "1.0"),
    ]
    again = await begin(case)
    assert (again.status_code, again.json()["code"]) == (422, "renewal_filed_before")
    unnamed = await begin(case, cluster_number=None)
    assert (unnamed.status_code, unnamed.json()["code"]) == (422, "invalid_content")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"number": "BJ-2021-0009"}, "cluster_unknown"),
        ({"institution": Institution(code="911101066976941872", name="他人")}, "cluster_of_other"),
        (
            {
                "periods": (
                    Period(
                        first_day=date(2022, 1, 1), last_day=date(2025, 1, 1), style="date_to_date"
                    ),
                )
            },
            "cluster_not_concerned",
        ),
    ],
)
async def test_who_may_not_renew_is_told_why(
    open_case: Any, events: Any, change: dict[str, Any], code: str
) -> None:
    case, _ = await renewing(open_case, events, **change)
    refused = await begin(case)
    assert (refused.status_code, refused.json()["code"]) == (422, code)


async def test_a_revoked_cluster_is_not_renewed_until_the_revocation_is_set_aside(
    open_case: Any, events: Any
) -> None:
    case, cluster = await renewing(open_case, events)
    revoked = ClusterRevoked(
        cluster=cluster,
        revocation_case_id=new_id(),
        ground="17(2)",
        clause="管理办法 第十七条（二）",
        effective_on=date(2024, 1, 5),
        published_on=date(2024, 1, 5),
    )
    await events.take(case, revoked)
    refused = await begin(case)
    assert (refused.status_code, refused.json()["code"]) == (422, "cluster_revoked")
    await events.take(case, ClusterReinstated(cluster=cluster, reason="复议撤销原决定"))
    assert (await begin(case)).status_code == 201


async def test_a_renewal_goes_on_whatever_the_opinion_and_the_district_ends_none(
    open_case: Any, events: Any
) -> None:
    case, cluster = await renewing(open_case, events)
    application = await submitted(case, "54.9", "1.1")
    assert (await sent(case, "application.submitted"))["cluster_number"] == NUMBER
    rejection = {"reasons": "材料不实", "clauses": ["管理办法 第八条"]}
    refused = await case.act("district", application, "rejection", rejection)
    assert (refused.status_code, refused.json()["code"]) == (409, "renewal_decided_by_bureau")
    assert (await case.act("district", application, "acceptance")).status_code == 201
    for path, body in (
        ("recommendation", {"opinion": "同意", "rank": 1}),
        (
            "non-recommendation",
            {"ground": "review_not_passed", "reasons": "不符", "clauses": ["管理办法 第九条"]},
        ),
    ):
        refused = await case.act("district", application, path, body)
        assert (refused.status_code, refused.json()["code"]) == (409, "renewal_decided_by_bureau")
    shown = await case.get("district", f"/applications/{application}")
    assert "forward" in shown.json()["allowed_actions"]
    assert not {"reject", "recommend", "not_recommend"} & set(shown.json()["allowed_actions"])
    for strange in ("in_favour", "rank", "outcome", "recommended_version", "targets"):
        refused = await case.act("district", application, "forwarding", AGAINST | {strange: 1})
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid_content")
    done = await case.act("district", application, "forwarding", AGAINST)
    assert done.status_code == 201, done.text
    assert done.json()["application"]["status"] == "forwarded"
    assert done.json()["application"]["moves_next"] == "municipal_bureau"
    event = await sent(case, "application.forwarded")
    assert (event["in_favour"], event["opinion"]) == (False, AGAINST["reason"])
    assert event["case"]["cluster_number"] == NUMBER
    assert event["case"]["cluster_id"] == str(cluster.cluster_id)
    assert event["terms"]["ends_from"] == "2024-01-01"
    assert [(t["reached"], t["rate_pct"]) for t in event["targets"]] == [
        (False, "99.82"),
        (False, "50.00"),  # of a fall by 0.2 that was due, 0.1
    ]
    await events.take(case, await events.completed(case, application, "not_passed"))
    ended = (await case.get("institution", f"/applications/{application}")).json()
    assert (ended["outcome"], ended["moves_next"]) == ("not_passed", None)
    lines = (await case.get("institution", f"/applications/{application}/timeline")).json()
    assert "不同意" in str(lines)
    async with case.running.worker.transaction(
        service_actor("intake"), at=case.running.clock.now()
    ) as tx:
        wrong = [f.check async for f in findings(tx) if not f.ok]
    # The register told of a cluster whose designation this intake never saw.
    assert set(wrong) <= {"timeline_without_case"}


async def test_a_passed_renewal_waits_for_its_list_and_ends_with_its_release(
    open_case: Any, events: Any
) -> None:
    case, cluster = await renewing(open_case, events)
    application = await submitted(case, "55.0", "1.0")
    assert (await case.act("district", application, "acceptance")).status_code == 201
    assert (await case.act("district", application, "forwarding", FOR)).status_code == 201
    await events.take(case, await events.completed(case, application, "passed"))
    path = f"/applications/{application}"
    passed = (await case.get("institution", path)).json()
    assert (passed["outcome"], passed["moves_next"]) == ("passed", "municipal_bureau")
    longer = Period(first_day=date(2024, 7, 10), last_day=date(2027, 7, 9), style="date_to_date")
    renewed = ClusterRenewed(
        cluster=replace(cluster, periods=(*cluster.periods, longer)),
        application_id=UUID(application),
        published_on=date(2024, 6, 3),
        report=ReportTerms(**case.TERMS["report"]),
    )
    await events.take(case, renewed)
    ended = (await case.get("institution", path)).json()
    assert (ended["outcome"], ended["moves_next"]) == ("renewed", None)
    assert (await case.act("institution", application, "withdrawal", {})).status_code == 409
    # The next renewal is for a later round: this one no longer concerns the cluster.
    refused = await begin(case)
    assert (refused.status_code, refused.json()["code"]) == (422, "cluster_not_concerned")


async def test_a_returned_renewal_is_forwarded_again_and_a_silent_correction_stops_nothing(
    open_case: Any, events: Any
) -> None:
    case, _ = await renewing(open_case, events)
    application = await submitted(case, "55.0", "1.0")
    asked = {"items": [{"pointer": "/renewal", "reason": "补充说明", "clause": "第十五条"}]}
    returned = await case.act("district", application, "correction-requests", asked)
    assert returned.status_code == 201, returned.text
    early = await case.act("district", application, "forwarding", FOR)
    assert (early.status_code, early.json()["code"]) == (409, "correction_period_running")
    case.running.clock.move(days=20)
    done = await case.act("district", application, "forwarding", FOR)
    assert done.status_code == 201, done.text
    back = await events.completed(case, application, "returned")
    await events.take(case, back)
    same = await case.act("district", application, "forwarding", FOR)
    assert same.status_code == 409, same.text
    shown = (await case.get("institution", f"/applications/{application}")).json()
    assert shown["status"] == "accepted"


async def test_a_missed_target_needs_its_reason_and_a_designation_has_no_such_section(
    open_case: Any, events: Any
) -> None:
    case, _ = await renewing(open_case, events)
    application = (await begin(case)).json()["id"]
    sections = case.sections() | {"renewal": renewal_section("54.9", "1.0", reason=None)}
    await fill(case, application, sections)
    complete = await case.get("institution", f"/applications/{application}/completeness")
    wrong = {item["pointer"] for item in complete.json()["items"] if "renewal" in item["pointer"]}
    assert wrong == {"/renewal/target_completion/0/reason"}


async def test_only_a_renewal_is_forwarded(open_case: Any) -> None:
    case = await open_case()
    application = await case.accepted()
    refused = await case.act("district", application, "forwarding", FOR)
    assert (refused.status_code, refused.json()["code"]) == (409, "only_renewals_are_forwarded")
