"""Supervision after the designation: due days, reminders, tasks, incidents, and their breaches."""

from typing import Any

from deploy.demo.cast import Part
from tests.fault.bodies import said
from tests.fault.chaos import PatientWorld


async def open_cycle(world: PatientWorld) -> None:
    """The bureau orders the reports of the year, with the bands of its grades."""
    drafted = await world.create("bureau", "/reporting-cycles", said("cycle"))
    await world.act("bureau", f"/reporting-cycles/{drafted['id']}", "opening")


async def extend(world: PatientWorld, cluster: str, period: str) -> None:
    """The bureau gives a cluster a day more."""
    path = await _obligation(world, cluster, period)
    await world.act("bureau", path, "extension", said("more_time"))


async def remind(world: PatientWorld, of: Part, cluster: str, period: str) -> None:
    """The district reminds in writing once the day is over."""
    path, day = await _obligation(world, cluster, period), world.now.date().isoformat()
    await world.act(of.district, path, "reminder", said("reminder", served_on=day))


async def give_up_on_report(world: PatientWorld, of: Part, cluster: str, period: str) -> None:
    """The reminder's period is over: a breach, its lead, and a person who closes the case."""
    path = await _obligation(world, cluster, period)
    await world.act(of.district, path, "breach", said("breach"))
    await _close(world, await _lead(world, cluster, "report_not_filed"))


async def waive(world: PatientWorld, cluster: str, period: str) -> None:
    """The bureau asks for no report of a period."""
    await world.act("bureau", await _obligation(world, cluster, period), "waiver", said("waiver"))


async def give_tasks(world: PatientWorld, of: Part, cluster: str) -> None:
    """One task is answered, handed to the bureau and completed, another is refused."""
    path = await _task(world, of, cluster)
    await world.act(of.institution, path, "answer", said("task_answer"))
    await world.act(of.district, path, "escalation", said("task_escalation"))
    await world.act("bureau", path, "completion", said("task_completion"))
    path = await _task(world, of, cluster)
    await world.act(of.district, path, "refusal", said("task_refusal"))
    await world.act(of.district, path, "breach", said("breach"))
    await _close(world, await _lead(world, cluster, "supervision_refused"))


async def see_incident(world: PatientWorld, of: Part, cluster: str) -> None:
    """An incident is determined and weighed; its breach is taken back, and then it is annulled."""
    enterprise = of.sections["roster"][-1]
    named = {
        "cluster_number": cluster,
        "enterprise_code": enterprise["uscc"],
        "enterprise_name": enterprise["enterprise_name"],
        "roster_reference": f"{cluster}/2024",
    }
    incident = await world.create(of.district, "/incidents", said("incident", **named))
    path = f"/incidents/{incident['id']}"
    await world.act(of.district, path, "determination", said("determination"))
    await world.act("bureau", path, "finding", said("weight"))
    breach = await world.act(of.district, path, "breach", said("breach"))
    await _lead(world, cluster, "serious_misconduct")
    await world.act("bureau", f"/breaches/{breach['id']}", "withdrawal", said("unfounded"))
    await world.act(of.district, path, "annulment", said("annulment"))


async def assess(world: PatientWorld, cluster: str, period: str) -> None:
    """The bureau grades a cluster's year."""
    named = {"cluster_number": cluster, "period": period}
    await world.create("bureau", "/assessments", said("assessment", **named))


async def _obligation(world: PatientWorld, cluster: str, period: str) -> str:
    query = f"/obligations?cluster={cluster}&period={period}"
    (owed,) = (await world.get(query, "bureau"))["items"]
    return f"/obligations/{owed['id']}"


async def _task(world: PatientWorld, of: Part, cluster: str) -> str:
    body = said("task", cluster_number=cluster)
    return (
        f"/supervision-tasks/{(await world.create(of.district, '/supervision-tasks', body))['id']}"
    )


async def _lead(world: PatientWorld, cluster: str, limb: str) -> str:
    """The case that a breach came to in the register."""

    async def arrived() -> str | None:
        cases = (await world.get(f"/revocation-cases?cluster_number={cluster}", "bureau"))["items"]
        found = [each["id"] for each in cases if each["limb"] == limb]
        return f"/revocation-cases/{found[-1]}" if found else None

    return await world.until(f"a lead on {cluster}: {limb}", arrived)


async def _close(world: PatientWorld, case: str) -> None:
    closing: dict[str, Any] = said("closing")
    await world.act("bureau", case, "closing", closing)
