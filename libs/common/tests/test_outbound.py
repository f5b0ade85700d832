"""A message is made once, sent once, and never lost: whoever dies, whoever runs beside."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update
from toy.notes import TOY

from common.actor import service_actor
from common.ids import new_id
from common.outbound import delivery, store
from common.outbound.message import Letter, Message, NotSent, Recipient
from common.outbound.tables import outbound_messages as messages
from common.testing.hook import Hook

SOON = store.Patience(attempts=3)


class Died(BaseException):
    """The process ended here."""


class DiesAfterSending:
    def __init__(self, channel):
        self.channel = channel

    async def send(self, letter):
        await self.channel.send(letter)
        raise Died


class Slow:
    def __init__(self, channel):
        self.channel = channel

    async def send(self, letter):
        await asyncio.sleep(0.01)
        await self.channel.send(letter)


async def worded(_source, message):
    return Letter(message=message, title="通知", text=message.about["number"])


def a_message(running, subject="application/1", **changes):
    given = {
        "id": new_id(),
        "rule": "accepted",
        "subject": subject,
        "step": "",
        "recipient": Recipient(role="operating_institution", district="110108"),
        "language": "zh-CN",
        "about": {"number": "BJ-2024-A-0001"},
        "due_on": None,
        "made_at": running.clock.now(),
    }
    return Message(**given | changes)


async def make(running, *new):
    async with running.worker.transaction(service_actor("toy"), at=running.clock.now()) as tx:
        for message in new:
            await store.make(tx, message)


async def run(running, channel, patience=SOON):
    await delivery.deliveries("toy", channel, worded, patience=patience)(
        running.worker, running.clock
    )


async def pass_the_pause(running):
    async with running.worker.transaction(service_actor("toy"), at=running.clock.now()) as tx:
        waiting = update(messages).where(messages.c.state == "waiting")
        await tx.connection.execute(waiting.values(next_at=func.now()))


async def states(running):
    rows = await running.worker.rows(service_actor("toy"), select(messages))
    return sorted((row.state, row.attempts) for row in rows)


@pytest.fixture
async def running(run_service):
    """The toy, which has messages too."""
    return await run_service(TOY)


async def test_a_rule_tells_a_step_of_a_subject_once(running):
    await make(running, a_message(running), a_message(running))
    await make(running, a_message(running), a_message(running, step="2024-03-08/3"))
    assert await states(running) == [("waiting", 0)] * 2


async def test_a_rerun_sends_nothing_twice(running):
    hook = Hook()
    await make(running, a_message(running, "a"), a_message(running, "b"))
    for _ in range(3):
        await run(running, hook.channel())
    assert sorted(body["data"]["subject"] for _, body in hook.came) == ["a", "b"]
    assert await states(running) == [("sent", 1)] * 2
    assert hook.forged == 0


async def test_a_death_between_send_and_mark_sends_again_under_the_same_id(running):
    hook, message = Hook(), a_message(running)
    await make(running, message)
    with pytest.raises(Died):
        await run(running, DiesAfterSending(hook.channel()))
    await run(running, hook.channel())
    assert len(hook.came) == 1, "it is not due again before its pause is over"
    await pass_the_pause(running)
    await run(running, hook.channel())
    await pass_the_pause(running)
    await run(running, hook.channel())
    (first, one), (second, other) = hook.came
    assert first == second == str(message.id)
    assert one == other
    assert await states(running) == [("sent", 2)]


async def test_two_workers_send_each_message_once(running):
    hook = Hook()
    await make(running, *(a_message(running, f"case/{number}") for number in range(40)))
    channel = Slow(hook.channel())
    await asyncio.gather(*(run(running, channel) for _ in range(3)))
    assert len(hook.came) == len({message_id for message_id, _ in hook.came}) == 40
    assert await states(running) == [("sent", 1)] * 40


async def test_a_failing_channel_is_tried_less_and_less_often_and_then_no_more(running):
    hook = Hook(answers=503)
    await make(running, a_message(running))
    pauses = []
    for _ in range(4):
        await run(running, hook.channel())
        (row,) = await running.worker.rows(
            service_actor("toy"), select(messages, (messages.c.next_at - func.now()).label("pause"))
        )
        pauses.append(round(row.pause.total_seconds(), -1))
        await pass_the_pause(running)
    assert pauses[:3] == [60, 120, 240]
    assert (row.state, row.attempts, row.error) == ("dead", 3, "webhook: answered 503")
    assert len(hook.came) == 3


async def test_a_dead_message_is_sent_again_when_an_operator_says_so(running):
    hook = Hook(answers=500)
    await make(running, a_message(running))
    await run(running, hook.channel(), store.Patience(attempts=1))
    (row,) = await running.worker.rows(service_actor("toy"), select(messages))
    async with running.worker.transaction(service_actor("toy"), at=running.clock.now()) as tx:
        assert await store.send_again(tx, row.id)
        assert await store.send_again(tx, row.id) is None
    hook.answers = 200
    await run(running, hook.channel())
    assert await states(running) == [("sent", 1)]


async def test_what_can_never_arrive_is_dead_at_once(running):
    class Nobody:
        async def send(self, letter):
            raise NotSent("mail: no usable address of the recipient", final=True)

    await make(running, a_message(running))
    await run(running, Nobody())
    assert await states(running) == [("dead", 1)]


async def test_a_message_that_cannot_be_worded_holds_up_no_other(running):
    hook = Hook()
    await make(running, a_message(running, "broken", about={}), a_message(running, "good"))
    await run(running, hook.channel())
    assert [body["data"]["subject"] for _, body in hook.came] == ["good"]
    assert await states(running) == [("sent", 1), ("waiting", 1)]


async def test_what_is_too_late_to_be_told_is_not_sent(running):
    hook = Hook()
    today = running.clock.today()
    await make(
        running,
        a_message(running, "past", due_on=today - timedelta(days=1)),
        a_message(running, "today", due_on=today),
        a_message(running, "old", made_at=running.clock.now() - timedelta(days=8)),
    )
    await run(running, hook.channel())
    assert [body["data"]["subject"] for _, body in hook.came] == ["today"]
    assert await states(running) == [("lapsed", 0), ("lapsed", 0), ("sent", 1)]
    assert hook.came[0][1]["data"]["due_on"] == date(2024, 3, 1).isoformat()
