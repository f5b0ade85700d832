"""One trace from the request to the consumer; a log line an act; figures that are documented."""

import asyncio
import json
import logging
import re
from pathlib import Path

import pytest
from opentelemetry import trace
from sqlalchemy import text
from toy.collector import collector
from toy.notes import TOY, note_effect
from toy.streams import STREAM, broker
from toy.writing import HAIDIAN, toy, write

from common.client import application_client
from common.errors import NotFound
from common.messaging.consumer import Consumer
from common.messaging.relay import Relay
from common.messaging.worker import Worker, leadership
from common.observability import export_traces, flush_traces
from common.process import _probe
from common.testing.tokens import bearer

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
CALLER = f"00-{TRACE}-00f067aa0ba902b7-01"
METRICS_PAGE = Path(__file__).parents[3] / "docs" / "METRICS.md"


class Lines:
    """The log as the processes write it: one JSON document a line."""

    def __init__(self, caplog):
        self.caplog = caplog

    def __call__(self, event):
        formatter = logging.getLogger().handlers[0].formatter
        lines = [json.loads(formatter.format(record)) for record in self.caplog.records]
        return [line for line in lines if line["event"] == event]


@pytest.fixture
def lines(caplog):
    """The lines of this test so far: `lines("use case")`."""
    caplog.set_level("INFO")
    return Lines(caplog)


async def carried(running, nats_url, handler=note_effect):
    """Bring what the outbox holds through a real broker to the toy's consumer."""
    async with broker(nats_url) as (_, js), leadership(running.worker) as connection:
        assert await Relay("monitoring", connection, js, asyncio.Event()).publish_waiting() == 1
        subscription = await js.pull_subscribe_bind(durable="toy", stream=STREAM)
        (message,) = await subscription.fetch(1, timeout=5)
        consumer = Consumer(
            service="toy",
            stream=STREAM,
            handlers={"report.overdue": handler},
            database=running.worker,
            clock=running.clock,
            first_pause_s=0.001,
        )
        await consumer.take(message)
        await subscription.unsubscribe()


async def test_one_trace_id_runs_from_the_answer_through_the_log_to_the_consumer(
    run_service, nats_url, lines
):
    running = await toy(run_service)
    answer = await write(running, traceparent=CALLER)
    refused = await write(running, body=HAIDIAN | {"words": "机器人"}, traceparent=CALLER)
    assert refused.json()["trace_id"] == TRACE
    assert TRACE in answer.headers["traceparent"]
    await carried(running, nats_url)
    done, not_done, effect = lines("use case")[0], lines("use case")[1], lines("event applied")[0]
    assert (done["operation"], done["act"], done["outcome"]) == (
        "create_note",
        "write",
        "committed",
    )
    assert (done["resource"], done["actor"]) == (f"note/{answer.json()['id']}", "district")
    assert not_done["outcome"] == lines("request")[1]["code"] == "idempotency_key_reused"
    assert "code" not in lines("request")[0]
    (published,) = lines("event published")
    assert published["event_id"] == effect["event_id"]
    for line in (done, not_done, effect, published, *lines("request")):
        assert line["trace_id"] == TRACE


async def test_each_request_without_a_caller_is_a_trace_of_its_own(run_service, lines):
    running = await toy(run_service)
    await write(running, key="a")
    await write(running, key="b", traceparent="00-rubbish")
    requests, acts = lines("request"), lines("use case")
    assert [line["trace_id"] for line in requests] == [line["trace_id"] for line in acts]
    assert len({line["trace_id"] for line in requests}) == 2


async def test_no_line_of_the_log_shows_what_somebody_submitted(run_service, nats_url, caplog):
    caplog.set_level("INFO")
    running = await toy(run_service)
    await write(running, body=HAIDIAN | {"words": "poison SECRET"})
    await write(running, key="b", body=HAIDIAN | {"words": ["SECRET"]})
    await running.client.get("/v1/notes/SECRET?SECRET=SECRET", headers=bearer("district"))

    async def quotes(tx, event):
        await tx.connection.execute(text(f"SELECT '{event.cluster_number}'::integer"))

    await carried(running, nats_url, handler=quotes)
    try:
        raise ValueError("SECRET")
    except ValueError:
        logging.getLogger("a.library").exception("it failed")
    formatter = logging.getLogger().handlers[0].formatter
    log = "\n".join(formatter.format(record) for record in caplog.records)
    assert "event failed" in log
    assert "InvalidTextRepresentationError" in log
    assert "ValueError" in log
    assert "SECRET" not in log


@pytest.fixture
def exported():
    """A collector to which this process sends its spans while the test runs."""
    with collector() as collected:
        export_traces(collected.url, service="toy", process="test")
        yield collected
        trace.get_tracer_provider().shutdown()


async def test_spans_of_one_trace_reach_the_collector_without_content(
    run_service, nats_url, exported
):
    running = await toy(run_service)
    answer = await write(running, body=HAIDIAN | {"words": "poison SECRET"}, traceparent=CALLER)
    await running.client.get(f"/v1/notes/{answer.json()['id']}?SECRET=1")
    await carried(running, nats_url)
    await asyncio.to_thread(flush_traces)
    spans = exported.spans()
    names = ("POST /v1/notes", "transaction create_note", "publish report.overdue")
    request, write_of_it, publish = (spans[name] for name in names)
    assert {spans[name].trace_id.hex() for name in (*names, "apply report.overdue")} == {TRACE}
    assert write_of_it.parent_span_id == request.span_id
    assert publish.parent_span_id == write_of_it.span_id
    assert spans["apply report.overdue"].parent_span_id == write_of_it.span_id
    assert "GET /v1/notes/{ref}" in spans
    content = b"".join(exported)
    assert content
    assert not any(told in content for told in (b"SECRET", answer.json()["id"].encode()))


async def scraped(client):
    answer = await client.get("/metrics")
    assert answer.status_code == 200
    return answer.text


def value(page, name):
    found = re.search(rf"^{re.escape(name)} (\S+)$", page, re.MULTILINE)
    assert found, name
    return float(found[1])


def probe_of(running):
    settings = TOY.settings(database_url=running.urls.url("worker"))
    return _probe(Worker(settings, running.worker, running.clock, (), {}, ()))


async def test_every_process_tells_the_documented_metrics_and_no_others(run_service):
    running = await toy(run_service)
    documented = set(re.findall(r"^\| `(\w+)` \| \w+", METRICS_PAGE.read_text(), re.MULTILINE))
    async with application_client(probe_of(running)) as worker:
        for client in (running.client, worker):
            page = await scraped(client)
            families = re.findall(r"^# TYPE (\w+) \w+$", page, re.MULTILINE)
            assert set(families) == documented


async def test_lag_is_counted_through_the_walls_of_both_roles(run_service):
    running = await toy(run_service)
    async with application_client(probe_of(running)) as worker:
        before = await scraped(worker)
        assert value(before, "jiqun_outbox_unpublished") == 0
        await write(running)
        seen = await scraped(running.client)
        cached = await scraped(worker)
    assert value(seen, "jiqun_outbox_unpublished") == value(seen, "jiqun_audit_unsealed") == 1
    assert 0 <= value(seen, "jiqun_outbox_oldest_seconds") < 60
    assert value(seen, 'jiqun_pool_size{pool="test-api"}') == 5
    assert value(cached, "jiqun_inbox_parked") == 0


async def test_what_happens_is_counted_by_what_it_is(run_service, nats_url):
    running = await toy(run_service)
    names = (
        'jiqun_refusals_total{code="header_missing"}',
        'jiqun_transactions_total{outcome="committed"}',
        'jiqun_transactions_total{outcome="refused"}',
        'jiqun_events_published_total{type="report.overdue"}',
        'jiqun_events_parked_total{type="report.overdue"}',
        'jiqun_http_request_duration_seconds_count{method="POST",route="/v1/notes",status="201"}',
    )

    async def refuse(_tx, _event):
        raise NotFound()

    page = await scraped(running.client)
    before = {name: value(page, name) if name in page else 0 for name in names}
    keyless = await running.client.post("/v1/notes", json=HAIDIAN, headers=bearer("district"))
    assert keyless.status_code == 400
    await write(running)
    await carried(running, nats_url, handler=refuse)
    after = await scraped(running.client)
    assert [name for name in names if value(after, name) == before[name]] == []
