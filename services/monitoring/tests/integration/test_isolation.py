"""District 110113 and institution 2 learn nothing of 110108: by the domain, and by the database."""

from typing import Any

import pytest

from monitoring.domain import access

PEOPLE = ("district_2", "institution_2", "expert_1", "operator", "system")


@pytest.fixture(params=[False, True], ids=["both walls", "row-level security alone"])
def walls(request: Any, monkeypatch: Any) -> Any:
    """Both walls, then the second one alone."""
    if request.param:
        monkeypatch.setattr(access, "visible_to", lambda actor, thing: True)


@pytest.mark.usefixtures("walls")
@pytest.mark.parametrize("person", PEOPLE)
async def test_nothing_of_another_district_shows_by_status_list_count_or_error(
    reporting: Any, person: Any
) -> None:
    facts = await reporting.designate()
    reporting.move_to(2025, 2, 1)
    path = await reporting.submitted(facts)
    own = (await reporting.get("/v1/obligations", "district")).json()["items"]
    assert len(own) == 2
    for query in ("", "?district=110108", "?period=2024", f"?cluster={facts.number}"):
        seen = await reporting.get(f"/v1/obligations{query}", person)
        if person in {"expert_1", "operator", "system"}:
            assert (seen.status_code, seen.json()["code"]) == (403, "forbidden")
        else:
            assert (seen.status_code, seen.json()) == (200, {"items": [], "next": None})
    absent = await reporting.get("/v1/annual-reports/BJ-2024-9999/2024", person)
    for hidden in (path, f"{path}/versions", f"{path}/versions/1"):
        answer = await reporting.get(hidden, person)
        assert (answer.status_code, answer.json()["detail"]) == (404, absent.json()["detail"])
    assert (await reporting.get(f"/v1/obligations/{own[0]['id']}", person)).status_code == 404
    for act, body in (("review", {"opinion": "好"}), ("submission", {}), ("return", {})):
        answer = await reporting.act(f"{path}/{act}", person, body, match='"v2"')
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    written = await reporting.put(path, person, {}, **{"If-None-Match": "*"})
    assert written.status_code == 404


@pytest.mark.usefixtures("walls")
async def test_officials_do_not_see_a_draft_and_auditors_do(reporting: Any, complete: Any) -> None:
    facts = await reporting.designate()
    reporting.move_to(2025, 2, 1)
    path = f"/v1/annual-reports/{facts.number}/2024"
    await reporting.put(path, "institution", complete, **{"If-None-Match": "*"})
    for person in ("district", "bureau"):
        assert (await reporting.get(path, person)).status_code == 404
        listed = (await reporting.get("/v1/obligations?period=2024", person)).json()["items"]
        assert [each["state"] for each in listed] == ["requested"]
    audited = await reporting.get(path, "auditor")
    assert audited.json()["sections"]["progress"] == complete["progress"]
    assert audited.json()["allowed_actions"] == []


async def test_officials_read_the_submitted_version_and_not_what_is_being_mended(
    reporting: Any, complete: Any
) -> None:
    facts = await reporting.designate()
    reporting.move_to(2025, 2, 1)
    path = await reporting.submitted(facts)
    body = {"reason": "改", "items": [{"pointer": "/progress", "reason": "补充"}]}
    await reporting.act(f"{path}/return", "district", body, match='"v3"')
    draft = complete | {"progress": {"plan_execution": "改过", "experience": "改过"}}
    await reporting.put(path, "institution", draft, **{"If-Match": '"v4"'})
    shown = {
        person: (await reporting.get(path, person)).json()["sections"]["progress"]
        for person in ("institution", "district", "bureau")
    }
    assert shown["institution"] == draft["progress"]
    assert shown["district"] == shown["bureau"] == complete["progress"]


async def test_without_a_token_nothing_is_read(reporting: Any) -> None:
    await reporting.designate()
    answer = await reporting.running.client.get("/v1/obligations")
    assert answer.status_code == 401
