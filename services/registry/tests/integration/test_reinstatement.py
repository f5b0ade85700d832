"""A revocation shows at once, and a later decision sets it aside: nothing is edited."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from common.tables import outbox
from common.testing.tokens import actor
from registry.tables.clusters import cluster_revocations
from registry.tables.revocations import revocation_acts
from registry.tables.set_asides import cluster_set_asides

ASIDE: dict[str, Any] = {
    "reach": "from_beginning",
    "reason": "复议机关撤销原决定。",
    "document_number": "京复议〔2024〕3号",
}


async def revoked(registry: Any, *, effective_on: str = "2024-03-26") -> Any:
    """A cluster whose revocation bureau_2 decided on 2024-03-26; the case."""
    [number] = await registry.designated()
    lead = {"cluster_number": number, "ground": "17(2)", "limb": "violation", "facts": "属实"}
    lead |= {"evidence": [{"description": "处罚决定书"}]}
    case = await registry.done("/revocation-cases", lead, by="bureau")
    path = f"/revocation-cases/{case['id']}"
    registry.move_to(date(2024, 3, 11))
    await registry.done(f"{path}/opening", {"reason": "属实"}, by="bureau", at=1)
    await registry.done(f"{path}/notification", {"document_number": "1号"}, by="bureau", at=2)
    service = {"served_on": "2024-03-11", "manner": "direct"}
    await registry.done(f"{path}/service", service, by="bureau", at=3)
    registry.move_to(date(2024, 3, 26))
    decision = {"outcome": "revoked", "reason": "属实", "dealt_with": []}
    decision |= {"effective_on": effective_on}
    return await registry.done(f"{path}/decision", decision, by="bureau_2", at=4)


async def standings(registry: Any, number: str) -> set[str]:
    """What every public place says of a cluster right now."""
    read = (await registry.get(f"/clusters/{number}")).json()["standing"]
    [listed] = (await registry.get("/clusters")).json()["items"]
    found = {
        standing
        for standing in ("valid", "revoked")
        if (await registry.get(f"/clusters?standing={standing}")).json()["items"]
    }
    asked = await registry.post("/validations", {"numbers": [number]}, by="system")
    validated = {each["standing"] for each in asked.json()["items"]}
    return {read, listed["standing"]} | found | validated


async def on(registry: Any, number: str, **asked: str) -> str:
    """The standing on a day, as known at a time."""
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    standing: str = (await registry.get(f"/clusters/{number}?{query}")).json()["standing"]
    return standing


async def test_a_revocation_and_its_end_show_at_once_in_every_place(registry: Any) -> None:
    case = await revoked(registry)
    number = case["cluster_number"]
    assert await standings(registry, number) == {"revoked"}
    body = ASIDE | {"case": case["number"]}
    await registry.done(f"/clusters/{number}/reinstatement", body, by="bureau", at=2)
    assert await standings(registry, number) == {"valid"}
    kept = (await registry.get(f"/revocation-cases/{case['id']}", by="bureau")).json()
    assert kept["decision"] == case["decision"]
    assert [act["act"] for act in kept["acts"]][-2:] == ["decide", "set_aside"]
    assert len(await registry.rows(select(cluster_revocations))) == 1


async def test_from_the_beginning_it_was_never_revoked_as_known_now_but_was_as_known_then(
    registry: Any,
) -> None:
    case = await revoked(registry)
    number = case["cluster_number"]
    registry.move_to(date(2024, 5, 6))
    body = ASIDE | {"case": case["number"]}
    await registry.done(f"/clusters/{number}/reinstatement", body, by="bureau", at=2)
    days = ("2024-03-25", "2024-03-26", "2024-05-05", "2024-05-06")
    assert {await on(registry, number, at=day) for day in days} == {"valid"}
    then = {day: await on(registry, number, at=day, known_at="2024-05-05") for day in days}
    assert list(then.values()) == ["valid", "revoked", "revoked", "revoked"]


async def test_from_the_decision_on_it_was_revoked_in_between(registry: Any) -> None:
    case = await revoked(registry)
    number = case["cluster_number"]
    registry.move_to(date(2024, 5, 6))
    body = ASIDE | {"case": case["number"], "reach": "from_decision"}
    path = f"/clusters/{number}/reinstatement"
    wrong = (
        {"effective_on": None},
        {"effective_on": "2024-05-05"},
        {"effective_on": "2025-05-07"},
        {"effective_on": "2024-05-06", "reach": "from_beginning"},
    )
    for change in wrong:
        refused = await registry.post(path, body | change, by="bureau", at=2)
        assert refused.json()["code"] == "reinstated_on_not_possible", change
    body["effective_on"] = "2024-05-08"
    await registry.done(path, body, by="bureau", at=2)
    assert await standings(registry, number) == {"revoked"}
    seen = [await on(registry, number, at=f"2024-{day}") for day in ("03-25", "05-07", "05-08")]
    assert seen == ["valid", "revoked", "valid"]
    registry.move_to(date(2024, 5, 8))
    assert await standings(registry, number) == {"valid"}
    sent = select(outbox.c.type).order_by(outbox.c.position.desc()).limit(1)
    assert [row.type for row in await registry.rows(sent)] == ["cluster.reinstated"]


async def test_another_person_of_the_bureau_sets_a_revocation_aside_once(registry: Any) -> None:
    case = await revoked(registry)
    path = f"/clusters/{case['cluster_number']}/reinstatement"
    body = ASIDE | {"case": case["number"]}
    refused = {
        who: (await registry.post(path, body, by=who, at=2)).status_code
        for who in ("bureau_2", "district", "institution", "auditor")
    }
    assert set(refused.values()) == {403}
    own = await registry.post(path, body, by="bureau_2", at=2)
    assert own.json()["code"] == "revoker_reinstates"
    assert (await registry.post(path, body, by="bureau")).status_code == 428
    assert (await registry.post(path, body, by="bureau", at=1)).status_code == 412
    other = await registry.post(path, body | {"case": "BJ-2024-R-0009"}, by="bureau", at=2)
    assert (other.status_code, other.json()["code"]) == (409, "nothing_to_set_aside")
    await registry.done(path, body, by="bureau", at=2)
    again = await registry.post(path, body, by="bureau", at=3)
    assert again.json()["code"] == "nothing_to_set_aside"
    lead = {"ground": "17(2)", "limb": "violation", "facts": "另有线索", "evidence": []}
    lead["cluster_number"] = case["cluster_number"]
    await registry.done("/revocation-cases", lead, by="bureau")


async def test_only_the_bureau_appends_to_the_register_even_past_the_domain(
    registry: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await revoked(registry)
    monkeypatch.setattr("registry.usecases.reinstate_cluster.require_bureau", lambda _: None)
    body = ASIDE | {"case": case["number"]}
    path = f"/clusters/{case['cluster_number']}/reinstatement"
    refused = await registry.post(path, body, by="institution", at=2)
    assert refused.status_code == 412  # PostgreSQL lets it change no cluster
    assert await registry.rows(select(cluster_set_asides)) == []
    acts = await registry.running.api.rows(actor("institution_2"), select(revocation_acts))
    assert acts == []
