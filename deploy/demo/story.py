"""The demonstration from the first day to the last, in the order of the legal clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from deploy.demo import decision, filing, review, supervision
from deploy.demo.cast import Case, part
from deploy.demo.showing import show_register, show_timeline, timeline
from deploy.demo.world import World

FILED: Final = {
    "2024-03-04T09:00": ("software", "robots", "chips", "aircraft", "vehicles"),
    "2024-03-06T09:00": ("rail", "measuring", "instruments", "biology"),
}
# The event after which a case's timeline is whole.
LAST: Final = {
    "software": "cluster.revoked",
    "robots": "application.not_recommended",
    "chips": "cluster.designated",
    "aircraft": "report.confirmed",
    "vehicles": "report.confirmed",
    "rail": "report.confirmed",
    "measuring": "evaluation.completed",
    "instruments": "application.withdrawn",
    "biology": "report.confirmed",
}
PROPOSED: Final = ("software", "chips", "aircraft", "vehicles", "rail", "biology")
ON_TIME: Final = ("software", "aircraft", "vehicles", "rail", "biology")
PERIOD: Final = "2024"

Cases = dict[str, Case]
Numbers = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of it: for whoever checks the story."""

    rounds: list[dict[str, Any]]
    cases: Cases
    refusals: dict[str, dict[str, Any]]
    evaluations: dict[str, dict[str, Any]]
    revocations: list[dict[str, Any]]
    timelines: dict[str, dict[str, Any]]
    register: list[dict[str, Any]]


async def tell(world: World) -> Told:
    """Nine applications: six designated, one of them revoked; three not, each for its reason."""
    await world.read_clock()
    in_round = await filing.open_round(world)
    cases = await file_all(world, in_round)
    await accept_and_correct(world, cases)
    refusals = await recommend(world, cases)
    evaluations, refusals["soft"] = await decide(world, cases)
    numbers = await release(world, in_round, cases)
    await reports(world, cases, numbers)
    revoked = await revoke(world, cases["software"], numbers["software"])
    timelines = {name: await timeline(world, cases[name], last=LAST[name]) for name in cases}
    world.tell("\n申报经过（各步日期与结果）")
    for name, told in timelines.items():
        show_timeline(world, cases[name], told)
    return Told(
        rounds=[in_round],
        cases=cases,
        refusals=refusals,
        evaluations=evaluations,
        revocations=[revoked],
        timelines=timelines,
        register=await show_register(world),
    )


async def file_all(world: World, in_round: dict[str, Any]) -> Cases:
    """The institutions' part."""
    cases = {}
    for moment, names in FILED.items():
        await world.move_to(moment)
        for name in names:
            cases[name] = await filing.file_application(world, part(name), in_round)
    return cases


async def accept_and_correct(world: World, cases: Cases) -> None:
    """The districts accept; one returns what is unclear first; one institution withdraws."""
    await world.move_to("2024-03-08T10:00")
    for name, case in cases.items():
        if name != "chips":
            await review.accept(world, case)
    await review.return_for_correction(world, cases["chips"])
    await world.move_to("2024-03-12T10:00")
    await filing.correct(world, cases["chips"])
    await review.accept(world, cases["chips"])
    await world.move_to("2024-03-20T10:00")
    await filing.withdraw(world, cases["instruments"])


async def recommend(world: World, cases: Cases) -> dict[str, dict[str, Any]]:
    """The districts recommend; returns what was refused: a figure not met, a quota used up."""
    await world.move_to("2024-04-08T10:00")
    await review.recommend(world, cases["software"])
    figure = await review.fail_to_recommend(world, cases["robots"])
    await review.recommend(world, cases["chips"])
    await review.recommend(world, cases["aircraft"])
    quota = await review.recommend_over_quota(world, cases["vehicles"])
    for name in ("rail", "measuring", "biology"):
        await review.recommend(world, cases[name])
    return {"figure": figure, "quota": quota}


async def decide(world: World, cases: Cases) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """The bureau's decisions, and its refusal to propose what a person found not met."""
    await world.move_to("2024-05-10T10:00")
    done = {name: await decision.evaluate(world, cases[name]) for name in PROPOSED}
    problem, done["measuring"] = await decision.evaluate_and_refuse(world, cases["measuring"])
    return done, problem


async def release(world: World, in_round: dict[str, Any], cases: Cases) -> Numbers:
    """Public notice and release; returns the numbers the clusters got in the register."""
    await world.move_to("2024-05-20T09:00")
    notice = await decision.put_on_notice(world, in_round, count=len(PROPOSED))
    await world.move_to("2024-05-27T09:00")
    clusters = await decision.release(world, notice)
    by_name = {cluster["name"]: cluster["number"] for cluster in clusters}
    return {name: by_name[cases[name].part.name] for name in PROPOSED}


async def reports(world: World, cases: Cases, numbers: Numbers) -> None:
    """Everybody reports, one of them late."""
    await world.move_to("2025-01-02T09:00")
    await supervision.wait_for_requests(world, numbers.values(), PERIOD)
    await world.move_to("2025-02-20T10:00")
    for name in ON_TIME:
        await supervision.report(world, cases[name].part, numbers[name], PERIOD)
    await world.move_to("2025-03-10T10:00")
    for name in ON_TIME:
        await supervision.review_report(world, cases[name].part, numbers[name], PERIOD)
    await supervision.confirm_reports(world, [numbers[name] for name in ON_TIME], PERIOD)
    await world.move_to("2025-04-02T10:00")
    await supervision.see_overdue(world, numbers["chips"], PERIOD)
    await supervision.report(world, cases["chips"].part, numbers["chips"], PERIOD)


async def revoke(world: World, case: Case, cluster: str) -> dict[str, Any]:
    """A revocation, from the proposal to the decision."""
    await world.move_to("2025-06-16T10:00")
    revocation = await supervision.revoke(world, cluster)
    await world.move_to("2025-06-24T10:00")
    await supervision.answer(world, case.part.institution, revocation)
    await world.move_to("2025-07-10T10:00")
    return await supervision.decide(world, revocation)
