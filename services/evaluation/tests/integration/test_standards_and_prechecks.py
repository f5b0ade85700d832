"""What anybody may ask: standards and the pre-check; and who publishes a standard."""

import json
from typing import Any

from sqlalchemy import func, select

from common.tables import audit, outbox
from evaluation.jobs import publish_first_standards
from evaluation.tables.evaluations import evaluations
from programme.kernel.check import check
from programme.kernel.facts import parse_facts
from programme.kernel.render import as_json
from programme.standards import registry


async def count(bench: Any, table: Any) -> Any:
    async with bench.running.worker.connection() as connection:
        return (await connection.execute(select(func.count()).select_from(table))).scalar_one()


async def precheck(bench: Any, facts: Any, **changes: Any) -> Any:
    body = {"standard_id": "beijing-2023", "application_year": 2024, "facts": facts} | changes
    return await bench.post("/v1/prechecks", body, None)


async def test_a_precheck_answers_anybody_as_the_official_check_and_stores_nothing(
    bench: Any, make: Any
) -> None:
    facts = make["facts"](output_2022="399999.99")
    answer = await precheck(bench, facts)
    standard = registry.load("beijing-2023")
    assert answer.status_code == 200
    assert answer.json() == as_json(check(standard, parse_facts(facts, standard, 2024)))
    assert answer.json()["notice"] == "仅供参考，不构成认定结论"
    assert [await count(bench, t) for t in (evaluations, audit, outbox)] == [0, 0, 0]


async def test_contradictory_facts_are_refused_naming_both_figures_and_no_value(
    bench: Any, make: Any
) -> None:
    answer = await precheck(bench, make["facts"](output_2023="1.23"))
    assert (answer.status_code, answer.json()["code"]) == (422, "contradictory_facts")
    pointers = {e["pointer"] for e in answer.json()["errors"]}
    assert {"/facts/series/3/sme_output", "/facts/series/3/total_output"} <= pointers
    assert "1.23" not in answer.text


async def test_bad_prechecks_are_told_apart(bench: Any, make: Any) -> None:
    facts = make["facts"]()
    unknown = await precheck(bench, facts, standard_id="nowhere-1999")
    assert (unknown.status_code, unknown.json()["code"]) == (422, "standard_unknown")
    misspelt = await precheck(bench, facts | {"land_aera": "1"})
    assert (misspelt.status_code, misspelt.json()["code"]) == (422, "invalid_facts")
    assert misspelt.json()["errors"][0]["pointer"] == "/facts/land_aera"
    number = await precheck(bench, facts | {"land_area_km2": 35.2})
    assert number.json()["errors"][0]["pointer"] == "/facts/land_area_km2"
    year = await precheck(bench, facts, application_year="2024")
    assert (year.status_code, year.json()["code"]) == (422, "invalid_content")
    more = await precheck(bench, facts, more=1)
    assert more.json()["errors"][0]["pointer"] == "/more"
    large = await precheck(bench, {"scale_basis": "x" * 70_000})
    assert (large.status_code, large.json()["code"]) == (413, "too_large")
    client = bench.running.client
    for raw in (b'{"facts":{},"facts":{}}', b'{"facts":{"land_area_km2":NaN}}'):
        sent = {"Content-Type": "application/json"}
        twice = await client.post("/v1/prechecks", content=raw, headers=sent)
        assert (twice.status_code, twice.json()["code"]) == (400, "malformed_json")


async def test_a_standard_shows_every_criterion_with_its_words(bench: Any) -> None:
    listed = (await bench.get("/v1/standards", None)).json()
    assert "beijing-2023" in [item["id"] for item in listed["items"]]
    standard = (await bench.get("/v1/standards/beijing-2023", None)).json()
    by_id = {criterion["id"]: criterion for criterion in standard["criteria"]}
    assert len(by_id) == 47
    scale = by_id["2.4"]
    assert (scale["clause"], scale["force"]) == ("二", "computed")
    assert scale["quote"] == "近三年产值（或营业收入）均在40亿元以上"
    assert scale["tests"] == [
        {"comparator": "ge", "word": "以上", "threshold": "40", "unit": "亿元"}
        | {"force": "computed"}
    ]
    assert (await bench.get("/v1/standards/nowhere", None)).status_code == 404
    assert (await bench.get("/v1/standards?limt=1", None)).status_code == 422


async def test_a_fresh_stack_publishes_once_and_marks_it_to_be_confirmed(bench: Any) -> None:
    for _ in range(2):
        await publish_first_standards(bench.running.worker, bench.running.clock)
    standard = (await bench.get("/v1/standards/beijing-2023", None)).json()
    assert standard["status"] == "to_be_confirmed"
    assert standard["publication"]["effective_from"] == "2023-01-01"
    assert standard["publication"]["to_be_confirmed"] is True
    assert await count(bench, outbox) == 1


async def test_two_persons_publish_a_standard_and_one_is_not_enough(bench: Any) -> None:
    await publish_first_standards(bench.running.worker, bench.running.clock)
    path = "/v1/standards/beijing-2023/publication"
    body = {"effective_from": "2023-06-01"}
    assert (await bench.post(path, body, "district")).status_code == 403
    assert (await bench.post(path, body)).status_code == 428
    assert (await bench.post(path, body, **{"If-Match": '"v1"'})).status_code == 412
    wrong = await bench.post(path, {"effective_from": 20230601}, **{"If-Match": '"v2"'})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/effective_from")
    early = await bench.post(f"{path}/confirmation", **{"If-Match": '"v2"'})
    assert (early.status_code, early.json()["allowed_actions"]) == (
        409,
        ["propose_publication", "interpret"],
    )
    proposed = await bench.post(path, body, **{"If-Match": '"v2"'})
    assert (proposed.status_code, proposed.headers["ETag"]) == (201, '"v3"')
    assert proposed.json()["publication"]["to_be_confirmed"] is True
    assert "proposed_by" not in (await bench.get("/v1/standards/beijing-2023", None)).text

    match = {"If-Match": '"v3"'}
    alone = await bench.post(f"{path}/confirmation", **match)
    assert (alone.status_code, alone.json()["code"]) == (409, "second_person_needed")
    together = await bench.post(f"{path}/confirmation", person="bureau_2", **match)
    assert together.status_code == 201, together.text
    assert together.json()["status"] == "published"
    assert together.json()["publication"]["effective_from"] == "2023-06-01"
    assert together.json()["allowed_actions"] == ["interpret", "order_rechecks"]
    async with bench.running.worker.connection() as connection:
        sent = (await connection.execute(select(outbox.c.data).order_by(outbox.c.position))).all()
    assert [json.loads(row.data)["to_be_confirmed"] for row in sent] == [True, False]
