"""A pre-check's answer as JSON, as a page, or on paper."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson
from fastapi import Response

from common.paper.printing import Press
from evaluation.report.content import report_of
from evaluation.report.pages import PAPER, for_paper, page
from evaluation.report.words import Language, Words
from programme.kernel.facts import Facts
from programme.standards.standard import Standard

JSON: Final = "application/json"
HTML: Final = "text/html"
PDF: Final = "application/pdf"
MEDIA: Final = (JSON, HTML, PDF)  # the first for whoever does not mind

FORMATS: Final[dict[str, Any]] = {
    "description": "The verdict: as JSON, or as a report on a page or on paper",
    "content": {
        HTML: {"schema": {"type": "string"}},
        PDF: {"schema": {"type": "string", "format": "binary"}},
    },
}

# A page that needs nothing may also do nothing.
_PAGE_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
PRESS: Final = Press()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The format and language of an answer, and the instant a report bears."""

    media: str
    language: Language
    at: datetime


async def shown_as(
    wish: Asked, answer: dict[str, Any], standard: Standard, *, facts: Facts
) -> Response:
    """The answer in the format wished for; every figure of a report is one of the JSON's."""
    if wish.media == JSON:
        return _response(orjson.dumps(answer), JSON, {})
    report = await asyncio.to_thread(
        report_of,
        answer,
        standard,
        facts=facts,
        at=wish.at,
        words=Words(wish.language),
    )
    told = {"Content-Language": wish.language, "Cache-Control": "no-store"}
    if wish.media == HTML:
        text = await asyncio.to_thread(page, report)
        return _response(text.encode(), f"{HTML}; charset=utf-8", {**_PAGE_HEADERS, **told})
    data = await asyncio.to_thread(for_paper, report)
    paper = await PRESS.printed(PAPER, data, at=wish.at)
    name = f"precheck-{standard.id}-{facts.application_year}-{wish.language}.pdf"
    told["Content-Disposition"] = f'inline; filename="{name}"'
    return _response(paper, PDF, told)


def _response(content: bytes, media_type: str, headers: Mapping[str, str]) -> Response:
    return Response(
        content, media_type=media_type, headers={"Vary": "Accept, Accept-Language", **headers}
    )
