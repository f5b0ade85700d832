"""The demonstration from the first day to the last, in the order of the legal clock."""

from dataclasses import dataclass
from typing import Any

from deploy.demo import designation as to_register
from deploy.demo import supervision
from deploy.demo.cast import part
from deploy.demo.designation import Case
from deploy.demo.showing import show_register, show_timeline
from deploy.demo.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of it: for whoever checks the story."""

    cases: dict[str, Case]
    timelines: dict[str, dict[str, Any]]
    register: list[dict[str, Any]]
    refusal: dict[str, Any]


async def tell(world: World) -> Told:
    """Three applications: one designated, reporting and revoked; one not; one returned first."""
    await world.read_clock()
    in_round = await to_register.open_round(world)
    await world.move_to("2024-03-04T09:00")
    names = ("haidian_software", "haidian_robots", "shunyi_semiconductors")
    software, robots, chips = [
        await to_register.file_application(world, part(name), in_round) for name in names
    ]
    refusal = await review(world, software, robots, chips)
    clusters = await decide_and_release(world, in_round, (software, chips))
    by_name = {cluster["name"]: cluster["number"] for cluster in clusters}
    await supervise(world, software=by_name[software.part.name], chips=by_name[chips.part.name])
    lasts = {
        "software": (software, "cluster.revoked"),
        "robots": (robots, "application.not_recommended"),
        "chips": (chips, "cluster.designated"),
    }
    timelines = {
        name: await show_timeline(world, case, last=last) for name, (case, last) in lasts.items()
    }
    cases = {name: case for name, (case, _) in lasts.items()}
    register = await show_register(world)
    return Told(cases=cases, timelines=timelines, register=register, refusal=refusal)


async def review(world: World, software: Case, robots: Case, chips: Case) -> dict[str, Any]:
    """The districts' part; returns the refusal to recommend what does not meet the standard."""
    await world.move_to("2024-03-08T10:00")
    await to_register.accept(world, software)
    await to_register.accept(world, robots)
    await to_register.return_for_correction(world, chips)
    await world.move_to("2024-03-12T10:00")
    await to_register.correct(world, chips)
    await to_register.accept(world, chips)
    await world.move_to("2024-04-08T10:00")
    await to_register.recommend(world, software)
    refusal = await to_register.fail_to_recommend(world, robots)
    await to_register.recommend(world, chips)
    return refusal


async def decide_and_release(
    world: World, in_round: dict[str, Any], cases: tuple[Case, ...]
) -> list[dict[str, Any]]:
    """The bureau's part, to the register."""
    await world.move_to("2024-05-10T10:00")
    for case in cases:
        await to_register.evaluate(world, case)
    await world.move_to("2024-05-20T09:00")
    notice = await to_register.put_on_notice(world, in_round, count=len(cases))
    await world.move_to("2024-05-27T09:00")
    return await to_register.release(world, notice)


async def supervise(world: World, *, software: str, chips: str) -> None:
    """Two reports, one of them late, and a revocation."""
    await world.move_to("2025-01-02T09:00")
    for cluster in (software, chips):
        await supervision.wait_for_request(world, cluster, "2024")
    await world.move_to("2025-02-20T10:00")
    await supervision.report(world, "institution", software, "2024")
    await world.move_to("2025-03-10T10:00")
    await supervision.confirm_report(world, "district", software, "2024")
    await world.move_to("2025-04-02T10:00")
    await supervision.see_overdue(world, chips, "2024")
    await supervision.report(world, "institution_2", chips, "2024")
    await world.move_to("2025-06-16T10:00")
    case = await supervision.revoke(world, software)
    await world.move_to("2025-06-24T10:00")
    await supervision.answer(world, "institution", case)
    await world.move_to("2025-07-10T10:00")
    await supervision.decide(world, case)
