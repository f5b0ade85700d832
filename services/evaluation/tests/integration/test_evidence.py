"""Evidence comes from the shared object store: that of the case, for who may read the case."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from common.contracts.case import CaseDocument
from common.documents.store import DocumentStore
from common.testing.documents import pdf

PLAN = pdf("三年发展规划")


async def stored(bench: Any, content: bytes) -> CaseDocument:
    """A document that intake has put into the store."""
    store: DocumentStore = bench.running.runtime.documents

    async def pieces() -> AsyncIterator[bytes]:
        yield content

    async with store.receive(pieces()) as received:
        await store.objects.keep(received)
    return CaseDocument(
        sha256=received.sha256,
        kind="plan",
        criterion_ids=("9.6",),
        media_type="application/pdf",
        size_bytes=received.size_bytes,
    )


async def evaluation_with(bench: Any, make: Any, *documents: CaseDocument) -> str:
    case = make["case"](documents=documents)
    await bench.recommend(case)
    found = await bench.evaluation_of(case)
    return f"/v1/evaluations/{found['id']}/documents"


async def test_a_document_of_the_case_is_an_attachment(bench: Any, make: Any) -> None:
    document = await stored(bench, PLAN)
    path = await evaluation_with(bench, make, document)
    for person in ("bureau", "district", "auditor"):
        sent = await bench.get(f"{path}/{document.sha256}", person)
        assert (sent.status_code, sent.content) == (200, PLAN)
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert sent.headers["Content-Security-Policy"].startswith("sandbox")
    name = f"plan-{document.sha256[:12]}.pdf"
    assert sent.headers["Content-Disposition"].startswith(f'attachment; filename="{name}"')


async def test_no_document_of_another_case_and_none_for_others(bench: Any, make: Any) -> None:
    mine, other = await stored(bench, PLAN), await stored(bench, pdf("另一份"))
    path = await evaluation_with(bench, make, mine)
    assert (await bench.get(f"{path}/{other.sha256}")).status_code == 404
    for person in ("district_2", "institution"):
        assert (await bench.get(f"{path}/{mine.sha256}", person)).status_code == 404
    assert (await bench.get(f"{path}/{mine.sha256}", None)).status_code == 401


@pytest.mark.parametrize("name", ["a" * 63, "A" * 64, "..%2F..%2Fetc%2Fpasswd", "quarantine"])
async def test_only_a_hash_names_a_document(bench: Any, make: Any, name: str) -> None:
    path = await evaluation_with(bench, make, await stored(bench, PLAN))
    assert (await bench.get(f"{path}/{name}")).status_code in (404, 422)


async def test_what_the_scanner_had_locked_away_is_not_handed_out(bench: Any, make: Any) -> None:
    document = await stored(bench, PLAN)
    path = await evaluation_with(bench, make, document)
    await bench.running.runtime.documents.objects.lock_away(document.sha256)
    closed = await bench.get(f"{path}/{document.sha256}")
    assert (closed.status_code, closed.json()["code"]) == (409, "document_infected")
