"""Documents: all of their bytes are kept, or nothing is; what comes out does no harm."""

import hashlib
from collections.abc import AsyncIterator
from typing import Any

from common.testing.documents import pdf

MIB = 1024 * 1024


async def announced(case: Any, application: str) -> Any:
    answer = await case.post(
        "institution", f"/applications/{application}/documents", case.SEAL_PAGE
    )
    assert answer.status_code == 201, answer.text
    return f"/applications/{application}/documents/{answer.json()['id']}"


def files(case: Any) -> Any:
    return {
        path for path in case.running.runtime.documents.objects.folder.rglob("*") if path.is_file()
    }


async def nothing_changed(case: Any, path: str, before: Any) -> None:
    shown = (await case.get("institution", path)).json()
    assert (shown["sha256"], shown["received_at"]) == (None, None)
    assert files(case) == before


async def test_a_document_comes_out_as_it_went_in_and_as_an_attachment(open_case: Any) -> None:
    case = await open_case()
    application = await case.draft()
    path = await announced(case, application)
    content = pdf("三年发展规划", "合成数据")
    kept = await case.upload(path, content)
    assert kept.status_code == 200, kept.text
    assert kept.json()["sha256"] == hashlib.sha256(content).hexdigest()
    sent = await case.get("institution", f"{path}/content")
    assert sent.content == content
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert sent.headers["Content-Security-Policy"].startswith("sandbox")
    disposition = sent.headers["Content-Disposition"]
    assert disposition.startswith('attachment; filename="___.pdf"')
    assert "filename*=UTF-8''%E7%9B%96%E7%AB%A0%E9%A1%B5.pdf" in disposition


async def test_a_body_declared_too_large_is_refused_before_it_is_read(open_case: Any) -> None:
    case = await open_case()
    path = await announced(case, await case.draft())
    before = files(case)
    declared = {"Content-Length": str(600 * MIB)}
    refused = await case.upload(path, b"", **declared)
    assert (refused.status_code, refused.json()["code"]) == (413, "too_large")
    await nothing_changed(case, path, before)


async def test_a_chunked_body_over_the_limit_is_cut_off_and_leaves_nothing(open_case: Any) -> None:
    case = await open_case()
    path = await announced(case, await case.draft())
    before = files(case)

    async def endless() -> AsyncIterator[bytes]:
        for _piece in range(101):
            yield bytes(MIB)

    refused = await case.upload(path, endless())
    assert (refused.status_code, refused.json()["code"]) == (413, "too_large")
    await nothing_changed(case, path, before)


async def test_a_broken_upload_leaves_no_file_and_no_change(open_case: Any) -> None:
    case = await open_case()
    path = await announced(case, await case.draft())
    before = files(case)
    status, body = await broken_off(case, f"/v1{path}/content")
    assert (status, b"upload_interrupted" in body) == (400, True)
    await nothing_changed(case, path, before)


async def broken_off(case: Any, path: str) -> Any:
    """PUT on the bare application: one piece arrives, then the client is gone."""
    headers = case.running.as_("institution") | {"If-Match": '"v1"', "Content-Length": "1000000"}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "PUT",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "scheme": "http",
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("test", 1),
        "server": ("test", 80),
    }
    arriving = [
        {"type": "http.request", "body": b"half", "more_body": True},
        {"type": "http.disconnect"},
    ]
    sent: list[Any] = []

    async def receive() -> Any:
        return arriving.pop(0) if len(arriving) > 1 else arriving[0]

    async def send(message: Any) -> None:
        sent.append(message)

    await case.running.client._transport.app(scope, receive, send)
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent)


async def test_a_stale_upload_and_an_empty_one_leave_nothing(open_case: Any) -> None:
    case = await open_case()
    path = await announced(case, await case.draft())
    before = files(case)
    stale = await case.upload(path, case.PDF, **{"If-Match": '"v7"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    empty = await case.upload(path, b"")
    assert (empty.status_code, empty.json()["code"]) == (422, "document_empty")
    await nothing_changed(case, path, before)


async def test_what_a_version_holds_does_not_change(open_case: Any) -> None:
    case = await open_case()
    application = await case.submitted()
    shown = (await case.get("institution", f"/applications/{application}")).json()
    document = shown["documents"][0]
    path = f"/applications/{application}/documents/{document['id']}"
    closed = await case.upload(path, b"other", **{"If-Match": '"v2"'})
    assert (closed.status_code, closed.json()["code"]) == (409, "not_possible_in_this_status")
    items = [{"pointer": "/documents/seal_page", "reason": "盖章不清", "clause": "管理办法 第九条"}]
    await case.act("district", application, "correction-requests", {"items": items})
    frozen = await case.upload(path, b"other", **{"If-Match": '"v2"'})
    assert (frozen.status_code, frozen.json()["code"]) == (409, "document_frozen")
    more = await case.document(application, content=pdf("重新盖章"))
    assert more.status_code == 200, more.text
    # Until it is filed, the new one is the institution's alone.
    seen = (await case.get("district", f"/applications/{application}")).json()["documents"]
    assert [one["id"] for one in seen] == [document["id"]]


async def test_a_loose_document_can_be_taken_out(open_case: Any) -> None:
    case = await open_case()
    path = await announced(case, await case.draft())
    headers = case.running.as_("institution") | {"If-Match": '"v1"'}
    gone = await case.running.client.delete(f"/v1{path}", headers=headers)
    assert gone.status_code == 204
    assert (await case.get("institution", path)).status_code == 404


async def test_no_stranger_uploads_or_downloads(open_case: Any) -> None:
    case = await open_case()
    application = await case.draft()
    path = await announced(case, application)
    before = files(case)
    refused = await case.upload(path, case.PDF, person="institution_2")
    assert refused.status_code == 404
    assert (await case.get("district", f"{path}/content")).status_code == 404
    await nothing_changed(case, path, before)


async def test_a_thousand_ranges_are_one_whole_answer_and_no_path_leads_elsewhere(
    open_case: Any,
) -> None:
    case = await open_case()
    path = await announced(case, await case.draft())
    await case.upload(path, case.PDF)
    ranges = "bytes=" + ",".join(f"{start}-" for start in range(1000))
    headers = case.running.as_("institution") | {"Range": ranges}
    sent = await case.running.client.get(f"/v1{path}/content", headers=headers)
    assert (sent.status_code, sent.content) == (200, case.PDF)
    name = hashlib.sha256(case.PDF).hexdigest()
    for guess in (f"/objects/{name[:2]}/{name}", f"/quarantine/{name}", f"{path}/../{name}"):
        assert (await case.get("institution", guess)).status_code in (404, 405, 422)
