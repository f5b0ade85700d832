"""Joins what the four databases prove about themselves: `make verify`."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from common.contracts.catalogue import stream_of
from deploy.local.databases import SERVICES
from deploy.local.processes import surroundings
from deploy.local.wiring import Wiring, command
from deploy.nats import topology

# What was announced a moment ago may still be on its way; what stays away is missing.
LOOKS: Final = 5
BETWEEN_LOOKS_S: Final = 2

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The lines of all services, and what is wrong."""

    lines: list[Line]
    faults: list[str]


async def verify(wiring: Wiring) -> Verdict:
    """Ask all four services, and again while events may still be on their way."""
    for look in range(1, LOOKS + 1):
        answers = await asyncio.gather(*(_ask(service, wiring) for service in SERVICES))
        lines = [line for answer in answers for line in answer]
        faults = list(joined(lines))
        if not faults or look == LOOKS:
            break
        await asyncio.sleep(BETWEEN_LOOKS_S)
    return Verdict(lines, faults)


def told(verdict: Verdict) -> Iterator[str]:
    """What was looked at and what came of it, for people."""
    kinds = Counter(line["line"] for line in verdict.lines)
    checks = Counter(
        (line["service"], line["check"])
        for line in verdict.lines
        if line["line"] == "finding" and line["ok"]
    )
    yield (
        f"events: {kinds['sent']} announced; each was looked for in every service that reads its"
        f" stream ({kinds['taken']} taken)"
    )
    for (service, check), count in sorted(checks.items()):
        yield f"{service}: {check} in order: {count}"
    yield "audit: every resource's chain and every service's seal were computed again"
    yield f"{len(verdict.faults)} faults"


def joined(lines: Iterable[Line]) -> Iterator[str]:
    """What the lines together show to be wrong, one sentence each."""
    by_kind: dict[str, list[Line]] = {"sent": [], "taken": [], "finding": [], "end": []}
    for line in lines:
        by_kind[line["line"]].append(line)
    ended = {line["service"] for line in by_kind["end"]}
    yield from (
        f"{service}: its verification did not end" for service in SERVICES if service not in ended
    )
    for finding in by_kind["finding"]:
        if not finding["ok"]:
            yield (
                f"{finding['service']}: {finding['check']} {finding['subject']} "
                + finding["detail"]
            )
    yield from _events(by_kind["sent"], by_kind["taken"])


def _events(sent: list[Line], taken: list[Line]) -> Iterator[str]:
    readers = _readers()
    applied = {(line["service"], line["event_id"]) for line in taken if line["state"] == "applied"}
    known = {(line["event_id"], stream_of(line["service"])) for line in sent}
    for event in sent:
        for reader in readers[stream_of(event["service"])]:
            if (reader, event["event_id"]) not in applied:
                yield f"{reader}: no effect of {_named(event)} from {event['service']}"
    for event in taken:
        if (event["event_id"], event["stream"]) not in known:
            yield f"{event['service']}: took {_named(event)}, which nobody announced"


def _readers() -> dict[str, list[str]]:
    readers: dict[str, list[str]] = {}
    for stream, consumer in topology.consumers():
        readers.setdefault(stream, []).append(str(consumer.durable_name))
    return readers


def _named(event: Line) -> str:
    return f"{event['type']} no. {event['sequence']} of {event['aggregate']}"


async def _ask(service: str, wiring: Wiring) -> list[Line]:
    asked = await asyncio.create_subprocess_exec(
        *command(service, "verify"),
        env=surroundings() | wiring.environment(service, "verify"),
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await asked.communicate()
    return [json.loads(line) for line in output.splitlines()]
