"""What the effect of an event knows of its cause."""

from datetime import UTC, datetime

from toy.events import envelope
from toy.notes import TOY
from toy.streams import STREAM

from common.ids import new_id
from common.messaging.consumer import Consumer


async def test_an_effect_knows_which_event_caused_it_and_when_that_happened(run_service):
    running, seen = await run_service(TOY), []

    async def look(tx, _event):
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
