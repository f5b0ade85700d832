"""The years after the designation: reports, support, changes, cases, and the renewal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from deploy.demo import (
    changing,
    decision,
    incident,
    lateness,
    objecting,
    renewal,
    supervision,
    tracking,
)
from deploy.demo.cast import Case
from deploy.demo.world import World

ON_TIME: Final = ("software", "aircraft", "vehicles", "rail", "biology")
SECOND_YEAR: Final = ("chips", "aircraft", "vehicles", "rail", "biology")
RENEWING: Final = {"aircraft": "for", "biology": "for", "rail": "against"}

Cases = dict[str, Case]
Numbers = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """What came of the renewal round."""

    in_round: dict[str, Any]
    cases: Cases
    evaluations: dict[str, dict[str, Any]]
    lead: dict[str, Any]
    objection: dict[str, Any]


async def first_reports(world: World, cases: Cases, numbers: Numbers) -> dict[str, Any]:
    """The reports of 2024: five on time; figures that drift are told early."""
    world.begin("认定后第一年：填报、跟踪、监督（2025 年）")
    await world.move_to("2025-01-02T09:00")
    await supervision.wait_for_requests(world, numbers.values(), "2024")
    await world.move_to("2025-02-20T10:00")
    await report_all(world, cases, numbers, ON_TIME, "2024")
    await world.move_to("2025-03-10T10:00")
    await confirm_all(world, cases, numbers, ON_TIME, "2024")
    return await tracking.warning(world, numbers["rail"])


async def report_all(
    world: World, cases: Cases, numbers: Numbers, names: tuple[str, ...], period: str
) -> None:
    """Institutions report."""
    for name in names:
        await supervision.report(world, cases[name].part, numbers[name], period)


async def confirm_all(
    world: World, cases: Cases, numbers: Numbers, names: tuple[str, ...], period: str
) -> None:
    """Districts review, the bureau confirms."""
    for name in names:
        await supervision.review_report(world, cases[name].part, numbers[name], period)
    await supervision.confirm_reports(world, [numbers[name] for name in names], period)


async def late_report(world: World, cases: Cases, numbers: Numbers) -> dict[str, Any]:
    """One report does not come: reminded, a lead, a case; filed at last, and not revoked."""
    part, cluster = cases["chips"].part, numbers["chips"]
    await world.move_to("2025-04-02T10:00")
    obligation = await supervision.see_overdue(world, cluster, "2024")
    await lateness.remind(world, part, obligation)
    await world.move_to("2025-04-21T10:00")
    case = await lateness.propose(world, part, obligation)
    await lateness.open_and_notify(world, case)
    await world.move_to("2025-04-25T10:00")
    await supervision.report(world, part, cluster, "2024")
    await lateness.answer(world, part, case)
    await world.move_to("2025-05-12T10:00")
    return await lateness.decide(world, case)


async def support(world: World, cases: Cases, numbers: Numbers) -> None:
    """What a cluster is given, and what is seen of another one."""
    await world.move_to("2025-05-20T10:00")
    await tracking.support(world, cases["aircraft"].part, numbers["aircraft"])
    await tracking.note(world, cases["rail"].part, numbers["rail"])


async def revoke(world: World, case: Case, cluster: str) -> dict[str, Any]:
    """A revocation, from the proposal to the decision."""
    await world.move_to("2025-06-16T10:00")
    revocation = await supervision.revoke(world, cluster)
    await world.move_to("2025-06-24T10:00")
    await supervision.answer(world, case.part.institution, revocation)
    await world.move_to("2025-07-10T10:00")
    return await supervision.decide(world, revocation)


async def change(world: World, case: Case, cluster: str) -> dict[str, str]:
    """A change is filed and recorded; the register tells of both days."""
    await world.move_to("2025-08-15T10:00")
    filing = await changing.file_change(world, case.part, cluster)
    await world.move_to("2025-08-20T10:00")
    await changing.record_change(world, case.part, filing)
    return await changing.show_both_times(world, cluster, filing)


async def suspect(world: World, case: Case, cluster: str) -> dict[str, Any]:
    """An incident is determined and comes to a lead; the determination is set aside."""
    await world.move_to("2025-09-10T10:00")
    happened = await incident.record(world, case.part, cluster)
    await world.move_to("2025-10-20T10:00")
    lead = await incident.determine(world, case.part, happened)
    await world.move_to("2025-12-15T10:00")
    return await incident.annul(world, case.part, happened, lead)


async def second_reports(world: World, cases: Cases, numbers: Numbers) -> list[dict[str, Any]]:
    """The reports of 2025, by a cycle with bands: all on time, and assessed."""
    world.begin("认定后第二年：填报与考核（2026 年）")
    await world.move_to("2026-01-05T10:00")
    await tracking.open_cycle(world)
    owing = {name: numbers[name] for name in SECOND_YEAR}
    await supervision.wait_for_requests(world, owing.values(), "2025")
    await world.move_to("2026-02-25T10:00")
    await report_all(world, cases, numbers, SECOND_YEAR, "2025")
    await world.move_to("2026-03-10T10:00")
    await confirm_all(world, cases, numbers, SECOND_YEAR, "2025")
    await tracking.warning(world, numbers["rail"], newer_than="2024")
    await world.move_to("2026-04-15T10:00")
    return await tracking.assess(world, owing, "2025")


async def renew(world: World, cases: Cases, numbers: Numbers) -> Renewed:
    """Three apply: one period joins on, one is stopped by an objection, one does not pass."""
    world.begin("有效期届满前的复核（2026 年）")
    await world.move_to("2026-08-03T09:00")
    in_round = await renewal.open_round(world)
    await world.move_to("2026-08-10T10:00")
    renewing = {
        name: await renewal.apply(world, cases[name].part, numbers[name], in_round)
        for name in RENEWING
    }
    await world.move_to("2026-08-24T10:00")
    for name, opinion in RENEWING.items():
        await renewal.forward(world, renewing[name], opinion)
    await world.move_to("2026-09-07T10:00")
    how = dict.fromkeys(RENEWING, "passed") | {"rail": "not_passed"}
    done = {name: await renewal.decide(world, renewing[name], how[name]) for name in RENEWING}
    lead = await renewal.lead_of_renewal(world, numbers["rail"])
    objection = await extend(world, in_round, renewing, numbers)
    return Renewed(
        in_round=in_round, cases=renewing, evaluations=done, lead=lead, objection=objection
    )


async def extend(
    world: World, in_round: dict[str, Any], renewing: Cases, numbers: Numbers
) -> dict[str, Any]:
    """The list of those that passed; an objection to one of them is upheld, and it waits."""
    await world.move_to("2026-09-14T09:00")
    notice = await decision.put_on_notice(world, in_round, count=2, of="复核通过名单")
    await world.move_to("2026-09-15T10:00")
    receipt = await objecting.object_to(world, notice, renewing["biology"], "upheld")
    await objecting.take_up(world, renewing["biology"], receipt, "upheld")
    await world.move_to("2026-09-16T10:00")
    await objecting.answer(world, renewing["biology"], receipt, "upheld")
    await world.move_to("2026-09-18T10:00")
    found = await objecting.find(world, receipt, "upheld")
    await renewal.see_reopened(world, renewing["biology"])
    await world.move_to("2026-09-21T09:00")
    await renewal.release(world, notice, numbers["aircraft"])
    return found
