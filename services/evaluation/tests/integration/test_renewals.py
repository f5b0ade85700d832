"""A renewal at the bureau: always decided here, passed or not passed, its targets considered."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from common.contracts.application import ApplicationForwarded, TargetCompletion
from common.contracts.case import Institution
from common.contracts.cluster import ClusterFacts, ClusterRenewed, Period
from common.contracts.round import RenewalTerms, ReportTerms
from common.ids import new_id

PASSED = {"outcome": "passed", "meeting": "2027年第1次专题会", "reason": "符合全部条件"}
NOT_PASSED = PASSED | {"outcome": "not_passed", "reason": "规划目标未完成"}
REACHED = TargetCompletion(
    metric="集群总产值",
    unit="亿元",
    base_value="50.0",
    target="52.0",
    actual="53.0",
    reached=True,
    rate_pct="101.92",
)
MISSED = TargetCompletion(
    metric="研发投入",
    unit="亿元",
    base_value="1.0",
    target="2.0",
    actual="1.5",
    reached=False,
    rate_pct="75.00",
    reason="市场下行",
)
YEAR = RenewalTerms(ends_from=date(2024, 1, 1), ends_to=date(2024, 12, 31))


def renewal_of(make: Any) -> Any:
    """A case of kind renewal."""
    return make["case"](kind="renewal", cluster_id=new_id(), cluster_number="BJ-2021-0001")


async def forwarded(
    bench: Any, make: Any, *targets: TargetCompletion, facts: Any = None, **given: Any
) -> dict[str, Any]:
    """The evaluation of a renewal that the district forwarded."""
    case = renewal_of(make)
    fields: dict[str, Any] = {"in_favour": True, "targets": targets, "terms": YEAR}
    event = ApplicationForwarded(
        case=case,
        facts=make["facts"]() if facts is None else facts,
        opinion="集群运行良好",
        **fields | given,
    )
    assert await bench.running.hear(event, about=case.application_id) == "applied"
    found: dict[str, Any] = await bench.evaluation_of(case)
    return found


async def test_a_forwarded_renewal_is_checked_and_passed_and_is_closed_by_its_release(
    bench: Any, make: Any
) -> None:
    opened = await forwarded(bench, make, REACHED, in_favour=False)
    assert (opened["kind"], opened["rank"], opened["status"]) == ("renewal", None, "checked")
    assert opened["renewal"]["in_favour"] is False
    undecided = await bench.act(opened, "decision", PASSED)
    assert (undecided.status_code, undecided.json()["code"]) == (422, "criteria_not_satisfied")
    assert (await bench.judge_all(opened)).status_code == 201
    wrong = await bench.act(opened, "decision", PASSED | {"outcome": "proposed"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "outcome_of_other_kind")
    decided = await bench.act(opened, "decision", PASSED)
    assert decided.status_code == 201, decided.text
    assert decided.json()["status"] == "passed"
    await renewed(bench, opened)
    shown = await bench.get(f"/v1/evaluations/{opened['id']}")
    assert shown.json()["designated_at"] is not None
    assert await bench.faults() == []


async def renewed(bench: Any, opened: dict[str, Any]) -> None:
    """The registry tells that the list with this renewal was released."""
    period = Period(first_day=date(2024, 7, 10), last_day=date(2027, 7, 9), style="date_to_date")
    cluster = ClusterFacts(
        cluster_id=new_id(),
        number="BJ-2021-0001",
        name=opened["cluster_name"],
        district=opened["district"],
        leading_industry=opened["leading_industry"],
        institution=Institution(**opened["institution"]),
        periods=(period,),
    )
    report = ReportTerms(
        municipal_due_month=3,
        municipal_due_day=31,
        district_due_month=3,
        district_due_day=15,
        roll_forward=True,
        form_version="2024",
    )
    event = ClusterRenewed(
        cluster=cluster,
        application_id=UUID(opened["application_id"]),
        published_on=date(2024, 7, 1),
        report=report,
    )
    assert await bench.running.hear(event, about=cluster.cluster_id) == "applied"


async def test_a_missed_target_has_to_be_considered_before_a_renewal_passes(
    bench: Any, make: Any
) -> None:
    opened = await forwarded(bench, make, REACHED, MISSED)
    assert (await bench.judge_all(opened)).status_code == 201
    silent = await bench.act(opened, "decision", PASSED)
    assert (silent.status_code, silent.json()["code"]) == (422, "targets_not_considered")
    assert "研发投入" in silent.json()["detail"]
    considered = PASSED | {"targets_considered": "未达目标系市场原因，已有改进措施"}
    decided = await bench.act(opened, "decision", considered)
    assert decided.status_code == 201, decided.text
    assert decided.json()["decisions"][0]["targets_considered"] == considered["targets_considered"]


@pytest.mark.parametrize(("share", "status"), [("50", 201), ("50.01", 422)])
async def test_a_round_may_require_a_share_of_the_targets(
    bench: Any, make: Any, share: str, status: int
) -> None:
    required = RenewalTerms(
        ends_from=YEAR.ends_from,
        ends_to=YEAR.ends_to,
        targets="required",
        required_share_pct=share,
    )
    opened = await forwarded(bench, make, REACHED, MISSED, terms=required)
    assert (await bench.judge_all(opened)).status_code == 201
    decided = await bench.act(opened, "decision", PASSED | {"targets_considered": "已考虑"})
    assert decided.status_code == status, decided.text
    if status == 422:
        assert decided.json()["code"] == "targets_not_reached"


async def test_a_renewal_is_not_passed_on_a_ground_that_holds_and_is_told_of_remedies(
    bench: Any, make: Any
) -> None:
    opened = await forwarded(bench, make, REACHED)
    assert (await bench.judge_all(opened)).status_code == 201
    for ground, code in (
        ("quota", "ground_out_of_place"),
        ("article_5", "ground_out_of_place"),
        ("targets_missed", "no_target_missed"),
        ("criterion_not_met", "ground_missing"),
    ):
        refused = await bench.act(opened, "decision", NOT_PASSED | {"ground": ground})
        assert (refused.status_code, refused.json()["code"]) == (422, code)
    missed = await forwarded(bench, make, MISSED, in_favour=False)
    decided = await bench.act(missed, "decision", NOT_PASSED | {"ground": "targets_missed"})
    assert decided.status_code == 201, decided.text
    [decision] = decided.json()["decisions"]
    assert decision["clauses"] == ["管理办法 第十五条"]
    assert decision["remedies"] is not None
    again = await bench.act(missed, "decision", PASSED)
    assert again.status_code == 409
