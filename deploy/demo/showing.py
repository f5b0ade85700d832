"""What is shown at the end: each case's timeline, and the register as anybody reads it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final
from unicodedata import east_asian_width

from common.clock import SHANGHAI
from deploy.demo.designation import Case
from deploy.demo.world import World
from programme.jurisdictions import jurisdiction

MOVES: Final = {
    "operating_institution": "运营管理机构",
    "district_authority": "区级主管部门",
    "municipal_bureau": "市经济和信息化局",
}
STANDING: Final = {
    "valid": "有效",
    "not_yet_valid": "尚未生效",
    "expired": "有效期届满",
    "expired_renewal_pending": "有效期届满，复核中",
    "revoked": "已撤销认定",
}


async def show_timeline(world: World, case: Case, *, last: str) -> dict[str, Any]:
    """Print the timeline of a case once it has come as far as the event `last`."""

    async def whole() -> dict[str, Any] | None:
        told = await world.get(f"{case.path}/timeline", case.part.institution)
        return told if last in {line["event"] for line in told["items"]} else None

    told = await world.until(f"{case.number} 时间线上的 {last}", whole)
    world.tell(f"\n{case.number} 《{case.part.name}》")
    for line in told["items"]:
        at = datetime.fromisoformat(line["at"]).astimezone(SHANGHAI)
        then = MOVES.get(line["moves_next"], "")
        world.tell(f"  {at:%Y-%m-%d %H:%M}  {line['zh']}{f'→ {then}' if then else ''}")
    return told


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
        STANDING[cluster["standing"]],
    )


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows in columns; a Chinese character takes two places."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = zip(row, widths, strict=True)
        yield "  ".join(cell + " " * (place - width(cell)) for cell, place in cells).rstrip()


def width(text: Iterable[str]) -> int:
    """How many places a text takes on a terminal."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
