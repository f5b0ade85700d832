"""A standard from its draft to the revision that supersedes it: by persons, cases and days."""

from collections.abc import Sequence
from typing import Any

import asyncpg
import pytest

from common.testing.plugin import RunningService
from evaluation.jobs import publish_first_standards

PROPOSED = {"outcome": "proposed", "meeting": "2024年第3次专题会", "reason": "符合全部条件"}
PATH = "/v1/standards/beijing-2023"
WORDS = "符合国家产业政策和《北京市“十四五”时期高精尖产业发展规划》"


@pytest.fixture
async def published(bench: Any) -> Any:
    """The bench with revision 1 published by two persons from 2023-06-01."""
    await publish_first_standards(bench.running.worker, bench.running.clock)
    await bench.publish("2023-06-01")
    return bench


async def decided_case(bench: Any, make: Any, **changes: Any) -> dict[str, Any]:
    case = make["case"](**changes)
    await bench.recommend(case)
    opened = await bench.evaluation_of(case)
    await bench.judge_all(opened)
    decided = await bench.act(opened, "decision", PROPOSED)
    assert decided.status_code == 201, decided.text
    shown: dict[str, Any] = decided.json()
    return shown


async def test_a_revision_is_drafted_published_and_supersedes_from_its_first_day(
    published: Any, make: Any
) -> None:
    bench = published
    drafted = await bench.create("/v1/standards", make["revision"](2))
    assert drafted.status_code == 201, drafted.text
    assert (drafted.json()["revision"], drafted.json()["status"]) == (2, "draft")
    assert drafted.json()["sealed"] is False
    assert drafted.headers["Location"] == f"{PATH}?revision=2"

    confirmed = await bench.publish("2024-06-01")
    assert (confirmed["revision"], confirmed["status"]) == (2, "published")
    assert [(r["revision"], r["status"]) for r in confirmed["revisions"]] == [
        (1, "published"),  # until the day before, and today is in March
        (2, "published"),
    ]
    in_force = (await bench.get(PATH, None)).json()
    assert (in_force["revision"], in_force["publication"]["effective_to"]) == (1, "2024-05-31")

    bench.running.clock.move(days=92)
    in_force = (await bench.get(PATH, None)).json()
    assert (in_force["revision"], in_force["sealed"]) == (2, True)
    first = (await bench.get(f"{PATH}?revision=1", None)).json()
    assert (first["status"], first["sha256"]) == ("superseded", make["pin"]().sha256)
    assert (await bench.get(f"{PATH}?revision=3", None)).status_code == 404


async def test_a_draft_is_the_bureaus_until_it_is_published(published: Any, make: Any) -> None:
    bench = published
    draft = make["revision"](1, ('id = "beijing-2023"', 'id = "beijing-2030"'))
    draft["cases"] = draft["cases"].replace("beijing-2023", "beijing-2030")
    assert (await bench.create("/v1/standards", draft)).status_code == 201
    for person, status in [(None, 404), ("district", 404), ("bureau", 200), ("auditor", 200)]:
        assert (await bench.get("/v1/standards/beijing-2030", person)).status_code == status
        listed = (await bench.get("/v1/standards", person)).json()["items"]
        assert ("beijing-2030" in [each["id"] for each in listed]) == (status == 200)
    for person, status in [("district", 403), ("auditor", 403), ("institution", 403)]:
        answer = await bench.create("/v1/standards", make["revision"](2), person)
        assert answer.status_code == status
    await bench.publish("2030-01-01", "beijing-2030")
    assert (await bench.get("/v1/standards/beijing-2030", None)).status_code == 200


@pytest.mark.parametrize(
    ("change", "code", "told"),
    [
        (("threshold = 100\n", "threshold = 1.5e400x\n"), "not_well_formed", "line"),
        (("threshold = 100\n", "threshold = 1e999999999\n"), "not_well_formed", "threshold"),
        (("threshold = 100\n", f"threshold = 1{'0' * 5000}\n"), "not_well_formed", "standard"),
        (("threshold = 100\n", 'threshold = "100"\n'), "not_well_formed", "tests[0].threshold"),
        (('comparator = "le"', 'comparator = "about"'), "not_well_formed", ".comparator"),
        (('title = "', 'colour = "red"\ntitle = "'), "not_well_formed", "colour"),
        (("revision = 2", "revision = 4"), "revision_not_next", "2"),
    ],
)
async def test_a_bad_standard_is_refused_with_its_place(
    published: Any, make: Any, change: tuple[str, str], code: str, told: str
) -> None:
    draft = make["revision"](2)
    draft["standard"] = draft["standard"].replace(*change)
    refused = await published.create("/v1/standards", draft)
    assert (refused.status_code, refused.json()["code"]) == (422, "standard_not_well_formed")
    [place] = refused.json()["errors"]
    assert (place["pointer"], place["code"]) == ("/standard", code)
    assert told in place["detail"]
    assert (await published.get(PATH)).json()["revisions"][-1]["revision"] == 1


@pytest.mark.parametrize(
    "cases", ["x", "standard = 1", "[[cases]]", 'standard = "a"\napplication_year = 2026\nbase = 3']
)
async def test_bad_cases_are_refused_with_their_place(
    published: Any, make: Any, cases: str
) -> None:
    refused = await published.create("/v1/standards", make["revision"](2) | {"cases": cases})
    assert (refused.status_code, refused.json()["code"]) == (422, "standard_not_well_formed")
    assert refused.json()["errors"][0]["pointer"] == "/cases"


async def test_a_failing_case_keeps_a_standard_from_publication_and_is_named(
    published: Any, make: Any
) -> None:
    draft = make["revision"](2)
    draft["cases"] = draft["cases"].replace('"2.6" = "met"', '"2.6" = "not_met"')
    assert (await published.create("/v1/standards", draft)).status_code == 201
    refused = await published.act_on_standard("publication", {"effective_from": "2024-06-01"})
    assert (refused.status_code, refused.json()["code"]) == (422, "cases_fail")
    [place] = refused.json()["errors"]
    assert place["pointer"] == "/cases/0"
    assert place["detail"].endswith("2.6 met, expected not_met")


async def test_the_days_of_one_standard_never_overlap(published: Any, make: Any) -> None:
    bench = published
    await bench.create("/v1/standards", make["revision"](2))
    for days, pointer in [
        ({"effective_from": "2023-06-01"}, "/effective_from"),
        ({"effective_from": "2023-01-01", "effective_to": "2023-06-01"}, "/effective_from"),
        ({"effective_from": "2025-01-01", "effective_to": "2024-12-31"}, "/effective_to"),
    ]:
        refused = await bench.act_on_standard("publication", days)
        assert (refused.status_code, refused.json()["code"]) == (422, "effective_days_overlap")
        assert refused.json()["errors"][0]["pointer"] == pointer
    body = {"effective_from": "2023-01-01", "effective_to": "2023-05-31"}
    assert (await bench.act_on_standard("publication", body)).status_code == 201


@pytest.mark.parametrize(
    ("first", "last", "refused_by"),
    [
        ("2023-06-01", "2023-06-01", "ex_standard_days_days"),
        ("2023-01-01", None, "ex_standard_days_days"),
        ("2030-01-01", "2030-12-31", "ex_standard_days_days"),
        ("-infinity", "2023-01-01", "ck_standard_days_finite"),
    ],
)
async def test_the_database_refuses_an_overlap_that_the_domain_let_through(
    published: Any, make: Any, first: str, last: str | None, refused_by: str
) -> None:
    await published.create("/v1/standards", make["revision"](2))
    values = f"('beijing-2023', 2, '{first}', {f'{last!r}' if last else 'NULL'})"
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await by_hand(
            published.running,
            f"INSERT INTO standard_days (standard_id, revision, first, last) VALUES {values}",
        )
    assert refused.value.constraint_name == refused_by


async def by_hand(running: RunningService, statement: str) -> Sequence[Any]:
    plain = running.urls.url("worker").replace("+asyncpg", "")
    connection = await asyncpg.connect(plain)
    try:
        rows: Sequence[Any] = await connection.fetch(statement)
        return rows
    finally:
        await connection.close()


async def test_a_proposal_tells_which_past_decisions_it_would_change_and_changes_none(
    published: Any, make: Any
) -> None:
    bench = published
    decided = await decided_case(bench, make)
    before = await by_hand(bench.running, "SELECT * FROM checks ORDER BY id")
    await bench.create("/v1/standards", make["revision"](2, growth="11"))
    proposed = await bench.act_on_standard("publication", {"effective_from": "2024-06-01"})
    assert proposed.status_code == 201, proposed.text
    [effect] = proposed.json()["proposal"]["effects"]
    assert effect["reference"] == decided["decisions"][0]["reference"]
    assert (effect["evaluation_id"], effect["outcome"]) == (decided["id"], "proposed")
    assert (effect["decided_under"]["revision"], effect["would_stand"]) == (1, False)
    assert effect["criteria"] == [{"id": "2.6", "before": "met", "after": "not_met"}]
    confirmed = await bench.act_on_standard("publication/confirmation", person="bureau_2")
    assert confirmed.status_code == 201
    assert await by_hand(bench.running, "SELECT * FROM checks ORDER BY id") == before
    assert (await bench.get(f"/v1/evaluations/{decided['id']}")).json()["status"] == "proposed"
    for person in (None, "district", "institution"):
        assert "effects" not in (await bench.get(PATH, person)).text


async def test_a_decision_taken_since_the_proposal_has_to_be_told_before_it_is_confirmed(
    published: Any, make: Any
) -> None:
    bench = published
    await bench.create("/v1/standards", make["revision"](2, growth="11"))
    days = {"effective_from": "2024-06-01"}
    assert (await bench.act_on_standard("publication", days)).status_code == 201
    await decided_case(bench, make)
    late = await bench.act_on_standard("publication/confirmation", person="bureau_2")
    assert (late.status_code, late.json()["code"]) == (409, "effects_changed")
    assert "propose_publication" in late.json()["allowed_actions"]
    again = await bench.act_on_standard("publication", days)
    assert len(again.json()["proposal"]["effects"]) == 1
    confirmed = await bench.act_on_standard("publication/confirmation", person="bureau_2")
    assert confirmed.status_code == 201, confirmed.text


async def test_a_revision_that_changes_no_decision_tells_none(published: Any, make: Any) -> None:
    await decided_case(published, make)
    await published.create("/v1/standards", make["revision"](2))
    proposed = await published.act_on_standard("publication", {"effective_from": "2024-06-01"})
    assert proposed.json()["proposal"]["effects"] == []


async def test_an_interpretation_is_a_recorded_act_on_a_word_of_the_standard(
    published: Any,
) -> None:
    bench = published
    body = {
        "word": "近三年",
        "text": "指申报年度之前的三个完整会计年度。",
        "document": "京经信函〔2024〕15号",
        "dated": "2024-02-20",
    }
    for person, status in [("district", 403), ("bureau", 201)]:
        answer = await bench.act_on_standard("interpretations", body, person)
        assert answer.status_code == status, answer.text
    [shown] = (await bench.get(PATH, None)).json()["interpretations"]
    assert {name: shown[name] for name in body} == body
    assert shown["revision"] == 1
    refused = await bench.act_on_standard("interpretations", body | {"word": "太空电梯"})
    assert (refused.status_code, refused.json()["code"]) == (422, "word_not_in_standard")
    assert refused.json()["errors"][0]["pointer"] == "/word"
    stale = await bench.post(f"{PATH}/interpretations", body, **{"If-Match": '"v1"'})
    assert stale.status_code == 412
    assert (await bench.post(f"{PATH}/interpretations", body)).status_code == 428


async def test_undecided_cases_of_a_round_follow_by_order_and_both_verdicts_stay(
    published: Any, make: Any
) -> None:
    bench = published
    decided = await decided_case(bench, make)
    in_round = {"round": make["case"]().round}
    case, other, late = (
        make["case"](district, **in_round) for district in ("110113", "110105", "110101")
    )
    await bench.recommend(case)
    await bench.recommend(other)
    done = await bench.evaluation_of(other)
    returned = await bench.act(done, "decision", PROPOSED | {"outcome": "returned"})
    assert returned.status_code == 201

    await bench.create("/v1/standards", make["revision"](2, growth="11"))
    order = {
        "round_id": str(case.round.id),
        "document": "京经信函〔2024〕20号",
        "dated": "2024-02-28",
        "reason": "上级政策调整增速要求",
    }
    early = await bench.act_on_standard("orders", order)
    assert (early.status_code, early.json()["code"]) == (409, "not_possible_in_this_status")
    await bench.publish("2024-06-01")
    assert (await bench.act_on_standard("orders", order, "district")).status_code == 403
    ordered = await bench.act_on_standard("orders", order)
    assert ordered.status_code == 201, ordered.text
    assert {name: ordered.json()["orders"][0][name] for name in order} == order

    followed = await bench.evaluation_of(case)
    assert [check["purpose"] for check in followed["checks"]] == ["opening", "order"]
    assert (followed["standard"]["revision"], followed["round"]["standard"]["revision"]) == (2, 1)
    outcomes = [await outcome_of(bench, followed, number, "2.6") for number in (1, 2)]
    assert outcomes == ["met", "not_met"]
    assert {c["id"]: c["outcome"] for c in followed["criteria"]}["2.6"] == "not_met"
    for kept in (decided, done):
        after = (await bench.get(f"/v1/evaluations/{kept['id']}")).json()
        assert after["standard"]["revision"] == 1

    await bench.recommend(late)
    assert (await bench.evaluation_of(late))["standard"]["revision"] == 2
    body = PROPOSED | {"outcome": "not_proposed", "reason": "增速不足"}
    finished = await bench.act(followed, "decision", body)
    assert finished.status_code == 201, finished.text
    assert finished.json()["checks"][-1]["receipt"]["standard"]["revision"] == 2
    assert await bench.faults() == []


async def test_a_finding_on_other_words_is_none_on_these_when_a_case_follows(
    published: Any, make: Any
) -> None:
    bench = published
    case = make["case"]()
    await bench.recommend(case)
    opened = await bench.evaluation_of(case)
    await bench.judge_all(opened)
    await bench.create("/v1/standards", make["revision"](2, (WORDS, "符合国家和本市产业政策")))
    await bench.publish("2024-06-01")
    order = {"round_id": str(case.round.id), "document": "文", "dated": "2024-02-28"}
    ordered = await bench.act_on_standard("orders", order | {"reason": "条文更正"})
    assert ordered.status_code == 201, ordered.text
    followed = await bench.evaluation_of(case)
    assert [c["id"] for c in followed["criteria"] if not c["holds"]] == ["1.1"]
    refused = await bench.act(followed, "decision", PROPOSED)
    assert [e["pointer"] for e in refused.json()["errors"]] == ["/criteria/1.1"]
    path = f"/v1/evaluations/{followed['id']}/judgments?limit=200"
    kept = (await bench.get(path)).json()["items"]
    assert [j["criterion_id"] for j in kept if not j["in_force"]] == ["1.1"]
    anew = {"judgments": [make["judgment"]("1.1")]}
    assert (await bench.act(followed, "judgments", anew)).status_code == 201
    assert (await bench.act(followed, "decision", PROPOSED)).status_code == 201
    assert await bench.faults() == []


async def outcome_of(bench: Any, evaluation: Any, number: int, criterion: str) -> str:
    path = f"/v1/evaluations/{evaluation['id']}/checks/{number}"
    verdict = (await bench.get(path)).json()["verdict"]
    return str(next(each["outcome"] for each in verdict["criteria"] if each["id"] == criterion))


async def test_a_case_that_cannot_follow_stops_the_order_and_is_named(
    published: Any, make: Any
) -> None:
    bench = published
    case = make["case"]()
    await bench.recommend(case)
    narrower = (
        'label_en = "land area of the cluster"\nscale = 2\nunit = "平方公里"\nmin = 0.01\nmax = '
    )
    draft = make["revision"](2, (f"{narrower}20000", f"{narrower}30"))
    draft["cases"] = draft["cases"].replace('land_area_km2 = "35.20"', 'land_area_km2 = "25.20"')
    assert (await bench.create("/v1/standards", draft)).status_code == 201
    await bench.publish("2024-06-01")
    order = {"round_id": str(case.round.id), "document": "文", "dated": "2024-02-28"}
    refused = await bench.act_on_standard("orders", order | {"reason": "调整"})
    assert (refused.status_code, refused.json()["code"]) == (409, "case_cannot_follow")
    assert case.application_number in refused.json()["detail"]
    assert refused.json()["errors"][0]["pointer"] == "/land_area_km2"
    assert len((await bench.evaluation_of(case))["checks"]) == 1
    assert (await bench.get(PATH)).json()["orders"] == []


async def test_verification_names_a_publication_by_one_person_and_days_nobody_published(
    published: Any,
) -> None:
    bench = published
    assert await bench.faults() == []
    await by_hand(bench.running, "UPDATE standard_acts SET actor = 'bureau_2' WHERE number = 2")
    await by_hand(bench.running, "UPDATE standard_days SET first = '2023-05-01'")
    assert await bench.faults() == [
        "act 3 publishes it without a proposal by another person",
        "revision 1 is in force from another day than was published",
    ]
