"""What a publication tells other services, and what is never published."""

import json
from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from common.messaging.worker import in_transaction
from common.tables import outbox
from evaluation.domain.refusals import ExampleNotPublished
from evaluation.domain.terms import FirstPublication
from evaluation.jobs import publish_first_standards
from evaluation.store import packaged
from evaluation.usecases.publish_first import publish_first


@pytest.fixture
async def published(bench: Any) -> Any:
    """The bench with revision 1 published by two persons from 2023-06-01."""
    await publish_first_standards(bench.running.worker, bench.running.clock)
    await bench.publish("2023-06-01")
    return bench


async def test_a_publication_tells_the_whole_text(published: Any, make: Any) -> None:
    draft = make["revision"](2)
    await published.create("/v1/standards", draft)
    await published.publish("2024-06-01")
    sent = select(outbox.c.data).where(outbox.c.type == "standard.published")
    rows = await published.running.worker.plain_rows(sent.order_by(outbox.c.position))
    told = [json.loads(row.data) for row in rows]
    first = packaged.revision("beijing-2023").text
    assert [(each["standard"]["revision"], each["text"]) for each in told] == [
        (1, first),  # by the programme itself, to be confirmed
        (1, first),
        (2, draft["standard"]),
    ]


async def test_an_example_is_published_by_nobody(published: Any) -> None:
    seen = (await published.get("/v1/standards/example-points")).json()
    assert "propose_publication" not in seen["allowed_actions"]
    refused = await published.act_on_standard(
        "publication", {"effective_from": "2024-06-01"}, standard_id="example-points"
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "example_not_published")
    assert refused.json()["clause"] == "管理办法 第四条"
    by_the_terms = FirstPublication(
        standard_id="example-points", effective_from=date(2023, 1, 1), clause="", note=""
    )
    worker, clock = published.running.worker, published.running.clock
    with pytest.raises(ExampleNotPublished):
        await in_transaction(
            worker, clock, "evaluation", partial(publish_first, first=by_the_terms)
        )
    assert (await published.get("/v1/standards/example-points")).json()["status"] == "draft"
