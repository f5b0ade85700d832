"""The demonstration's story, told to a whole stack through its API."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest_asyncio

from common.client import http_client
from common.clock import SHANGHAI
from deploy.demo.story import tell
from deploy.demo.world import World
from deploy.local.verify import verify
from deploy.local.wiring import read

DESIGNATED = [
    ("2024-03-04", "application.submitted"),
    ("2024-03-08", "application.accepted"),
    ("2024-04-08", "application.recommended"),
    ("2024-04-08", "evaluation.opened"),
    ("2024-05-10", "evaluation.completed"),
    ("2024-05-20", "notice.published"),
    ("2024-05-27", "notice.closed"),
    ("2024-05-27", "cluster.designated"),
]
REVOKED = [
    ("2025-03-10", "report.confirmed"),
    ("2025-06-16", "revocation.opened"),
    ("2025-06-16", "revocation.notified"),
    ("2025-07-10", "revocation.closed"),
    ("2025-07-10", "cluster.revoked"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def story(full_stack: Any) -> Any:
    """The story, told once; the lines go nowhere."""
    async with http_client() as client:
        addresses = {name: full_stack[name] for name in ("base_url", "issuer_url", "tokens")}
        world = World(**addresses, client=client, tell=lambda line: None)
        yield await tell(world)


def days(story: Any, name: Any) -> Any:
    """The legal day and the event of every line of a timeline."""
    lines = story.timelines[name]["items"]
    moments = [datetime.fromisoformat(line["at"]).astimezone(SHANGHAI) for line in lines]
    return [
        (moment.date().isoformat(), line["event"])
        for moment, line in zip(moments, lines, strict=True)
    ]


async def test_one_cluster_is_designated_reports_and_is_revoked(story: Any) -> None:
    told = days(story, "software")
    assert [line for line in told if line in DESIGNATED] == DESIGNATED
    assert [line for line in told if line in REVOKED] == REVOKED
    assert len(told) == len(DESIGNATED) + len(REVOKED)
    assert story.timelines["software"]["moves_next"] is None


async def test_one_fails_a_figure_and_is_not_recommended_with_the_clause(story: Any) -> None:
    assert story.refusal["code"] == "criterion_not_met"
    assert [error["pointer"] for error in story.refusal["errors"]] == ["/criteria/2.4"]
    assert story.refusal["clause"] == "认定标准 二"
    assert story.timelines["robots"]["status"] == "not_recommended"
    names = {cluster["name"] for cluster in story.register}
    assert story.cases["robots"].part.name not in names


async def test_one_is_returned_corrected_and_designated(story: Any) -> None:
    events = [event for _, event in days(story, "chips")]
    first = events.index("application.submitted")
    assert events[first : first + 4] == [
        "application.submitted",
        "application.returned",
        "application.submitted",
        "application.accepted",
    ]
    assert ("2024-05-27", "cluster.designated") in days(story, "chips")


async def test_the_register_shows_both_with_their_standing(story: Any) -> None:
    standing = {cluster["name"]: cluster["standing"] for cluster in story.register}
    assert standing[story.cases["software"].part.name] == "revoked"
    assert standing[story.cases["chips"].part.name] == "valid"


async def test_the_four_databases_prove_it_together(story: Any, full_stack: Any) -> None:
    verdict = await verify(read(Path(full_stack["objects_dir"]).parent / "run.json"))
    assert verdict.faults == []
    assert any(line["line"] == "sent" for line in verdict.lines)
