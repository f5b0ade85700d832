"""Support, tracking and assessment: what a cluster is given, what is seen of it, how it does."""

from collections.abc import Mapping
from typing import Any

from deploy.demo.cast import Part, read
from deploy.demo.world import World


async def note(world: World, part: Part, cluster: str) -> None:
    """The district writes down what it saw."""
    given = read("tracking")["note"]
    body = given | {"cluster_number": cluster, "noted_on": world.now.date().isoformat()}
    await world.create(part.district, "/tracking-notes", body)
    world.say(part.district, "跟踪记录", f"{cluster}：{given['text']}")


async def support(world: World, part: Part, cluster: str) -> None:
    """The district enters a policy document, and what a cluster was given by it (art. 12)."""
    given = read("tracking")
    policy = await world.create(part.district, "/policy-documents", given["policy"])
    body = given["measure"] | {
        "cluster_number": cluster,
        "given_on": world.now.date().isoformat(),
        "policy_document_id": policy["id"],
    }
    done = await world.create(part.district, "/support-measures", body)
    by = f"依据{given['policy']['document_number']}"
    amount = f"{done['amount_10k_yuan']} 万元"
    world.say(part.district, "记录支持措施", f"{cluster}：{body['description']}{amount}，{by}")


async def warning(world: World, cluster: str, *, newer_than: str = "") -> dict[str, Any]:
    """The early warning about a cluster, with its figures, once it is raised."""

    async def raised() -> dict[str, Any] | None:
        found = (await world.get(f"/early-warnings?cluster={cluster}", "bureau"))["items"]
        newer = [each for each in found if each["period"] > newer_than]
        return newer[0] if newer else None

    told = await world.until(f"{cluster} 的预警", raised)
    figures = told["figures"]
    points = "、".join(f"{each['year']} 年 {each['value_shown']}" for each in figures["points"])
    line = f"界线 {figures['threshold_shown']}"
    named = f"{cluster} 标准 {told['criterion_id']}「{figures['title']}」"
    world.say("系统", "预警，仅供参考", f"{named}：{points}，{line}。{figures['zh']}")
    return told


async def open_cycle(world: World) -> dict[str, Any]:
    """The bureau opens the reporting cycle of the next period, with the bands of its grades."""
    drafted = await world.create("bureau", "/reporting-cycles", read("tracking")["cycle"])
    done = await world.act("bureau", f"/reporting-cycles/{drafted['id']}", "opening")
    due = f"须于 {done['municipal_due_on']} 前报市级"
    world.say("bureau", "开启填报周期", f"{done['period']} 年度，{due}")
    return done


async def assess(world: World, clusters: Mapping[str, str], period: str) -> list[dict[str, Any]]:
    """The bureau assesses by the bands; each grade names the figures it rests on."""
    made = []
    for cluster in clusters.values():
        body = {"cluster_number": cluster, "period": period} | read("tracking")["assessment"]
        done = await world.create("bureau", "/assessments", body)
        figures, grade = done["figures"], read("words")["grades"][done["grade"]]
        reached = f"目标 {figures['targets']} 项完成 {figures['targets_reached']} 项"
        on_time = "按时" if figures["report_on_time"] else "迟报"
        rests = f"{reached}，{on_time}报送，预警 {figures['early_warnings']} 项"
        world.say("bureau", "年度考核", f"{cluster} {done['grade']}（{grade}）：{rests}")
        made.append(done)
    return made
