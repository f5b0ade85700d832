"""The demonstration from the first day to the last, in the order of the legal clock."""

from dataclasses import dataclass
from typing import Any, Final

from deploy.demo import decision, filing, objecting, review, years
from deploy.demo.cast import Case, part
from deploy.demo.extract import show_extract
from deploy.demo.showing import show_dashboard, show_register, show_timeline, timeline
from deploy.demo.world import World
from deploy.demo.years import Cases, Numbers, Renewed

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
    "aircraft/renewal": "cluster.renewed",
    "biology/renewal": "objection.decided",
    "rail/renewal": "evaluation.completed",
}
# The validity of 2024 is over on this day.
AFTERWARDS: Final = "2027-01-01"
PROPOSED: Final = ("software", "chips", "aircraft", "vehicles", "rail", "biology")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of it: for whoever checks the story."""

    rounds: list[dict[str, Any]]
    cases: Cases
    numbers: Numbers
    refusals: dict[str, dict[str, Any]]
    evaluations: dict[str, dict[str, Any]]
    objections: list[dict[str, Any]]
    warning: dict[str, Any]
    revocations: list[dict[str, Any]]
    changed: dict[str, str]
    assessments: list[dict[str, Any]]
    renewed: Renewed
    timelines: dict[str, dict[str, Any]]
    register: list[dict[str, Any]]
    extract: int
    dashboard: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Designated:
    """What the year of the designation came to."""

    in_round: dict[str, Any]
    cases: Cases
    numbers: Numbers
    refusals: dict[str, dict[str, Any]]
    evaluations: dict[str, dict[str, Any]]
    objection: dict[str, Any]


async def tell(world: World) -> Told:
    """Nine applications: six designated, one of them revoked; three not, each for its reason."""
    await world.read_clock()
    begun = await designate(world)
    cases, numbers = begun.cases, begun.numbers
    warning = await years.first_reports(world, cases, numbers)
    late = await years.late_report(world, cases, numbers)
    await years.support(world, cases, numbers)
    revoked = await years.revoke(world, cases["software"], numbers["software"])
    changed = await years.change(world, cases["aircraft"], numbers["aircraft"])
    unfounded = await years.suspect(world, cases["vehicles"], numbers["vehicles"])
    assessments = await years.second_reports(world, cases, numbers)
    renewed = await years.renew(world, cases, numbers)
    return Told(
        rounds=[begun.in_round, renewed.in_round],
        cases=cases,
        numbers=numbers,
        refusals=begun.refusals,
        evaluations=begun.evaluations,
        objections=[begun.objection, renewed.objection],
        warning=warning,
        revocations=[late, revoked, unfounded, renewed.lead],
        changed=changed,
        assessments=assessments,
        renewed=renewed,
        timelines=await show_timelines(world, cases | named(renewed.cases)),
        register=await show_register(world, on=AFTERWARDS),
        extract=await show_extract(world, numbers["aircraft"]),
        dashboard=await show_dashboard(world, "2025"),
    )


async def designate(world: World) -> Designated:
    """The year of the designation: nine applications, a notice with an objection, six clusters."""
    world.begin("申报与认定（2024 年）")
    in_round = await filing.open_round(world)
    cases = await file_all(world, in_round)
    await accept_and_correct(world, cases)
    refusals = await recommend(world, cases)
    evaluations, refusals["soft"] = await decide(world, cases)
    notice = await put_on_notice(world, in_round)
    objection, refusals["open_objection"] = await object_to(world, notice, cases["vehicles"])
    clusters = await decision.release(world, notice)
    by_name = {cluster["name"]: cluster["number"] for cluster in clusters}
    return Designated(
        in_round=in_round,
        cases=cases,
        numbers={name: by_name[cases[name].part.name] for name in PROPOSED},
        refusals=refusals,
        evaluations=evaluations,
        objection=objection,
    )


def named(renewals: Cases) -> Cases:
    """The renewals beside the designations of the same clusters."""
    return {f"{name}/renewal": case for name, case in renewals.items()}


async def show_timelines(world: World, cases: Cases) -> dict[str, dict[str, Any]]:
    """Print how each application went."""
    timelines = {name: await timeline(world, cases[name], last=LAST[name]) for name in cases}
    world.begin("结果")
    world.tell("\n申报经过（各步日期与结果）")
    for name, told in timelines.items():
        show_timeline(world, cases[name], told)
    return timelines


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


async def put_on_notice(world: World, in_round: dict[str, Any]) -> dict[str, Any]:
    """Public notice of those that are proposed."""
    await world.move_to("2024-05-20T09:00")
    return await decision.put_on_notice(world, in_round, count=len(PROPOSED))


async def object_to(
    world: World, notice: dict[str, Any], case: Case
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Somebody objects during the notice; until it is found upon, nothing is released."""
    await world.move_to("2024-05-21T10:00")
    receipt = await objecting.object_to(world, notice, case, "dismissed")
    await objecting.take_up(world, case, receipt, "dismissed")
    await world.move_to("2024-05-23T10:00")
    await objecting.answer(world, case, receipt, "dismissed")
    await world.move_to("2024-05-27T09:00")
    await decision.await_close(world, notice)
    refused = await decision.fail_to_release(world, notice, "发布被拒绝")
    return await objecting.find(world, receipt, "dismissed"), refused
