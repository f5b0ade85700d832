"""The pre-check as JSON, page and paper: who asks for what gets it, and everybody the same."""

import io
import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from common.tables import audit, outbox
from evaluation.tables.evaluations import evaluations
from programme.standards import registry

NOTICES = {
    "zh-CN": "仅供参考，不构成认定结论",
    "en": "For reference only; this is no conclusion on designation.",
}
STANDARD = registry.load("beijing-2023")


async def ask(bench: Any, facts: Any, accept: str, language: str = "zh-CN", **changes: Any) -> Any:
    body = {"standard_id": "beijing-2023", "application_year": 2024, "facts": facts} | changes
    headers = {"Accept": accept, "Accept-Language": language}
    return await bench.post("/v1/prechecks", body, None, **headers)


def plain(text: str) -> str:
    return "".join(text.split())


async def test_each_gets_the_format_asked_for_and_nothing_is_stored(bench: Any, make: Any) -> None:
    facts = make["facts"]()
    kinds = {
        "*/*": "application/json",
        "application/json": "application/json",
        "text/html,application/xhtml+xml,*/*;q=0.8": "text/html; charset=utf-8",
        "application/pdf": "application/pdf",
    }
    for accept, kind in kinds.items():
        answer = await ask(bench, facts, accept)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)
        assert answer.headers["Vary"] == "Accept, Accept-Language"
    async with bench.running.worker.connection() as connection:
        for table in (evaluations, audit, outbox):
            found = await connection.execute(select(func.count()).select_from(table))
            assert found.scalar_one() == 0


async def test_what_is_not_offered_is_told_before_the_body_is_looked_at(
    bench: Any, make: Any
) -> None:
    answer = await ask(bench, make["facts"](), "image/png, application/json;q=0", more=1)
    assert (answer.status_code, answer.json()["code"]) == (406, "not_acceptable")
    assert "application/pdf" in answer.json()["detail"]


@pytest.mark.parametrize("accept", ["application/json", "text/html", "application/pdf"])
async def test_contradictory_facts_are_refused_in_every_format(
    bench: Any, make: Any, accept: str
) -> None:
    answer = await ask(bench, make["facts"](output_2023="1.23"), accept)
    assert (answer.status_code, answer.json()["code"]) == (422, "contradictory_facts")
    assert answer.headers["Content-Type"] == "application/problem+json"
    pointers = {error["pointer"] for error in answer.json()["errors"]}
    assert {"/facts/series/3/sme_output", "/facts/series/3/total_output"} <= pointers


@pytest.mark.parametrize("language", ["zh-CN", "en"])
async def test_the_page_can_do_nothing_and_speaks_the_language(
    bench: Any, make: Any, language: str
) -> None:
    answer = await ask(bench, make["facts"](), "text/html", language)
    assert answer.headers["Content-Language"] == language
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert f'<html lang="{language}">' in answer.text
    assert NOTICES[language] in answer.text


@pytest.mark.parametrize("language", ["zh-CN", "en"])
async def test_the_paper_says_on_every_page_what_it_is(
    bench: Any, make: Any, language: str
) -> None:
    answer = await ask(bench, make["facts"](output_2022="399999.99"), "application/pdf", language)
    paper: Any = PdfReader(io.BytesIO(answer.content))
    metadata = paper.xmp_metadata
    assert metadata is not None
    assert (metadata.pdfaid_part, metadata.pdfaid_conformance) == ("2", "A")
    assert paper.trailer["/Root"]["/Lang"] == language
    disposition = answer.headers["Content-Disposition"]
    assert disposition == f'inline; filename="precheck-beijing-2023-2024-{language}.pdf"'
    for number, page in enumerate(paper.pages, start=1):
        assert [round(float(x)) for x in page.mediabox] == [0, 0, 595, 842]
        text = plain(page.extract_text())
        assert plain(NOTICES[language]) in text
        assert f"beijing-2023·{'修订号' if language == 'zh-CN' else 'revision'}1" in text
        assert STANDARD.sha256 in text
        assert re.search(rf"(第|Page){number}(页，共|of){len(paper.pages)}", text)
    assert pages_without_text(paper) == []


def pages_without_text(paper: PdfReader) -> list[int]:
    return [n for n, page in enumerate(paper.pages) if len(plain(page.extract_text())) < 250]


async def test_the_paper_holds_the_figures_of_the_json(bench: Any, make: Any) -> None:
    facts = make["facts"](output_2022="399999.99")
    facts |= {"energy_intensive": True, "energy_unit": '#panic("x") $1$', "energy_use": "1.5"}
    facts |= {"energy_baseline": "1.5", "energy_direction": "lower_is_better"}
    verdict = (await ask(bench, facts, "application/json")).json()
    answer = await ask(bench, facts, "application/pdf")
    paper = PdfReader(io.BytesIO(answer.content))
    text = plain("".join(page.extract_text() for page in paper.pages))
    for criterion in verdict["criteria"]:
        assert plain(criterion["quote"])[:12] in text
        for test in criterion["tests"]:
            for name in ("value_shown", "threshold_shown", "margin_shown"):
                assert test[name] is None or plain(test[name]) in text, test[name]
        for change in criterion["to_pass"]:
            assert plain(f"{change['needed']}{change['unit']}（{change['change']}）") in text
    assert "有条件不符合" in text
    assert plain('1.5 #panic("x") $1$') in text


async def test_a_body_over_the_limit_is_refused_in_every_format(bench: Any) -> None:
    for accept in ("text/html", "application/pdf"):
        answer = await ask(bench, {"scale_basis": "x" * 70_000}, accept)
        assert (answer.status_code, json.loads(answer.text)["code"]) == (413, "too_large")


@pytest.mark.parametrize("unit", ["\x07\x1b[2J", "a\u202eb\u2066", "\ufffe\ufffd\ue000", "😀한𠮷"])
async def test_no_text_that_is_filed_breaks_a_report(bench: Any, make: Any, unit: str) -> None:
    facts = make["facts"]() | {"energy_intensive": True, "energy_direction": "lower_is_better"}
    facts |= {"energy_unit": unit, "energy_use": "1.5", "energy_baseline": "2"}
    for accept in ("application/json", "text/html", "application/pdf"):
        answer = await ask(bench, facts, accept)
        assert answer.status_code == 200
        if accept == "text/html":
            assert ElementTree.fromstring(answer.text).tag == "html"
            assert re.search("[\x00-\x08\x0e-\x1f\u202a-\u202e\u2066-\u2069]", answer.text) is None
