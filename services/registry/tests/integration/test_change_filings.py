"""Change filings: the difference, the district's review, recorded or returned, and the criteria."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text

from common.actor import service_actor
from common.contracts.case import StandardPin
from common.contracts.evaluation import CriteriaRecomputed, CriterionResult, FigureRecomputed
from common.testing.tokens import actor
from registry.domain import change_filing as domain
from registry.tables.change_filings import change_filing_acts
from registry.verify import findings

INDUSTRY: dict[str, Any] = {
    "kind": "leading_industry",
    "after": {"leading_industry": "工业软件"},
    "happened_on": "2024-03-08",
    "explanation": "主导产业收窄为工业软件。",
    "proofs": [{"description": "董事会决议", "sha256": "d" * 64}],
}
INSTITUTION: dict[str, Any] = {
    "kind": "operating_institution",
    "after": {"institution_code": "911101066976941872", "institution_name": "新运营公司"},
}


async def filed(registry: Any, *, period: int | None = None, **changes: Any) -> Any:
    """A change of a cluster in 110108 that its institution filed."""
    of = await registry.open_round()
    await registry.propose(of)
    notice = await registry.published(of)
    registry.move_to(date.fromisoformat(notice["last_day"]), days=1)
    path = f"/notices/{notice['id']}"
    await registry.done(f"{path}/closing", None, by="bureau", at=2)
    decision = registry.release() | {"change_filing_days": period}
    released = await registry.done(f"{path}/release", decision, by="bureau", at=3)
    [cluster] = released["release"]["clusters"]
    registry.move_to(date.fromisoformat(changes.pop("filed_on", "2024-03-11")))
    path = f"/clusters/{cluster['cluster_number']}/change-filings"
    return await registry.done(path, INDUSTRY | changes, by="institution")


async def faults(registry: Any) -> list[str]:
    """What verification finds missing."""
    worker, at = registry.running.worker, registry.running.clock.now()
    async with worker.transaction(service_actor("registry"), at=at) as tx:
        return [each.detail async for each in findings(tx) if not each.ok]


async def reviewed(registry: Any, filing: Any, *, at: int = 1) -> Any:
    """The filing with the district's opinion."""
    opinion = {"opinion": "confirmed", "reason": "已现场核实。"}
    path = f"/change-filings/{filing['id']}/review"
    return await registry.done(path, opinion, by="district", at=at)


def recomputed(of: Any, **changes: Any) -> CriteriaRecomputed:
    """What evaluation announces of a filing: 2.4 is broken by it."""
    pin = StandardPin(id="beijing-2023", revision=1, sha256="a" * 64)
    met = CriterionResult(id="2.4", outcome="met", clause="二")
    fields: dict[str, Any] = {
        "cluster_number": of["cluster_number"],
        "change_filing_id": UUID(of["id"]),
        "before": (met,),
        "criteria": (CriterionResult(id="2.4", outcome="not_met", clause="二"),),
        "turned": ("2.4",),
        "figures": (FigureRecomputed(name="sme_count", year=2023, before="130", after="60"),),
        "standard": pin,
    }
    return CriteriaRecomputed(**fields | changes)


async def test_a_recorded_change_shows_in_the_register_from_its_day_on(registry: Any) -> None:
    filing = await filed(registry, figures=[{"name": "sme_count", "year": 2023, "value": 60}])
    assert filing["number"] == "BJ-2024-C-0001"
    [difference] = filing["difference"]
    assert (difference["before"], difference["after"]) == ("行业应用软件", "工业软件")
    assert filing["timeliness"]["due_on"] == "2024-04-07"
    assert filing["timeliness"]["late_days"] == 0
    path = f"/change-filings/{filing['id']}"
    early = await registry.post(f"{path}/recording", {"comment": "过早"}, by="bureau", at=1)
    assert (early.status_code, early.json()["code"]) == (409, "not_possible_in_this_status")
    await reviewed(registry, filing)
    registry.move_to(date(2024, 3, 20))
    done = await registry.done(f"{path}/recording", {"comment": "予以备案"}, by="bureau", at=2)
    assert (done["status"], done["allowed_actions"]) == ("recorded", [])
    assert [act["act"] for act in done["acts"]] == ["file", "review", "record"]
    shown = (await registry.get(f"/clusters/{filing['cluster_number']}")).json()
    assert shown["leading_industry"] == "工业软件"
    assert (await registry.types_sent())[-3:] == [
        "change.filed",
        "change.recorded",
        "cluster.changed",
    ]
    assert await faults(registry) == []
    async with registry.running.worker.connection() as connection:
        await connection.execute(text("DELETE FROM change_filing_acts WHERE act = 'review'"))
        await connection.execute(
            text("UPDATE cluster_facts SET reference = '' WHERE reason IS NULL")
        )
    [fault] = await faults(registry)
    assert "the act: review" in fault
    assert "does not state what was recorded" in fault


@pytest.mark.parametrize(
    ("period", "filed_on", "late", "supports"),
    [
        (None, "2024-04-08", 1, False),
        (None, "2024-04-07", 0, False),
        (20, "2024-03-29", 1, True),
        (20, "2024-03-28", 0, False),
    ],
)
async def test_lateness_supports_17_4_only_where_the_designation_published_the_period(
    registry: Any, period: int | None, filed_on: str, late: int, supports: bool
) -> None:
    filing = await filed(registry, period=period, filed_on=filed_on)
    told = filing["timeliness"]
    assert (told["late_days"], told["supports_17_4"]) == (late, supports)
    assert (told["published_in"] is not None) == (period is not None)
    assert ("不能作为" in told["zh"]) == (period is None)
    late_ones = (await registry.get("/change-filings?late=true", by="bureau")).json()["items"]
    assert bool(late_ones) == bool(late)


async def test_an_incomplete_filing_is_returned_and_filed_again(registry: Any) -> None:
    filing = await filed(registry, proofs=[], filed_on="2024-04-08")
    path = f"/change-filings/{filing['id']}"
    await reviewed(registry, filing)
    items = {"items": ["缺少决议", "缺少新产业占比"]}
    back = await registry.done(f"{path}/return", items, by="bureau", at=2)
    assert (back["status"], back["returned"]["items"]) == ("returned", items["items"])
    registry.move_to(date(2024, 5, 20))
    other = INDUSTRY | {"kind": "territory", "after": {"territory": "全镇"}}
    refused = await registry.post(f"{path}/refiling", other, by="institution", at=3)
    assert refused.json()["code"] == "change_not_stated"
    again = await registry.done(f"{path}/refiling", INDUSTRY, by="institution", at=3)
    assert (again["status"], again["filing"], again["filed_on"]) == ("filed", 2, "2024-04-08")
    assert again["timeliness"]["late_days"] == 1
    assert again["review"] is None
    await reviewed(registry, again, at=4)
    await registry.done(f"{path}/recording", {"comment": "齐全"}, by="bureau", at=5)


async def test_a_broken_criterion_is_tracked_and_ends_nothing(registry: Any) -> None:
    filing = await filed(registry)
    event = recomputed(filing)
    assert await registry.hear(event, about=event.change_filing_id) == "applied"
    path = f"/change-filings/{filing['id']}"
    shown = (await registry.get(path, by="district")).json()
    assert (shown["recomputed"]["broken"], shown["status"]) == (["2.4"], "filed")
    assert shown["recomputed"]["figures"][0]["before"] == "130"
    await reviewed(registry, filing, at=2)
    await registry.done(f"{path}/return", {"items": ["缺"]}, by="bureau", at=3)
    again = await registry.done(f"{path}/refiling", INDUSTRY, by="institution", at=4)
    assert again["recomputed"] is None
    await registry.hear(recomputed(filing, filing=1), about=event.change_filing_id)
    assert (await registry.get(path, by="bureau")).json()["recomputed"] is None
    later = recomputed(filing, filing=2, turned=(), criteria=event.before)
    await registry.hear(later, about=event.change_filing_id)
    assert (await registry.get(path, by="bureau")).json()["broken"] == []
    cases = (await registry.get("/revocation-cases", by="bureau")).json()["items"]
    standing = (await registry.get(f"/clusters/{filing['cluster_number']}")).json()["standing"]
    assert (cases, standing) == ([], "valid")


async def test_the_right_to_act_moves_with_the_institution_when_it_is_recorded(
    registry: Any,
) -> None:
    filing = await filed(registry, **INSTITUTION)
    path, number = f"/change-filings/{filing['id']}", filing["cluster_number"]
    lead = {"ground": "17(2)", "limb": "violation", "facts": "线索", "evidence": []}
    case = await registry.done("/revocation-cases", lead | {"cluster_number": number}, by="bureau")
    await reviewed(registry, filing)
    other = INDUSTRY | {"explanation": "另一变更"}
    files = f"/clusters/{number}/change-filings"
    too_early = await registry.post(files, other, by="institution_2")
    await registry.done(f"{path}/recording", {"comment": "备案"}, by="bureau", at=2)
    await registry.done(files, other, by="institution_2")
    too_late = await registry.post(files, other, by="institution")
    assert (too_early.status_code, too_late.status_code) == (403, 403)
    moved = (await registry.get(f"/revocation-cases/{case['id']}", by="bureau")).json()
    assert moved["institution_code"] == "911101066976941872"
    codes = [(await registry.get(path, by=who)).status_code for who in ("institution_2",)]
    assert codes == [200]
    assert (await registry.get(path, by="institution")).status_code == 200


async def test_a_change_from_before_the_designation_holds_from_its_day_on(registry: Any) -> None:
    filing = await filed(registry, happened_on="2023-11-30")
    await reviewed(registry, filing)
    path, number = f"/change-filings/{filing['id']}", filing["cluster_number"]
    done = await registry.done(f"{path}/recording", {"comment": "备案"}, by="bureau", at=2)
    assert done["happened_on"] == "2023-11-30"
    for day in ("", "?at=2023-12-01", "?at=2000-01-01", "?at=2025-01-01"):
        shown = await registry.get(f"/clusters/{number}{day}")
        assert shown.status_code == 200, shown.text
        assert shown.json()["leading_industry"] == "工业软件", day
    history = (await registry.get(f"/clusters/{number}/history")).json()["facts"]
    assert {row["valid_from"] for row in history} == {"2024-03-08"}
    assert await faults(registry) == []


async def test_an_earlier_change_that_is_recorded_late_gives_nobody_the_right_to_act(
    registry: Any,
) -> None:
    first = await filed(registry, **INSTITUTION, filed_on="2024-03-20", happened_on="2024-03-12")
    later = {"institution_code": "91110106DEMFT00010", "institution_name": "再后来的公司"}
    number = first["cluster_number"]
    second = await registry.done(
        f"/clusters/{number}/change-filings",
        INDUSTRY | INSTITUTION | {"after": later, "happened_on": "2024-03-15"},
        by="institution",
    )
    for filing, at in ((second, 1), (first, 2)):
        await reviewed(registry, filing, at=at)
        path = f"/change-filings/{filing['id']}"
        await registry.done(f"{path}/recording", {"comment": "备案"}, by="bureau", at=at + 1)
    cluster = (await registry.get(f"/clusters/{number}")).json()
    assert cluster["institution"]["code"] == later["institution_code"]
    between = (await registry.get(f"/clusters/{number}?at=2024-03-13")).json()
    assert between["institution"]["name"] == "新运营公司"
    seen = (await registry.get(f"/change-filings/{first['id']}", by="bureau")).json()
    assert seen["institution_code"] == later["institution_code"]
    assert await faults(registry) == []


async def test_what_a_filing_states_must_fit_its_kind(registry: Any) -> None:
    filing = await filed(registry)
    path = f"/clusters/{filing['cluster_number']}/change-filings"
    twice = [{"name": "sme_count", "year": 2023, "value": n} for n in (1, 2)]
    wrong: dict[str, dict[str, Any]] = {
        "change_not_happened_yet": {"happened_on": "2024-03-12"},
        "change_not_stated": {"after": {"territory": "全区"}},
        "change_without_difference": {"after": {"leading_industry": "行业应用软件"}},
        "figure_stated_twice": {"figures": twice},
        "invalid_content": {"explanation": " "},
    }
    for code, change in wrong.items():
        answer = await registry.post(path, INDUSTRY | change, by="institution")
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    for who in ("district", "bureau", "institution_2"):
        assert (await registry.post(path, INDUSTRY, by=who)).status_code == 403


@pytest.mark.parametrize("checks", ["holds", "is switched off"])
async def test_filings_are_seen_by_their_own_alone(
    registry: Any, monkeypatch: pytest.MonkeyPatch, checks: str
) -> None:
    filing = await filed(registry)
    if checks == "is switched off":
        monkeypatch.setattr(domain, "visible_to", lambda *_, **__: True)
    path = f"/change-filings/{filing['id']}"
    seen = {
        who: (await registry.get(path, by=who)).status_code
        for who in ("institution", "institution_2", "district", "district_2", "auditor", "expert_1")
    }
    wanted = {"institution": 200, "district": 200, "auditor": 200}
    assert seen == dict.fromkeys(seen, 404) | wanted
    lists = {
        who: len((await registry.get("/change-filings", by=who)).json()["items"])
        for who in ("institution", "institution_2", "district", "district_2", "bureau")
    }
    assert [who for who, count in lists.items() if count] == ["institution", "district", "bureau"]
    acts = await registry.running.api.rows(actor("institution_2"), select(change_filing_acts))
    assert acts == []
    anonymous = await registry.get(path)
    assert anonymous.status_code == 401
