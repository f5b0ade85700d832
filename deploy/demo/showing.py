"""What is shown at the end: each case's timeline in short, and the register as anybody reads it."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from typing import Any

from common.clock import SHANGHAI
from deploy.demo.cast import Case, read
from deploy.demo.layout import hanging, table, words
from deploy.demo.world import World
from programme.jurisdictions import jurisdiction


async def timeline(world: World, case: Case, *, last: str) -> dict[str, Any]:
    """The timeline of a case once it has come as far as the event `last`."""

    async def whole() -> dict[str, Any] | None:
        told = await world.get(f"{case.path}/timeline", case.part.institution)
        return told if last in {line["event"] for line in told["items"]} else None

    return await world.until(f"{case.number} 时间线上的 {last}", whole)


def show_timeline(world: World, case: Case, told: dict[str, Any]) -> None:
    """Print a timeline in short: the events by day, then its outcome in full."""
    world.tell(f"\n{case.number}《{case.part.name}》")
    for line in hanging("  ", _days(told["items"])):
        world.tell(line)
    passing = read("words")["passing"]
    outcome = [line["zh"] for line in told["items"] if line["event"] not in passing][-1]
    for line in hanging("  → ", words(outcome)):
        world.tell(line)


def _days(lines: list[dict[str, Any]]) -> Iterator[str]:
    """The events of every day: `2024-03-04 提交`; a year is named where it begins."""
    names, year = read("words")["events"], None
    for day, of_day in groupby(lines, key=_legal_day):
        told = "、".join(names.get(line["event"], line["event"]) for line in of_day)
        yield f"{day if day.year != year else f'{day:%m-%d}'} {told}  "
        year = day.year


def _legal_day(line: dict[str, Any]) -> date:
    return datetime.fromisoformat(line["at"]).astimezone(SHANGHAI).date()


async def show_register(world: World) -> list[dict[str, Any]]:
    """Print the register without a token."""
    clusters: list[dict[str, Any]] = (await world.get("/clusters"))["items"]
    rows: list[tuple[str, ...]] = [("编号", "集群名称", "区", "有效期", "状态")]
    rows += [_row(cluster) for cluster in clusters]
    world.tell("\n名录（任何人可查，状态按法定时钟当日计算）")
    for line in table(rows):
        world.tell(f"  {line}")
    return clusters


def _row(cluster: dict[str, Any]) -> tuple[str, ...]:
    period = cluster["periods"][-1]
    return (
        cluster["number"],
        cluster["name"],
        jurisdiction(cluster["district"]).name_zh,
        f"{period['first_day']} 至 {period['last_day']}",
        read("words")["standing"][cluster["standing"]],
    )
