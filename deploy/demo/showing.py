"""What is shown at the end: each case's timeline in short, and the register as anybody reads it."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from typing import Any

from common.clock import SHANGHAI
from deploy.demo.cast import Case, read
from deploy.demo.layout import hanging, table, words
from deploy.demo.world import World


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


async def show_register(world: World, *, on: str) -> list[dict[str, Any]]:
    """Print the register without a token: as it stands today, and on a day to come."""
    clusters: list[dict[str, Any]] = (await world.get("/clusters"))["items"]
    rows: list[tuple[str, ...]] = [("编号", "集群名称", "有效期", "今日状态", f"{on} 状态")]
    for cluster in clusters:
        later = await world.get(f"/clusters/{cluster['number']}?at={on}")
        rows.append(_row(cluster, later["standing"]))
    world.tell("\n名录（任何人可查，状态按法定时钟当日计算）")
    for line in table(rows):
        world.tell(f"  {line}")
    return clusters


def _row(cluster: dict[str, Any], later: str) -> tuple[str, ...]:
    periods, standing = cluster["periods"], read("words")["standing"]
    return (
        cluster["number"],
        cluster["name"],
        f"{periods[0]['first_day']} 至 {periods[-1]['last_day']}",
        standing[cluster["standing"]],
        standing[later],
    )


async def show_dashboard(world: World, period: str) -> dict[str, Any]:
    """Print the programme's figures; each opens the list behind it."""
    told = await world.get(f"/dashboards/programme?period={period}", "bureau")
    rows = list(_figures(told))
    world.tell(f"\n工作台（{period} 年度；每个数字都可打开其背后的清单）")
    for line in table(rows):
        world.tell(f"  {line}")
    return told


def _figures(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    target, reports = told["against_target"], told["reports"]
    years = f"{target['first_year']}—{target['last_year']} 年认定"
    yield years, f"{target['designated']['value']} 个（目标约 {target['about']} 个）"
    yield "当前有效", f"{told['valid']['value']} 个"
    for year in told["by_year"]:
        part, whole = (year["on_time"][of]["value"] for of in ("part", "whole"))
        percent = f"（{year['on_time']['percent']} %）" if whole else ""
        yield f"{year['period']} 年度按时报送", f"{part} / {whole}{percent}"
    yield "审核用时", f"{reports['review']['days']} 天"
    yield "预警", f"{told['early_warnings']['standing']['value']} 项"
    yield f"{told['expiring']['year']} 年到期", f"{told['expiring']['clusters']['value']} 个"
    for grade in told["grades"]:
        named = read("words")["grades"][grade["grade"]]
        yield f"年度考核 {grade['grade']}（{named}）", f"{_count(grade)} 个"
    for kind in told["supports"]:
        supports = kind["supports"]
        amount = f"{supports['amount_10k_yuan']} 万元"
        yield (
            f"支持（{read('words')['supports'][kind['kind']]}）",
            f"{supports['number']['value']} 项，{amount}",
        )


def _count(grade: dict[str, Any]) -> int:
    (figure,) = [each for each in grade.values() if isinstance(each, dict)]
    return int(figure["value"])
