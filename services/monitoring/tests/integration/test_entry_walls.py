"""Every kind of entry lives one life, and no other district learns of it: by either wall."""

from typing import Any

import pytest

from monitoring.api import assessments as assessments_api
from monitoring.api import entry_answers, practice_cases
from monitoring.domain import assessment, entry_access, practice_case

SUPPORT = {
    "kind": "land",
    "giver": "顺义区",
    "level": "district",
    "given_on": "2025-01-10",
    "description": "用地指标。",
}
POLICY = {
    "title": "若干措施",
    "issuer": "顺义区人民政府",
    "level": "district",
    "issued_on": "2024-03-01",
    "kinds": ["land"],
}
SERVICE = {
    "kind": "chamber_or_association",
    "name": "演示协会",
    "code": "91110000101623741K",
    "services": "交流对接。",
}
NOTE = {"topic": "execution", "direction": "opening", "noted_on": "2025-01-20", "text": "已执行。"}
OF_A_CLUSTER = {"tracking-notes": NOTE, "support-measures": SUPPORT}
KINDS: dict[str, dict[str, Any]] = {
    **OF_A_CLUSTER,
    "policy-documents": POLICY,
    "service-institutions": SERVICE,
}
WALLED = ("tracking-notes", "support-measures", "service-institutions")


@pytest.fixture(params=[False, True], ids=["both walls", "row-level security alone"])
def walls(request: Any, monkeypatch: Any) -> None:
    """Both walls, then the second one alone."""
    if request.param:
        for module in (
            entry_access,
            entry_answers,
            practice_case,
            practice_cases,
            assessment,
            assessments_api,
        ):
            monkeypatch.setattr(module, "visible_to", lambda actor, thing: True)


async def recorded(reporting: Any, path: str) -> Any:
    facts = await reporting.designate()
    reporting.move_to(2025, 2, 1)
    cluster = {"cluster_number": facts.number} if path in OF_A_CLUSTER else {}
    body = KINDS[path] | cluster
    made = await reporting.act(f"/v1/{path}", "district", body, match=None)
    assert made.status_code == 201, made.text
    return made.headers["Location"], body


@pytest.mark.parametrize("path", sorted(KINDS))
async def test_an_entry_is_read_corrected_and_withdrawn(reporting: Any, path: str) -> None:
    location, body = await recorded(reporting, path)
    bare = await reporting.act(f"{location}/withdrawal", "district", {"reason": "误"}, match=None)
    blank = await reporting.act(f"{location}/withdrawal", "district", {"reason": " "})
    assert (bare.status_code, blank.status_code) == (428, 422)
    said = body | {"reason": "有误"}
    fixed = await reporting.act(f"{location}/correction", "district", said)
    assert fixed.status_code == 201, fixed.text
    read = await reporting.get(location, "auditor")
    assert (read.json()["status"], read.headers["ETag"]) == ("superseded", '"v2"')
    new = fixed.headers["Location"]
    gone = await reporting.act(f"{new}/withdrawal", "district", {"reason": "误"})
    assert gone.json()["supersedes"] == read.json()["id"]
    assert (await reporting.get(f"/v1/{path}", "district")).json()["items"] == []


@pytest.mark.usefixtures("walls")
@pytest.mark.parametrize("path", WALLED)
async def test_another_district_learns_nothing_of_an_entry(reporting: Any, path: str) -> None:
    location, body = await recorded(reporting, path)
    assert len((await reporting.get(f"/v1/{path}", "bureau")).json()["items"]) == 1
    assert (await reporting.get(f"/v1/{path}", "district_2")).json()["items"] == []
    assert (await reporting.get(location, "district_2")).status_code == 404
    for act in ("correction", "withdrawal"):
        answer = await reporting.act(f"{location}/{act}", "district_2", body | {"reason": "误"})
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    for person in ("expert_1", "operator", "system"):
        assert (await reporting.get(f"/v1/{path}", person)).status_code == 403
        assert (await reporting.get(location, person)).status_code == 404


@pytest.mark.usefixtures("walls")
async def test_a_draft_of_a_case_is_its_districts_and_a_delivery_is_withdrawn(
    reporting: Any,
) -> None:
    location, _ = await recorded(reporting, "service-institutions")
    case = {"kind": "brand", "direction": "green", "title": "品牌", "text": "成效"}
    made = await reporting.act("/v1/practice-cases", "district", case, match=None)
    for person in ("district_2", "institution", "expert_1"):
        assert (await reporting.get(made.headers["Location"], person)).status_code == 404
        assert (await reporting.get("/v1/practice-cases", person)).json()["items"] == []
    delivery = {
        "cluster_number": "BJ-2024-0001",
        "service_item": "finance",
        "delivered_on": "2025-01-31",
        "smes_served": 3,
        "description": "融资对接。",
    }
    sent = await reporting.act(f"{location}/deliveries", "district", delivery, match=None)
    address = sent.headers["Location"]
    assert (await reporting.get(address, "institution")).json()["smes_served"] == 3
    assert (await reporting.get(address, "institution_2")).status_code == 404
    gone = await reporting.act(f"{address}/withdrawal", "district", {"reason": "误记"})
    assert (gone.status_code, gone.json()["status"]) == (201, "withdrawn")
