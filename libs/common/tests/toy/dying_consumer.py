"""A consumer process that ends without a word: just before the commit, or just before the ack."""

import asyncio
import os
import sys
from datetime import UTC, datetime

import nats
from nats.aio.msg import Msg

from common.database import Database
from common.messaging.consumer import Consumer
from common.testing import bites
from common.testing.clocks import StillClock
from toy.notes import note_effect
from toy.streams import STREAM


async def die(*_arguments: object) -> None:
    os._exit(9)


async def effect_and_die(tx, event) -> None:
    await note_effect(tx, event)
    await die()


async def main(nats_url: str, database_url: str, moment: str, bite: str) -> None:
    if bite:
        bites.apply(bite)
    if moment == "after_commit":
        Msg.ack = die
    handler = effect_and_die if moment == "before_commit" else note_effect
    client = await nats.connect(nats_url, inbox_prefix=b"_INBOX_toy")
    consumer = Consumer(
        service="toy",
        stream=STREAM,
        handlers={"report.overdue": handler},
        database=Database(database_url, name="dying"),
        clock=StillClock(datetime.now(UTC)),
    )
    await consumer.run(client.jetstream())


asyncio.run(main(*sys.argv[1:]))
