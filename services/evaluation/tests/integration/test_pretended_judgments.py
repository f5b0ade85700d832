"""Input that pretends to say something, or means no day or place: refused, and told where."""

from typing import Any

import pytest

from evaluation.jobs import publish_first_standards


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"reason": " \u3000 "}, "/judgments/0/reason", "says_nothing"),
        ({"evidence": []}, "/judgments/0/evidence", "too_short"),
        ({"evidence": [{}]}, "/judgments/0/evidence/0", "one_of_two"),
        ({"evidence": [{"text": "。"}]}, "/judgments/0/evidence/0/text", "says_nothing"),
    ],
)
async def test_a_judgment_says_something_and_rests_on_something(
    bench: Any, make: Any, changes: Any, pointer: str, code: str
) -> None:
    case = make["case"]()
    await bench.recommend(case)
    opened = await bench.evaluation_of(case)
    body = {"judgments": [make["judgment"]("1.1", **changes)]}
    told = []
    for language in ("zh-CN", "en"):
        refused = await bench.act(opened, "judgments", body, **{"Accept-Language": language})
        assert refused.status_code == 422, refused.text
        errors = refused.json()["errors"]
        assert [(error["pointer"], error["code"]) for error in errors] == [(pointer, code)]
        told.append(errors[0]["detail"])
    assert told[0] != told[1]


async def test_a_decision_in_blank_words_is_none(bench: Any, make: Any) -> None:
    case = make["case"]()
    await bench.recommend(case)
    opened = await bench.evaluation_of(case)
    body = {"outcome": "returned", "meeting": " ", "reason": "\t", "clauses": [" "]}
    refused = await bench.act(opened, "decision", body)
    pointers = [error["pointer"] for error in refused.json()["errors"]]
    assert (refused.status_code, pointers) == (422, ["/meeting", "/reason", "/clauses/0"])


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1700000000", 20230601])
async def test_no_standard_is_in_force_from_a_day_nobody_means(bench: Any, day: Any) -> None:
    await publish_first_standards(bench.running.worker, bench.running.clock)
    refused = await bench.post(
        "/v1/standards/beijing-2023/publication", {"effective_from": day}, **{"If-Match": '"v2"'}
    )
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/effective_from")


@pytest.mark.parametrize(
    ("district", "status"), [("BDA", 200), ("110108", 200), ("１１０１０８", 422), ("999999", 422)]
)
async def test_the_development_area_is_a_filter_and_no_other_place_is(
    bench: Any, district: str, status: int
) -> None:
    assert (await bench.get(f"/v1/evaluations?district={district}")).status_code == status
