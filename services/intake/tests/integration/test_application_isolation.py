"""Who sees which application: by the domain's check, and by row-level security alone."""

from typing import Any

import pytest
from sqlalchemy import func, select, true

from common.database import Reader
from common.testing.tokens import actor
from intake.domain import access
from intake.store import applications as store
from intake.tables.applications import (
    application_acts,
    application_assignees,
    application_documents,
    application_drafts,
    application_versions,
    applications,
    recommendation_series,
    timeline,
)

TABLES = (
    applications,
    application_drafts,
    application_versions,
    application_documents,
    application_acts,
    application_assignees,
    timeline,
    recommendation_series,
)
PARTS = (
    *("", "/versions", "/versions/1", "/versions/1?against=1"),
    *("/timeline", "/deadlines", "/findings", "/acts", "/completeness"),
)


@pytest.fixture(params=["both walls", "row-level security alone"])
def walls(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The two walls, and the second one alone."""
    if request.param != "both walls":
        monkeypatch.setattr(access, "visible_to", lambda _actor, _case: True)
        monkeypatch.setattr(store, "visible_where", lambda _actor: true())
    return request.param


@pytest.mark.usefixtures("walls")
@pytest.mark.parametrize("stranger", ["district_2", "institution_2", "expert_1", "operator"])
async def test_a_stranger_sees_nothing_by_status_list_count_or_error(
    open_case: Any, stranger: str
) -> None:
    case = await open_case()
    application = await case.recommended()
    listed = await case.get(stranger, "/applications")
    if stranger in {"expert_1", "operator"}:
        assert (listed.status_code, listed.json()["code"]) == (403, "forbidden")
    else:
        assert (listed.json(), "Link" in listed.headers) == ({"items": [], "next": None}, False)
    nowhere = "/applications/0190b5c4-0000-7000-8000-000000000000"
    for part in PARTS:
        hidden = await case.get(stranger, f"/applications/{application}{part}")
        absent = await case.get(stranger, f"{nowhere}{part}")
        assert told(hidden) == told(absent), part
        assert hidden.status_code == 404
    acted = await case.post(
        stranger, f"/applications/{application}/acceptance", {}, **{"If-Match": '"v9"'}
    )
    assert acted.status_code == 404


def told(answer: Any) -> Any:
    """Everything an answer tells but its trace."""
    return answer.status_code, {k: v for k, v in answer.json().items() if k != "trace_id"}


@pytest.mark.parametrize("stranger", ["district_2", "institution_2", "expert_1", "operator"])
async def test_no_table_shows_a_stranger_a_row(open_case: Any, stranger: str) -> None:
    case = await open_case()
    await case.recommended()
    for table in TABLES:
        rows = await case.running.api.rows(actor(stranger), select(func.count()).select_from(table))
        assert rows[0][0] == 0, table.name


@pytest.mark.usefixtures("walls")
@pytest.mark.parametrize("official", ["district", "bureau"])
async def test_a_draft_is_invisible_to_officials(open_case: Any, official: str) -> None:
    case = await open_case()
    application = await case.draft()
    assert (await case.get(official, f"/applications/{application}")).status_code == 404
    assert (await case.get(official, "/applications")).json()["items"] == []
    assert (await case.get("auditor", f"/applications/{application}")).status_code == 200


async def test_officials_never_read_the_working_copy(open_case: Any) -> None:
    case = await open_case()
    await case.recommended()
    for official in ("district", "bureau"):
        reading = Reader(case.running.api, actor(official), case.running.clock.now())
        assert await reading.rows(select(application_drafts)) == []


async def test_an_auditor_reads_and_changes_nothing(open_case: Any) -> None:
    case = await open_case()
    application = await case.submitted()
    for part in PARTS:
        assert (await case.get("auditor", f"/applications/{application}{part}")).status_code == 200
    refused = await case.act("auditor", application, "acceptance")
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")


async def test_the_bureau_reads_and_leaves_the_review_to_the_district(open_case: Any) -> None:
    case = await open_case()
    application = await case.submitted()
    refused = await case.act("bureau", application, "acceptance")
    assert refused.status_code == 403
