"""Nobody writes what is not theirs by naming it: every column and shown field, in every body."""

from typing import Any

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import select

from common.database import Reader
from common.testing.tokens import actor
from intake.api.application_shown import ApplicationShown, DocumentShown, VersionShown
from intake.api.round_models import RoundShown
from intake.main import SERVICE
from intake.tables import applications as tables
from intake.tables.metadata import metadata
from intake.tables.rounds import rounds

SHOWN = (ApplicationShown, DocumentShown, VersionShown, RoundShown)
NAMES = sorted(
    {column.name for table in metadata.tables.values() for column in table.columns}
    | {name for model in SHOWN for name in model.model_fields}
    | {"role", "roles", "score", "decided_at", "designated"}
)
# Each writes as whoever may, in a body that is otherwise right.
BODIES: dict[str, tuple[str, str, Any]] = {
    "change_application": ("institution", "", {"sections": {}}),
    "create_application_document": (
        "institution",
        "/documents",
        {"kind": "other", "criterion_ids": [], "name": "a.pdf", "media_type": "application/pdf"},
    ),
    "withdraw_application": ("institution", "/withdrawal", {"reason": "另行申报"}),
    "accept_application": ("district", "/acceptance", {"remark": ""}),
    "reject_application": (
        "district",
        "/rejection",
        {"reasons": "不属适用对象", "clauses": ["管理办法 第八条"]},
    ),
    "request_application_correction": (
        "district",
        "/correction-requests",
        {"items": [{"pointer": "/series", "reason": "补证明", "clause": "管理办法 第九条"}]},
    ),
    "hand_over_application": ("district", "/hand-overs", {"to": "wang.fang"}),
}
IN_REVIEW: dict[str, tuple[str, str, Any]] = {
    "record_application_findings": (
        "district",
        "/findings",
        {"items": [{"criterion_id": "2.4", "position": "confirm", "reason": "已核对"}]},
    ),
    "recommend_application": ("district", "/recommendation", {"opinion": "推荐", "rank": 1}),
    "decline_application": (
        "district",
        "/non-recommendation",
        {"ground": "passed_over_by_rank", "reasons": "名额", "clauses": ["管理办法 第七条"]},
    ),
    "verify_application_site": (
        "district",
        "/site-verifications",
        {
            "visited_on": "2024-03-01",
            "place": "上地",
            "verifiers": [{"name": "王芳"}, {"name": "李强"}],
            "conclusion": "as_filed",
            "record": "一致",
            "photos": [],
        },
    ),
}
# Bodies of another shape: tried below by themselves, or without a JSON body.
APART = frozenset(
    {
        "create_round",
        "change_round",
        "extend_round",
        "create_application",
        "recommend_applications",
        "forward_application",
        "open_round",
        "close_round",
        "submit_application",
        "put_application_document_content",
        "import_application_workbook",
        "redrive_intake_message",
        "serve_application_notice",
    }
)


def test_every_operation_that_writes_is_tried() -> None:
    writing = {
        route.name
        for router in SERVICE.routers
        for route in router.routes
        if isinstance(route, APIRoute) and {"POST", "PUT"} & (route.methods or set())
    }
    assert writing == BODIES.keys() | IN_REVIEW.keys() | APART


async def everything(case: Any) -> Any:
    reading = Reader(case.running.worker, actor("auditor"), case.running.clock.now())
    kept = (rounds, tables.applications, tables.application_acts, tables.application_documents)
    return [[row._mapping for row in await reading.rows(select(table))] for table in kept]


async def tried(case: Any, person: str, path: str, body: Any, *, method: str = "POST") -> None:
    """Send a body with each name in turn; each is refused at its place."""
    own = set(body)
    for name in NAMES:
        if name in own:
            continue
        headers = {"If-Match": '"v9"', "Idempotency-Key": f"{path}-{name}"}
        seen = await case.get("auditor", path.rpartition("/")[0]) if method == "POST" else None
        if seen is not None and "ETag" in seen.headers:
            headers["If-Match"] = seen.headers["ETag"]
        answer = await case._send(method, person, path, body | {name: "accepted"}, headers)
        assert answer.status_code == 422, (path, name, answer.text)


@pytest.mark.parametrize("stage", ["submitted", "accepted"])
async def test_no_body_writes_a_column_or_a_shown_field(open_case: Any, stage: str) -> None:
    case = await open_case()
    application = await getattr(case, stage)()
    before = await everything(case)
    path = f"/applications/{application}"
    bodies = BODIES if stage == "submitted" else IN_REVIEW
    for person, noun, body in bodies.values():
        if noun in {"", "/documents"}:
            continue  # a submitted case is not open for these; the draft is tried below
        await tried(case, person, f"{path}{noun}", body)
    assert await everything(case) == before


async def test_no_draft_and_no_round_takes_them_either(open_case: Any) -> None:
    case = await open_case()
    application = await case.draft()
    before = await everything(case)
    path = f"/applications/{application}"
    await tried(case, "institution", f"{path}/documents", BODIES["create_application_document"][2])
    etag = (await case.get("institution", path)).headers["ETag"]
    sections = set(case.sections())
    for name in NAMES:
        if name in sections:
            continue
        changed = await case.put("institution", path, {name: "accepted"}, **{"If-Match": etag})
        assert changed.status_code == 422, (name, changed.text)
    new = {
        "round_id": case.round["id"],
        "kind": "designation",
        "cluster_name": "某集群",
        "district_code": "110108",
        "sections": {},
    }
    await tried(case, "institution", "/applications", new)
    await tried(case, "bureau", "/rounds", case.TERMS)
    item = {"application": application, "etag": etag, "opinion": "推荐", "rank": 1}
    for name in NAMES:
        if name not in item:
            listed = {"items": [item | {name: "accepted"}]}
            refused = await case.post("district", "/recommendations", listed)
            assert refused.status_code == 422, (name, refused.text)
    assert await everything(case) == before
