"""A major change: filed, reviewed, recorded; the register tells of the days before and after."""

from typing import Any

from deploy.demo.cast import Part, read
from deploy.demo.world import World


async def file_change(world: World, part: Part, cluster: str) -> dict[str, Any]:
    """The institution files the change."""
    body = read("change")["filing"]
    filing = await world.create(part.institution, f"/clusters/{cluster}/change-filings", body)
    change = filing["difference"][0]
    turned = f"主导产业由「{change['before']}」变为「{change['after']}」"
    told = f"{filing['number']}，{cluster} {turned}，{filing['happened_on']} 发生"
    world.say(part.institution, "报备重大变更", told)
    return filing


async def record_change(world: World, part: Part, filing: dict[str, Any]) -> dict[str, Any]:
    """The district reviews, the bureau records; the criteria were computed again meanwhile."""
    path, given = f"/change-filings/{filing['id']}", read("change")

    async def recomputed() -> dict[str, Any] | None:
        now = await world.get(path, "bureau")
        return now if now["recomputed"] else None

    await world.act(part.district, path, "review", given["review"])
    world.say(part.district, "核实变更", given["review"]["reason"])
    shown = await world.until(f"{filing['number']} 重新核验", recomputed)
    broken = "、".join(shown["broken"])
    holds = f"不再符合标准 {broken}" if broken else "认定条件仍全部符合"
    world.say("系统", "重新核验", f"{filing['number']}：{holds}")
    done = await world.act("bureau", path, "recording", given["recording"])
    world.say("bureau", "予以备案", filing["number"])
    return done


async def show_both_times(world: World, cluster: str, filing: dict[str, Any]) -> dict[str, str]:
    """What the register says of the day before and the day of the change, and what it said then."""
    happened, filed = filing["happened_on"], filing["filed_on"]
    queries = {
        "before": ("?at=2025-07-31", "2025-07-31 当日"),
        "after": (f"?at={happened}", f"{happened} 当日"),
        "known": (f"?at={happened}&known_at={happened}", f"{happened} 当日（以当时所知）"),
    }
    said = {}
    for name, (query, words) in queries.items():
        said[name] = (await world.get(f"/clusters/{cluster}{query}"))["leading_industry"]
        world.say("anybody", "查名录", f"{cluster} {words}：{said[name]}")
    assert filed > happened, "the register learned of the change after it happened"
    return said
