"""From the recommendation to the decision, through events and HTTP."""

import asyncio
import json
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, select

from common.actor import service_actor
from common.contracts.application import ApplicationRecommended
from common.messaging.envelope import data_of
from common.tables import inbox, outbox
from common.verification import Finding
from evaluation.domain.evaluation import judged
from evaluation.store import evaluations as store
from evaluation.tables.evaluations import checks, judgments
from evaluation.verify import findings

PROPOSED = {"outcome": "proposed", "meeting": "2024年第3次专题会", "reason": "符合全部条件"}


async def rows(bench: Any, statement: Any) -> Any:
    async with bench.running.worker.connection() as connection:
        return (await connection.execute(statement)).all()


async def events(bench: Any, kind: str) -> list[dict[str, Any]]:
    sent = select(outbox.c.data).where(outbox.c.type == kind).order_by(outbox.c.position)
    return [json.loads(row.data) for row in await rows(bench, sent)]


async def verified(bench: Any) -> list[Finding]:
    at = bench.running.clock.now()
    async with bench.running.worker.transaction(service_actor("evaluation"), at=at) as tx:
        return [each async for each in findings(tx) if each.check == "evaluation"]


async def test_a_recommended_case_is_checked_judged_and_proposed_unchanged(
    bench: Any, make: Any
) -> None:
    case = make["case"]()
    assert await bench.recommend(case) == "applied"
    opened = await bench.evaluation_of(case)
    assert (opened["status"], opened["verdict_outcome"]) == ("checked", "needs_judgment")
    assert opened["allowed_actions"] == ["judge", "decide"]
    assert len(opened["criteria"]) == 47

    judged = await bench.judge_all(opened)
    assert judged.status_code == 201, judged.text
    assert judged.json()["status"] == "under_review"
    assert all(criterion["holds"] for criterion in judged.json()["criteria"])

    decided = await bench.act(opened, "decision", PROPOSED)
    assert decided.status_code == 201, decided.text
    assert decided.json()["status"] == "proposed"
    assert [check["purpose"] for check in decided.json()["checks"]] == ["opening", "decision"]
    [told] = await events(bench, "evaluation.completed")
    recommended = data_of_case(case)
    assert told["case"] == recommended
    assert {criterion["outcome"] for criterion in told["criteria"]} <= {"met", "not_applicable"}
    assert told["decision_reference"] == f"{case.application_number}/v1/D1"
    assert [f.ok for f in await verified(bench)] == [True]


def data_of_case(case: Any) -> Any:
    event = ApplicationRecommended(case=case, facts={}, opinion="", rank=1)
    return json.loads(json.dumps(data_of(event)["case"]))


async def test_a_case_below_the_line_cannot_be_proposed_and_says_which_criterion(
    bench: Any, make: Any
) -> None:
    case = make["case"]()
    await bench.recommend(case, make["facts"](output_2022="399999.99"))
    opened = await bench.evaluation_of(case)
    open_ones = [c["id"] for c in opened["criteria"] if not c["holds"] and c["for_judgment"]]
    wanted = {"judgments": [make["judgment"](c) for c in open_ones]}
    assert (await bench.act(opened, "judgments", wanted)).status_code == 201

    refused = await bench.act(opened, "decision", PROPOSED)
    assert (refused.status_code, refused.json()["code"]) == (422, "criteria_not_satisfied")
    [place] = refused.json()["errors"]
    assert (place["pointer"], place["code"]) == ("/criteria/2.4", "not_met")
    assert place["detail"] == "认定标准 二 2.4：不符合"
    assert refused.json()["clause"] == "管理办法 第十条"

    body = PROPOSED | {"outcome": "not_proposed", "reason": "2022年产值不足40亿元"}
    decided = await bench.act(opened, "decision", body)
    assert decided.status_code == 201, decided.text
    [decision] = decided.json()["decisions"]
    assert decision["clauses"] == ["管理办法 第十条", "认定标准 二 2.4"]
    assert decision["remedies"]["clause"].startswith("行政复议法")
    [told] = await events(bench, "evaluation.completed")
    assert told["outcome"] == "not_proposed"
    assert [f.ok for f in await verified(bench)] == [True]


async def test_no_person_judges_what_the_figures_decide(bench: Any, make: Any) -> None:
    case = make["case"]()
    await bench.recommend(case, make["facts"](output_2022="1.00"))
    opened = await bench.evaluation_of(case)
    wrong = [make["judgment"](c) for c in ("2.4", "7.6", "99", "1.1", "1.1")]
    refused = await bench.act(opened, "judgments", {"judgments": wrong})
    assert (refused.status_code, refused.json()["code"]) == (422, "criterion_not_for_judgment")
    assert [e["code"] for e in refused.json()["errors"]] == [
        "decided_by_figures",
        "not_applicable",
        "no_such_criterion",
        "judged_twice",
    ]
    evidence = [{"document_sha256": "cd" * 32}]
    unknown = {"judgments": [make["judgment"]("1.1", evidence=evidence)]}
    refused = await bench.act(opened, "judgments", unknown)
    assert (refused.status_code, refused.json()["code"]) == (422, "evidence_unknown")
    both = [{"document_sha256": "ab" * 32, "text": "x"}]
    refused = await bench.act(
        opened, "judgments", {"judgments": [make["judgment"]("1.1", evidence=both)]}
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_content")


async def test_a_soft_miss_needs_a_finding_and_a_later_judgment_supersedes(
    bench: Any, make: Any
) -> None:
    case = make["case"]()
    await bench.recommend(case, make["facts"](land_area_km2="180.00"))
    opened = await bench.evaluation_of(case)
    others = [c["id"] for c in opened["criteria"] if not c["holds"] and c["id"] != "2.3"]
    wanted = {"judgments": [make["judgment"](c) for c in others]}
    assert (await bench.act(opened, "judgments", wanted)).status_code == 201
    refused = await bench.act(opened, "decision", PROPOSED)
    assert [(e["pointer"], e["code"]) for e in refused.json()["errors"]] == [
        ("/criteria/2.3", "soft_miss")
    ]
    for finding in ("not_met", "met"):
        one = {"judgments": [make["judgment"]("2.3", finding)]}
        assert (await bench.act(opened, "judgments", one)).status_code == 201
    kept = (await bench.get(f"/v1/evaluations/{opened['id']}/judgments?limit=200")).json()
    on_area = [j for j in kept["items"] if j["criterion_id"] == "2.3"]
    assert [(j["finding"], j["in_force"]) for j in on_area] == [("not_met", False), ("met", True)]
    assert (await bench.act(opened, "decision", PROPOSED)).status_code == 201


async def test_one_that_meets_everything_is_refused_only_with_article_five_or_the_quota(
    bench: Any, make: Any
) -> None:
    case = make["case"]()
    await bench.recommend(case)
    opened = await bench.evaluation_of(case)
    await bench.judge_all(opened)
    body = PROPOSED | {"outcome": "not_proposed"}
    for ground in (None, "criterion_not_met"):
        refused = await bench.act(opened, "decision", body | {"ground": ground})
        assert (refused.status_code, refused.json()["code"]) == (422, "ground_missing")
    refused = await bench.act(opened, "decision", PROPOSED | {"ground": "quota"})
    assert (refused.status_code, refused.json()["code"]) == (422, "ground_out_of_place")
    decided = await bench.act(opened, "decision", body | {"ground": "article_5"})
    assert decided.json()["decisions"][0]["clauses"] == ["管理办法 第五条"]


async def test_the_check_before_the_decision_counts_conduct_up_to_that_day(
    bench: Any, make: Any
) -> None:
    case = make["case"]()
    await bench.recommend(case)
    opened = await bench.evaluation_of(case)
    await bench.judge_all(opened)
    since = {"accidents_grade3_up": [0, 0, 0, 1]}
    refused = await bench.act(opened, "decision", PROPOSED | {"incidents": since})
    assert [(e["pointer"], e["code"]) for e in refused.json()["errors"]] == [
        ("/criteria/1.2", "not_met")
    ]
    wrong = {"accidents_grade3_up": [0, 0, 0, -1]}
    refused = await bench.act(opened, "decision", PROPOSED | {"incidents": wrong})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_facts")
    assert refused.json()["errors"][0]["pointer"] == "/incidents/accidents_grade3_up/3"
    body = PROPOSED | {"outcome": "not_proposed", "incidents": since}
    decided = await bench.act(opened, "decision", body)
    assert decided.json()["decisions"][0]["clauses"][-1] == "认定标准 一 1.2"


async def test_a_returned_case_comes_back_as_a_new_evaluation_that_names_the_old_one(
    bench: Any, make: Any
) -> None:
    case = make["case"]()
    await bench.recommend(case)
    first = await bench.evaluation_of(case)
    body = PROPOSED | {"outcome": "returned", "reason": "请补充专利清单"}
    assert (await bench.act(first, "decision", body)).json()["status"] == "returned"
    second = replace(case, version=2)
    assert await bench.recommend(second) == "applied"
    opened = await bench.evaluation_of(case, version=2)
    assert (opened["supersedes"], opened["status"]) == (first["id"], "checked")
    third = replace(case, version=3)
    await bench.recommend(third)
    assert (await bench.evaluation_of(case, version=2))["status"] == "superseded"
    late = await bench.act(opened, "decision", PROPOSED)
    assert (late.status_code, late.json()["allowed_actions"]) == (409, [])


async def test_nothing_can_be_decided_after_a_withdrawal(bench: Any, make: Any) -> None:
    case = make["case"]()
    await bench.recommend(case)
    opened = await bench.evaluation_of(case)
    assert await bench.withdraw(case) == "applied"
    closed = await bench.evaluation_of(case)
    assert (closed["status"], closed["allowed_actions"]) == ("withdrawn", [])
    late = await bench.act(opened, "decision", PROPOSED | {"outcome": "returned"})
    assert (late.status_code, late.json()["code"]) == (409, "not_possible_in_this_status")


async def test_an_upheld_objection_opens_a_proposed_case_again_and_no_withdrawn_one(
    bench: Any, make: Any
) -> None:
    case = make["case"]()
    await bench.recommend(case)
    opened = await bench.evaluation_of(case)
    await bench.judge_all(opened)
    await bench.act(opened, "decision", PROPOSED)
    await bench.object(case, "dismissed")
    assert (await bench.evaluation_of(case))["status"] == "proposed"
    await bench.object(case, "upheld")
    assert (await bench.evaluation_of(case))["status"] == "under_review"
    assert len(await events(bench, "evaluation.reopened")) == 1
    again = await bench.act(opened, "decision", PROPOSED)
    assert [d["number"] for d in again.json()["decisions"]] == [1, 2]
    await bench.withdraw(case)
    await bench.object(case, "upheld")
    after = await bench.evaluation_of(case)
    assert (after["status"], after["withdrawn_at"] is not None) == ("proposed", True)
    assert [f.ok for f in await verified(bench)] == [True]


async def test_a_standard_that_differs_from_the_pinned_one_parks_the_case(
    bench: Any, make: Any
) -> None:
    case = make["case"]()
    other = replace(case.round, standard=replace(case.round.standard, sha256="0" * 64))
    assert await bench.recommend(replace(case, round=other)) == "parked"
    [row] = await rows(bench, select(inbox.c.reason))
    assert row.reason.startswith("pinned_standard_differs")
    contradictory = make["facts"](output_2023="1.00")
    assert await bench.recommend(make["case"]("110113"), contradictory) == "parked"
    assert await rows(bench, select(checks.c.id)) == []


async def test_acts_are_refused_in_the_promised_order(bench: Any, make: Any) -> None:
    case = make["case"]()
    await bench.recommend(case)
    opened = await bench.evaluation_of(case)
    path = f"/v1/evaluations/{opened['id']}/decision"
    stale, fresh = {"If-Match": '"v9"'}, {"If-Match": '"v1"'}
    assert (await bench.post(path, {}, None)).status_code == 401
    assert (await bench.post(path, {}, "district_2", **stale)).status_code == 404
    assert (await bench.post(path, {}, "institution", **stale)).status_code == 404
    assert (await bench.post(path, {}, "district", **stale)).status_code == 403
    assert (await bench.post(path, {}, "bureau")).status_code == 428
    assert (await bench.post(path, {}, "bureau", **stale)).status_code == 412
    content = await bench.post(path, {"more": 1}, "bureau", **fresh)
    assert content.status_code == 422
    pointers = {e["pointer"] for e in content.json()["errors"]}
    assert pointers == {"/outcome", "/meeting", "/reason", "/more"}


async def test_verification_names_a_proposal_that_a_criterion_does_not_support(
    bench: Any, make: Any
) -> None:
    case = make["case"]()
    await bench.recommend(case)
    opened = await bench.evaluation_of(case)
    await bench.judge_all(opened)
    await bench.act(opened, "decision", PROPOSED)
    async with bench.running.worker.connection() as connection:
        on_plan = judgments.c.criterion_id == "9.6"
        await connection.execute(delete(judgments).where(on_plan))
    told = [(finding.ok, finding.detail) for finding in await verified(bench)]
    assert told == [
        (False, "the finding on 9.6 that check 2 took is not the one on record"),
        (False, "decision 1 proposes it although 9.6 is needs_judgment"),
    ]


async def test_of_two_decisions_at_once_one_holds(bench: Any, make: Any) -> None:
    case = make["case"]()
    await bench.recommend(case)
    opened = await bench.evaluation_of(case)
    await bench.judge_all(opened)
    other = PROPOSED | {"outcome": "not_proposed", "ground": "quota"}
    path, match = f"/v1/evaluations/{opened['id']}/decision", {"If-Match": '"v2"'}
    answers = await asyncio.gather(
        bench.post(path, PROPOSED, **match), bench.post(path, other, "bureau_2", **match)
    )
    assert sorted(answer.status_code for answer in answers) == [201, 412]
    assert len(await events(bench, "evaluation.completed")) == 1
    assert [f.ok for f in await verified(bench)] == [True]


async def test_a_withdrawal_waits_for_a_person_who_is_writing_and_is_never_parked(
    bench: Any, make: Any
) -> None:
    case = make["case"]()
    await bench.recommend(case)
    await bench.evaluation_of(case)
    worker, at = bench.running.worker, bench.running.clock.now()
    async with worker.transaction(service_actor("evaluation"), at=at) as tx:
        found = await store.latest_of(tx, case.application_id)
        assert found is not None
        await store.save(tx, judged(found))
        waiting = asyncio.create_task(bench.withdraw(case))
        await asyncio.sleep(0.3)
        assert not waiting.done()
    assert await waiting == "applied"
    assert (await bench.evaluation_of(case))["status"] == "withdrawn"
