"""What nobody decides: a criterion without figures, and a case whose list was released."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from common.contracts.case import Institution
from common.contracts.cluster import ClusterDesignated, ClusterFacts
from common.contracts.round import ReportTerms
from common.ids import new_id
from common.tables import inbox

DECISION = {"outcome": "proposed", "meeting": "2024年第3次专题会", "reason": "经研究决定"}
REPORT = ReportTerms(
    municipal_due_month=3,
    municipal_due_day=31,
    district_due_month=3,
    district_due_day=15,
    roll_forward=True,
    form_version="annual-report/1",
)


async def without_employees(bench: Any, make: Any) -> dict[str, Any]:
    """A case whose patents per 10,000 employed cannot be computed: 5.8 is undecided."""
    facts = make["facts"]()
    facts["series"][-1]["employed_persons"] = None
    case = make["case"]()
    assert await bench.recommend(case, facts) == "applied"
    opened: dict[str, Any] = await bench.evaluation_of(case)
    assert opened["verdict_outcome"] == "unknown"
    mine = [c["id"] for c in opened["criteria"] if c["for_judgment"] and not c["holds"]]
    found = {"judgments": [make["judgment"](each) for each in mine]}
    assert (await bench.act(opened, "judgments", found)).status_code == 201
    return opened


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "criteria_not_satisfied"),
        ({"outcome": "not_proposed"}, "figures_missing"),
        ({"outcome": "not_proposed", "ground": "criterion_not_met"}, "figures_missing"),
    ],
)
async def test_a_missing_figure_neither_passes_nor_fails_and_the_refusal_says_to_return_it(
    bench: Any, make: Any, changes: Any, code: str
) -> None:
    opened = await without_employees(bench, make)
    for language, words in (("zh-CN", "退回案件"), ("en", "return the case")):
        refused = await bench.act(
            opened, "decision", DECISION | changes, **{"Accept-Language": language}
        )
        assert (refused.status_code, refused.json()["code"]) == (422, code)
        [place] = refused.json()["errors"]
        assert (place["pointer"], place["code"]) == ("/criteria/5.8", "unknown")
        assert words in place["detail"]


async def test_no_person_puts_a_finding_in_the_place_of_a_missing_figure(
    bench: Any, make: Any
) -> None:
    opened = await without_employees(bench, make)
    refused = await bench.act(opened, "judgments", {"judgments": [make["judgment"]("5.8")]})
    assert (refused.status_code, refused.json()["code"]) == (422, "criterion_not_for_judgment")
    assert refused.json()["errors"][0]["code"] == "figures_missing"


async def test_such_a_case_is_returned_and_comes_back_with_the_figure(
    bench: Any, make: Any
) -> None:
    case = make["case"]()
    facts = make["facts"]()
    facts["series"][-1]["employed_persons"] = None
    await bench.recommend(case, facts)
    first = await bench.evaluation_of(case)
    body = DECISION | {"outcome": "returned", "reason": "请补充从业人员数"}
    assert (await bench.act(first, "decision", body)).status_code == 201
    await bench.recommend(replace(case, version=2))
    second = await bench.evaluation_of(case, version=2)
    assert second["verdict_outcome"] == "needs_judgment"
    for shown in (second, (await bench.get(f"/v1/evaluations/{first['id']}")).json()):
        assert [(link["status"], link["supersedes"]) for link in shown["chain"]] == [
            ("returned", None),
            ("checked", first["id"]),
        ]
        assert shown["chain"][0]["decision_references"] == [f"{case.application_number}/v1/D1"]
    old = (await bench.get(f"/v1/evaluations/{first['id']}")).json()
    assert old["decisions"][0]["reason"] == "请补充从业人员数"
    assert await bench.faults() == []


async def test_a_missing_figure_beside_one_below_the_line_does_not_save_the_case(
    bench: Any, make: Any
) -> None:
    facts = make["facts"](output_2022="1.00")
    facts["series"][-1]["employed_persons"] = None
    case = make["case"]()
    await bench.recommend(case, facts)
    opened = await bench.evaluation_of(case)
    decided = await bench.act(opened, "decision", DECISION | {"outcome": "not_proposed"})
    assert decided.status_code == 201, decided.text
    assert decided.json()["decisions"][0]["clauses"] == ["管理办法 第十条", "认定标准 二 2.4"]


async def designate(bench: Any, case: Any) -> str:
    facts = ClusterFacts(
        cluster_id=new_id(),
        number="BJ-2024-0001",
        name=case.cluster_name,
        district=case.district,
        leading_industry=case.leading_industry,
        institution=Institution(code=case.institution.code, name=case.institution.name),
        periods=(),
    )
    event = ClusterDesignated(
        cluster=facts,
        application_id=case.application_id,
        notice_number="BJ-2024-N-0001",
        published_on=date(2024, 3, 1),
        report=REPORT,
    )
    state: str = await bench.running.hear(event, about=facts.cluster_id)
    return state


async def test_after_the_release_a_case_is_not_opened_again_and_the_refusal_waits_for_a_person(
    bench: Any, make: Any
) -> None:
    case = make["case"]()
    await bench.recommend(case)
    opened = await bench.evaluation_of(case)
    await bench.judge_all(opened)
    assert (await bench.act(opened, "decision", DECISION)).status_code == 201
    assert await designate(bench, case) == "applied"
    shown = await bench.evaluation_of(case)
    assert shown["designated_at"] is not None
    assert await bench.object(case, "dismissed") == "applied"
    assert await bench.object(case, "upheld") == "parked"
    assert await bench.recommend(replace(case, version=2)) == "parked"
    assert (await bench.evaluation_of(case))["status"] == "proposed"
    async with bench.running.worker.connection() as connection:
        parked = select(inbox.c.reason).where(inbox.c.state == "parked")
        rows = (await connection.execute(parked)).all()
    assert {row.reason.split(":")[0] for row in rows} == {"after_release"}
    assert await bench.faults() == []


async def test_a_case_open_again_when_its_release_is_heard_is_decided_by_nobody_and_named(
    bench: Any, make: Any
) -> None:
    case = make["case"]()
    await bench.recommend(case)
    opened = await bench.evaluation_of(case)
    await bench.judge_all(opened)
    await bench.act(opened, "decision", DECISION)
    assert await bench.object(case, "upheld") == "applied"
    assert await designate(bench, case) == "applied"
    refused = await bench.act(opened, "decision", DECISION | {"outcome": "returned"})
    assert (refused.status_code, refused.json()["code"]) == (409, "after_release")
    assert refused.json()["clause"] == "管理办法 第十七条"
    assert await bench.faults() == [
        "it is open again although its cluster is designated; a person decides (art. 17)"
    ]
