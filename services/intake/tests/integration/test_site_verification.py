"""The district on site: at least two people, photographs of its own, and what they found."""

import io
from typing import Any

import pytest
from PIL import Image

from common.testing.clocks import StillClock

PHOTO = {
    "kind": "site_photo",
    "criterion_ids": [],
    "name": "园区东门.png",
    "media_type": "image/png",
}
VISIT: dict[str, Any] = {
    "visited_on": "2024-03-01",
    "place": "海淀区上地信息路",
    "verifiers": [{"name": "王芳", "position": "科长"}, {"name": "李强"}],
    "conclusion": "as_filed",
    "record": "现场与申报材料一致。",
}
OPINION = {"opinion": "符合条件，予以推荐。", "rank": 1}
REQUIRED = {"site_verification": {"required": True}}


def png(width: int, height: int) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (width, height)).save(drawn, "PNG")
    return drawn.getvalue()


async def photographed(case: Any, application: str, *, width: int = 4) -> str:
    path = f"/applications/{application}/documents"
    announced = await case.post("district", path, PHOTO)
    assert announced.status_code == 201, announced.text
    photo = announced.json()["id"]
    kept = await case.upload(f"{path}/{photo}", png(width, 3), person="district")
    assert kept.status_code == 200, kept.text
    return str(photo)


async def visited(case: Any, application: str, **changes: Any) -> Any:
    body = VISIT | changes
    return await case.act("district", application, "site-verifications", body)


async def test_a_visit_of_two_with_a_photograph_goes_on_record(open_case: Any) -> None:
    case = await open_case(**REQUIRED)
    application = await case.accepted()
    missing = await case.act("district", application, "recommendation", OPINION)
    assert (missing.status_code, missing.json()["code"]) == (409, "site_verification_missing")
    photo = await photographed(case, application)
    done = await visited(case, application, photos=[photo])
    assert done.status_code == 201, done.text
    document = f"/applications/{application}/documents/{photo}"
    frozen = (await case.get("bureau", document)).json()
    assert done.json()["record"]["content"]["photo_hashes"] == [frozen["sha256"]]
    told = (await case.get("institution", f"/applications/{application}/timeline")).json()
    assert "2024-03-01" in told["items"][-1]["zh"]
    again = await case.upload(document, png(5, 5), person="district", **{"If-Match": '"v2"'})
    assert (again.status_code, again.json()["code"]) == (409, "document_frozen")
    done = await case.act("district", application, "recommendation", OPINION)
    assert done.status_code == 201, done.text


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"verifiers": [{"name": "王芳"}]}, "verifiers_too_few", "/verifiers"),
        ({"verifiers": [{"name": "王芳"}, {"name": "王 芳"}]}, "verifiers_too_few", "/verifiers"),
        ({"visited_on": "2024-03-02"}, "invalid_content", "/visited_on"),
        ({"photos": []}, "photos_missing", "/photos"),
        (
            {"photos": ["0190b5c4-0000-7000-8000-000000000000"]},
            "invalid_content",
            "/photos/0",
        ),
    ],
)
async def test_a_visit_that_was_none_is_refused(
    open_case: Any, changes: dict[str, Any], code: str, pointer: str
) -> None:
    case = await open_case()
    application = await case.accepted()
    photo = await photographed(case, application)
    refused = await visited(case, application, **({"photos": [photo]} | changes))
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]


async def test_what_was_found_otherwise_on_site_is_not_recommended(
    open_case: Any, clock: StillClock
) -> None:
    case = await open_case()
    application = await case.accepted()
    photo = await photographed(case, application)
    await visited(case, application, photos=[photo], conclusion="differs", record="厂房已空置。")
    refused = await case.act("district", application, "recommendation", OPINION)
    assert (refused.status_code, refused.json()["code"]) == (409, "site_differs")
    clock.move(days=1)
    second = await photographed(case, application, width=6)
    await visited(case, application, photos=[second], visited_on="2024-03-02")
    done = await case.act("district", application, "recommendation", OPINION)
    assert done.status_code == 201, done.text


async def test_each_side_adds_only_its_own_documents(open_case: Any) -> None:
    case = await open_case()
    application = await case.accepted()
    path = f"/applications/{application}/documents"
    for person, body in (("district", case.SEAL_PAGE), ("institution", PHOTO)):
        refused = await case.post(person, path, body)
        assert refused.status_code in {409, 422}, (person, refused.text)
    draft = await case.draft("institution_2")
    refused = await case.post("institution_2", f"/applications/{draft}/documents", PHOTO)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/kind")
    refused = await case.post("district", path, case.SEAL_PAGE)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/kind")
    assert (await case.post("bureau", path, PHOTO)).status_code == 403
    assert (await case.post("district_2", path, PHOTO)).status_code == 404


async def test_photographs_are_no_part_of_what_the_institution_files(open_case: Any) -> None:
    case = await open_case()
    application = await case.accepted()
    photo = await photographed(case, application)
    hidden = await case.get("institution", f"/applications/{application}/documents/{photo}")
    assert hidden.status_code == 404  # not yet on record
    headers = case.running.as_("institution") | {"If-Match": '"v2"'}
    gone = await case.running.client.delete(
        f"/v1/applications/{application}/documents/{photo}", headers=headers
    )
    assert gone.status_code == 404
    items = {"items": [{"pointer": "/series", "reason": "补证明", "clause": "管理办法 第九条"}]}
    await case.act("district", application, "correction-requests", items)
    assert (await case.act("institution", application, "submission")).status_code == 201
    version = (await case.get("district", f"/applications/{application}/versions/2")).json()
    assert {d["kind"] for d in version["content"]["documents"]} == {"seal_page"}
