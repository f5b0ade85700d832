"""Writes through HTTP: the order of refusals, idempotency, and what a failed commit answers."""

import asyncio

from toy.tables import notes
from toy.writing import HAIDIAN, count, toy, write

from common.tables import audit, outbox


async def test_a_write_leaves_its_row_its_audit_row_and_its_event(run_service):
    running = await toy(run_service)
    answer = await write(running)
    assert answer.status_code == 201, answer.text
    assert answer.headers["ETag"] == '"v1"'
    assert answer.headers["Location"] == f"/v1/notes/{answer.json()['id']}"
    assert [await count(running, t) for t in (notes, audit, outbox)] == [1, 1, 1]


async def test_the_same_request_again_is_answered_the_same_and_done_once(run_service):
    running = await toy(run_service)
    first, again = await write(running), await write(running)
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.headers["ETag"] == first.headers["ETag"]
    assert await count(running, notes) == 1


async def test_a_key_used_for_another_body_is_refused(run_service):
    running = await toy(run_service)
    await write(running)
    other = await write(running, body=HAIDIAN | {"words": "机器人"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_twenty_duplicates_at_once_have_one_effect(run_service):
    running = await toy(run_service)
    answers = await asyncio.gather(*(write(running) for _ in range(20)))
    statuses = {answer.status_code for answer in answers}
    assert statuses <= {201, 409}
    assert 201 in statuses
    assert await count(running, notes) == 1
    assert all("Retry-After" in a.headers for a in answers if a.status_code == 409)


async def test_refusals_come_in_the_promised_order(run_service):
    running = await toy(run_service)
    note = (await write(running)).json()
    path, bad = f"/v1/notes/{note['id']}/closing", {"reason": 1, "more": True}

    async def close(person=None, body=bad, **headers):
        headers |= running.as_(person) if person else {}
        return await running.client.post(path, json=body, headers=headers)

    stale, fresh = {"If-Match": '"v9"'}, {"If-Match": '"v1"'}
    assert (await close()).status_code == 401
    assert (await close("district_2", **stale)).status_code == 404
    assert (await close("district", **stale)).status_code == 403
    assert (await close("bureau")).status_code == 428
    assert (await close("bureau", **stale)).status_code == 412
    content = await close("bureau", **fresh)
    assert content.status_code == 422
    assert {e["pointer"] for e in content.json()["errors"]} == {"/reason", "/more"}
    done = await close("bureau", body={"reason": "已经处理完毕"}, **fresh)
    assert (done.status_code, done.headers["ETag"]) == (201, '"v2"')
    late = await close("bureau", **{"If-Match": '"v2"'})
    assert (late.status_code, late.json()["allowed_actions"]) == (409, [])


async def test_bad_requests_are_refused_before_anything_is_written(run_service):
    running = await toy(run_service)
    headers = running.as_("district") | {"Content-Type": "application/json"}
    keyed = headers | {"Idempotency-Key": "k"}
    malformed = [b"{", b'{"a":1,"a":2}', b'{"a":NaN}', b'{"a":1e999}', rb'{"a":"\u0000"}']
    for raw in (*malformed, rb'{"a":"\ud800"}', b"[" * 100_000):
        answer = await running.client.post("/v1/notes", content=raw, headers=keyed)
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed_json"), raw[:20]
    keyless = await running.client.post("/v1/notes", json=HAIDIAN, headers=headers)
    assert (keyless.status_code, keyless.json()["code"]) == (400, "header_missing")
    large = await running.client.post("/v1/notes", content=b"x" * 1_048_577, headers=keyed)
    assert (large.status_code, large.json()["code"]) == (413, "too_large")
    assert await count(running, notes) == 0


async def test_a_problem_document_speaks_the_callers_language_and_never_echoes(run_service):
    running = await toy(run_service)
    body = {"district": "SECRET", "words": "x"}
    zh = await write(running, key="a", body=body)
    en = await write(running, key="b", body=body, **{"Accept-Language": "en-GB,en;q=0.9,zh;q=0.3"})
    assert zh.headers["Content-Type"] == "application/problem+json"
    assert (zh.headers["Content-Language"], en.headers["Content-Language"]) == ("zh-CN", "en")
    assert zh.json()["title"] == "内容不符合要求"
    assert en.json()["errors"][0]["detail"] == "The format is not right."
    assert "SECRET" not in zh.text + en.text
    assert len(zh.json()["trace_id"]) == 32


async def test_a_parameter_where_none_is_asked_for_is_refused_last(run_service):
    running = await toy(run_service)
    note = (await write(running)).headers["Location"]
    strange = await running.client.get(f"{note}?x=1", headers=running.as_("district"))
    assert (strange.status_code, strange.json()["errors"][0]["pointer"]) == (422, "/x")
    assert (await running.client.get(f"{note}?x=1")).status_code == 401


async def test_an_unknown_query_parameter_is_refused(run_service):
    running = await toy(run_service)
    answer = await running.client.get("/v1/notes?limt=5", headers=running.as_("district"))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/limt")


async def test_a_list_is_paged_without_gap_or_repeat(run_service):
    running = await toy(run_service)
    for number in range(5):
        await write(running, key=f"k{number}", body=HAIDIAN | {"words": f"第{number}"})
    seen, url = [], "/v1/notes?limit=2"
    while url:
        answer = await running.client.get(url, headers=running.as_("district"))
        seen += [item["words"] for item in answer.json()["items"]]
        url = answer.links.get("next", {}).get("url")
    assert seen == [f"第{number}" for number in range(5)]
    forged = await running.client.get("/v1/notes?cursor=W10", headers=running.as_("district"))
    assert forged.status_code == 422
