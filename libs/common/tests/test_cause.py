"""What the effect of an event knows of its cause."""

from datetime import UTC, datetime
from typing import Any

from toy.events import envelope
from toy.notes import TOY
from toy.streams import STREAM

from common.ids import new_id
from common.messaging.consumer import Consumer


async def test_an_effect_knows_which_event_caused_it_and_when_that_happened(
    run_service: Any,
) -> None:
    running = await run_service(TOY)
    seen: list[Any] = []

    async def look(tx: Any, _event: Any) -> None:
        seen.append((tx.cause, tx.cause_at, tx.at))

    happened_at = datetime(2024, 2, 1, tzinfo=UTC)
    event = envelope(new_id(), 1, time=happened_at)
    consumer = Consumer(
        service="toy",
        stream=STREAM,
        handlers={"report.overdue": look},
        database=running.worker,
        clock=running.clock,
    )
    assert await consumer.receive(event) == "applied"
    assert seen == [(event.id, happened_at, running.clock.now())]
    assert happened_at < running.clock.now()
