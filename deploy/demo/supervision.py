"""After the designation: annual reports, and a revocation case from proposal to decision."""

from collections.abc import Collection, Iterable
from typing import Any

from common.testing.documents import pdf
from deploy.demo.cast import Part, read, report_sections
from deploy.demo.world import World


async def wait_for_requests(world: World, clusters: Iterable[str], period: str) -> None:
    """The report of a period that has ended is asked for."""
    owed = [await _requested(world, cluster, period) for cluster in clusters]
    result = f"{period} 年度，{len(owed)} 个集群，须于 {owed[0]['due_on']} 前报市级"
    world.say("系统", "要求填报信息表", result)


async def _requested(world: World, cluster: str, period: str) -> dict[str, Any]:
    async def requested() -> dict[str, Any] | None:
        query = f"/obligations?cluster={cluster}&period={period}"
        found = (await world.get(query, "bureau"))["items"]
        return found[0] if found and found[0]["requested_at"] else None

    return await world.until(f"{cluster} {period} 年度填报要求", requested)


async def report(world: World, part: Part, cluster: str, period: str) -> dict[str, Any]:
    """The institution files a report."""
    path, who = f"/annual-reports/{cluster}/{period}", part.institution
    await world.put(who, path, report_sections(part, period))
    await explain(world, part, path)
    await world.seal(who, path, pdf(f"{cluster} {period} 年度", "", "本页为演示用签章页。"))
    done = await world.act(who, path, "submission", await signed(world, who, path))
    late = f"迟报 {done['late_days']} 天" if done["late_days"] else "按时"
    result = f"{cluster}，{period} 年度第 {done['submissions']} 版，{late}"
    world.say(who, "报送信息表", result)
    return done


async def explain(world: World, part: Part, path: str) -> list[dict[str, Any]]:
    """Questions about figures block nothing: the institution answers what it knows it is asked."""
    if "question" not in part.turns:
        return []
    asked: list[dict[str, Any]] = (await world.get(f"{path}/questions", part.institution))["items"]
    reason = part.turns["question"]["reason"]
    for question in asked:
        world.say("系统", "就数据提问", question["words"]["zh"])
        world.say(part.institution, "说明理由", reason)
    if asked:
        answers = [{"question": question["id"], "reason": reason} for question in asked]
        await world.act(part.institution, path, "answers", {"answers": answers})
    return asked


async def signed(world: World, who: str, path: str) -> dict[str, Any]:
    """The words of a submission: signed for the very content that is filed."""
    written = await world.get(path, who)
    signature = {
        "signer": "演示签署人",
        "signed_on": world.now.date().isoformat(),
        "content_sha256": written["content_sha256"],
    }
    return {"truth_and_completeness": True, "signature": signature}


async def review_report(world: World, part: Part, cluster: str, period: str) -> None:
    """The district reviews a report."""
    path = f"/annual-reports/{cluster}/{period}"
    await world.act(part.district, path, "review", {"opinion": "情况属实（演示）。"})
    world.say(part.district, "审核信息表", f"{cluster}，{period} 年度")


async def confirm_reports(world: World, clusters: Collection[str], period: str) -> None:
    """The bureau confirms what the districts have reviewed."""
    for cluster in clusters:
        path = f"/annual-reports/{cluster}/{period}"
        await world.act("bureau", path, "confirmation", {"comment": "予以确认（演示）。"})
    world.say("bureau", "确认信息表", f"{period} 年度，{len(clusters)} 个集群")


async def see_overdue(world: World, cluster: str, period: str) -> dict[str, Any]:
    """A due day has passed: a fact, and no more than that."""
    query = f"/obligations?cluster={cluster}&period={period}&state=overdue"
    found = (await world.get(query, "bureau"))["items"]
    assert found, "the due day has passed without a report"
    world.say("系统", "逾期未报", f"{cluster}，{period} 年度；只记录事实，不自动撤销")
    overdue: dict[str, Any] = found[0]
    return overdue


async def revoke(world: World, cluster: str) -> dict[str, Any]:
    """A case under art. 17: proposed, opened, notified, served, answered."""
    given = read("revocation")
    lead = {name: given[name] for name in ("ground", "limb", "facts", "evidence")}
    case = await world.create("bureau", "/revocation-cases", lead | {"cluster_number": cluster})
    world.say("bureau", "登记撤销线索", f"{case['number']}，{cluster}，{case['clause']}")
    await open_case(world, case, {"reason": given["opening_reason"], "limb": None})
    return await notify(world, case, {"document_number": given["document_number"]})


async def open_case(world: World, case: dict[str, Any], opening: dict[str, Any]) -> None:
    """The bureau opens a case on a lead."""
    await world.act("bureau", f"/revocation-cases/{case['id']}", "opening", opening)
    world.say("bureau", "立案", case["number"])


async def notify(world: World, case: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """The institution is notified of a case, and served on the same day."""
    path = f"/revocation-cases/{case['id']}"
    await world.act("bureau", path, "notification", told)
    served = {"served_on": world.now.date().isoformat(), "manner": "direct"}
    done = await world.act("bureau", path, "service", served)
    world.say("bureau", "告知并送达", f"{case['number']}，陈述申辩至 {done['answer_due_on']}")
    return done


async def answer(world: World, who: str, case: dict[str, Any]) -> None:
    """The institution answers point by point."""
    points = read("revocation")["points"]
    await world.act(who, f"/revocation-cases/{case['id']}", "answer", {"points": points})
    world.say(who, "陈述申辩", f"{case['number']}，{len(points)} 点")


async def decide(world: World, case: dict[str, Any]) -> dict[str, Any]:
    """Another person than the opener decides; the opener is refused."""
    given, path = read("revocation"), f"/revocation-cases/{case['id']}"
    responses = enumerate(given["responses"], start=1)
    decision = {
        "outcome": "revoked",
        "reason": given["decision_reason"],
        "dealt_with": [{"point": number, "response": words} for number, words in responses],
        "effective_on": world.now.date().isoformat(),
    }
    problem = await world.refused("bureau", path, "decision", decision)
    world.say("bureau", "决定被拒绝", problem["detail"])
    done = await world.act("bureau_2", path, "decision", decision)
    effective = done["decision"]["effective_on"]
    world.say("bureau_2", "决定撤销认定", f"{case['number']}，自 {effective} 起生效")
    return done
