"""What could harm its reader is refused, or not handed out; "not scanned" is never "clean"."""

import hashlib
from typing import Any

import pytest

from common.testing.clamd import CLEAN, fake_clamd
from common.testing.documents import archive, pdf
from intake.jobs import AGAIN_AFTER, tend_documents

ACTIVE = pdf("规划", extra=["<< /S /JavaScript /JS (app.alert(1)) >>"], catalog="/OpenAction 7 0 R")
VIRUS = pdf("规划", extra=["(virus)"])
SM3_LENGTH = 64


async def tend(case: Any) -> None:
    """One sweep of the worker."""
    job = tend_documents(case.running.runtime.documents)
    await job(case.running.worker, case.running.clock)


def later(case: Any) -> None:
    """Move to when the scanner is asked again."""
    case.running.clock.move(seconds=AGAIN_AFTER.total_seconds() + 1)


async def document_of(case: Any, application: str, person: str = "institution") -> dict[str, Any]:
    shown = (await case.get(person, f"/applications/{application}")).json()
    found: dict[str, Any] = shown["documents"][0]
    return found


async def content_of(case: Any, application: str, person: str) -> Any:
    document = await document_of(case, application, "auditor")
    path = f"/applications/{application}/documents/{document['id']}/content"
    return await case.get(person, path)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (ACTIVE, "active_content"),
        (b"plain text", "type_differs"),
        (archive({"a.txt": b"a"}), "type_differs"),
        (b"%PDF-1.7\n<script>", "damaged"),
    ],
)
async def test_what_is_not_fit_is_refused_with_the_reason_and_leaves_nothing(
    open_case: Any, content: bytes, code: str
) -> None:
    case = await open_case()
    application = await case.draft()
    path = f"/applications/{application}/documents"
    announced = (await case.post("institution", path, case.SEAL_PAGE)).json()
    refused = await case.upload(f"{path}/{announced['id']}", content)
    assert (refused.status_code, refused.json()["code"]) == (422, "document_refused")
    (error,) = refused.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/content", code)
    shown = (await case.get("institution", f"{path}/{announced['id']}")).json()
    assert (shown["sha256"], shown["received_at"]) == (None, None)
    folder = case.running.runtime.documents.objects.folder
    kept = hashlib.sha256(content).hexdigest()
    assert list(folder.rglob(kept)) == list((folder / "quarantine").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("程序.exe", "application/pdf"),
        ("规划.pdf.exe", "application/pdf"),
        ("规划", "application/pdf"),
        ("名册.xlsm", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("规划.txt", "text/plain"),
        ("页.svg", "image/svg+xml"),
        ("包.zip", "application/zip"),
    ],
)
async def test_only_listed_types_under_their_own_endings_are_announced(
    open_case: Any, name: str, media_type: str
) -> None:
    case = await open_case()
    application = await case.draft()
    body = case.SEAL_PAGE | {"name": name, "media_type": media_type}
    refused = await case.post("institution", f"/applications/{application}/documents", body)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_content")


async def test_without_a_scanner_a_document_is_handed_out_and_never_called_clean(
    open_case: Any,
) -> None:
    case = await open_case()
    application = await case.submitted()
    assert (await document_of(case, application))["scan"] == "not_scanned"
    await tend(case)
    document = await document_of(case, application)
    assert document["scan"] == "not_scanned"
    assert len(document["sm3"]) == SM3_LENGTH
    assert (await content_of(case, application, "district")).status_code == 200


async def test_where_a_scanner_is_asked_nobody_is_handed_what_it_has_not_passed(
    open_case: Any,
) -> None:
    async with fake_clamd(b"INSTREAM size limit exceeded. ERROR\0") as clamd:
        case = await open_case(clamav_address=clamd.address)
        application = await case.submitted()  # the filing does not wait: its receipt counts
        for _ in range(2):
            closed = await content_of(case, application, "district")
            assert (closed.status_code, closed.json()["code"]) == (409, "document_not_scanned")
            await tend(case)
        assert (await document_of(case, application))["scan"] == "not_scanned"
        clamd.says = CLEAN
        await tend(case)
        assert clamd.asked == 1  # it is not asked again at once
        later(case)
        await tend(case)
        assert (await document_of(case, application))["scan"] == "clean"
        assert (await content_of(case, application, "district")).status_code == 200


async def test_while_the_scanner_is_away_nothing_becomes_clean(open_case: Any) -> None:
    async with fake_clamd() as clamd:
        pass
    case = await open_case(clamav_address=clamd.address)
    application = await case.submitted()
    await tend(case)
    assert (await document_of(case, application))["scan"] == "not_scanned"
    closed = await content_of(case, application, "institution")
    assert (closed.status_code, closed.json()["code"]) == (409, "document_not_scanned")


async def test_an_infected_document_is_locked_away_and_blocks_the_filing(open_case: Any) -> None:
    async with fake_clamd() as clamd:
        case = await open_case(clamav_address=clamd.address)
        application = await case.draft(content=VIRUS)
        await tend(case)
    assert (await document_of(case, application))["scan"] == "infected"
    closed = await content_of(case, application, "institution")
    assert (closed.status_code, closed.json()["code"]) == (409, "document_infected")
    refused = await case.act("institution", application, "submission")
    assert refused.status_code == 422
    assert "document_infected" in {error["code"] for error in refused.json()["errors"]}
    history = await case.get("auditor", f"/intake/history?resource=application/{application}")
    assert "look_at_document" in {entry["act"] for entry in history.json()["items"]}


async def test_a_finding_reaches_every_document_with_these_bytes_and_is_not_taken_back(
    open_case: Any,
) -> None:
    async with fake_clamd() as clamd:
        case = await open_case(clamav_address=clamd.address)
        first = await case.submitted()
        await tend(case)
        assert (await document_of(case, first))["scan"] == "clean"
        clamd.says = b"stream: New.Virus FOUND\0"  # the scanner has learnt
        second = await case.draft("institution_2")
        await tend(case)
        clamd.says = CLEAN
        later(case)
        await tend(case)
    for application in (first, second):
        assert (await document_of(case, application, "auditor"))["scan"] == "infected"
    assert (await content_of(case, first, "district")).json()["code"] == "document_infected"


async def test_a_new_content_is_not_clean_because_the_last_one_was(open_case: Any) -> None:
    async with fake_clamd() as clamd:
        case = await open_case(clamav_address=clamd.address)
        application = await case.draft()
        await tend(case)
        document = await document_of(case, application)
        assert document["scan"] == "clean"
        path = f"/applications/{application}/documents/{document['id']}"
        again = await case.upload(path, pdf("另一份"), **{"If-Match": '"v2"'})
        assert again.status_code == 200, again.text
        assert (again.json()["scan"], again.json()["sm3"]) == ("not_scanned", None)
