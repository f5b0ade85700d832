"""Who sees which evaluation: by the domain, and by the database alone."""

from typing import Any

import pytest

from evaluation.domain import access


async def test_a_district_sees_its_own_evaluations_and_nothing_of_another(
    bench: Any, make: Any
) -> None:
    await two_cases(bench, make)
    await sees_only_its_own(bench)


async def test_the_database_keeps_them_apart_when_the_domain_does_not(
    bench: Any, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await two_cases(bench, make)
    monkeypatch.setattr(access, "districts_of", lambda actor: access.EVERYWHERE)
    monkeypatch.setattr(access, "visible_to", lambda actor, district: True)
    await sees_only_its_own(bench)


async def test_the_auditor_reads_all_and_acts_on_none(bench: Any, make: Any) -> None:
    ids = await two_cases(bench, make)
    listed = (await bench.get("/v1/evaluations", "auditor")).json()["items"]
    assert [item["id"] for item in listed] == ids
    assert all(item["allowed_actions"] == [] for item in listed)
    path = f"/v1/evaluations/{ids[0]}"
    assert (await bench.post(f"{path}/decision", {}, "auditor")).status_code == 403
    for person in ("institution", "expert_1", "operator", "system"):
        assert (await bench.get("/v1/evaluations", person)).status_code == 403
        assert (await bench.get(path, person)).status_code == 404


async def two_cases(bench: Any, make: Any) -> list[str]:
    cases = [make["case"](), make["case"]("110113", cluster_name="顺义区机密集群")]
    for case in cases:
        assert await bench.recommend(case) == "applied"
    ids = [(await bench.evaluation_of(case))["id"] for case in cases]
    one = {"judgments": [make["judgment"]("1.1")]}
    assert (await bench.act({"id": ids[1]}, "judgments", one)).status_code == 201
    return ids


async def sees_only_its_own(bench: Any) -> None:
    both = (await bench.get("/v1/evaluations")).json()["items"]
    own, foreign = (item["id"] for item in both)
    listed = await bench.get("/v1/evaluations", "district")
    assert [item["id"] for item in listed.json()["items"]] == [own]
    assert "110113" not in listed.text
    other = both[1]
    filtered = ["district=110113", f"application={other['application_id']}"]
    filtered += [f"application={other['application_number']}", f"round={other['round']['id']}"]
    for filters in filtered:
        found = await bench.get(f"/v1/evaluations?{filters}", "district")
        assert (found.status_code, found.json()) == (200, {"items": [], "next": None})
    nowhere = await bench.get("/v1/evaluations/018f0000-0000-7000-8000-000000000000", "district")
    for path in ("", "/file", "/judgments"):
        assert (await bench.get(f"/v1/evaluations/{own}{path}", "district")).status_code == 200
        hidden = await bench.get(f"/v1/evaluations/{foreign}{path}", "district")
        assert hidden.status_code == 404
        assert without_trace(hidden) == without_trace(nowhere)


def without_trace(answer: Any) -> dict[str, Any]:
    return {key: value for key, value in answer.json().items() if key != "trace_id"}


async def test_the_list_is_filtered_by_status_district_round_and_application(
    bench: Any, make: Any
) -> None:
    first, second = await two_cases(bench, make)
    shown = (await bench.get(f"/v1/evaluations/{second}")).json()
    for filters, expected in [
        ("status=under_review", [second]),
        ("status=checked", [first]),
        ("district=110113", [second]),
        (f"round={shown['round']['id']}", [second]),
        (f"round={shown['round']['number']}", [first, second]),
        (f"application={shown['application_number']}", [second]),
        (f"application={shown['application_id']}&status=checked", []),
    ]:
        items = (await bench.get(f"/v1/evaluations?{filters}")).json()["items"]
        assert [item["id"] for item in items] == expected, filters
    assert (await bench.get("/v1/evaluations?state=checked")).status_code == 422
