"""The whole register as one file, for other systems and for people."""

import base64
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from fastapi import Response
from fastapi.responses import Response as AnyResponse

from common.http.app import router
from common.http.attachments import SpooledFile
from common.http.conditional import IfNoneMatch, names, not_modified
from common.http.dependencies import Running
from common.http.problems import LIMITED, documented
from registry.api.readers import Register
from registry.api.register_models import WholeRegister
from registry.downloads.content import Moment
from registry.downloads.csv_file import CsvFile
from registry.downloads.json_file import JsonFile
from registry.downloads.spool import Format, spool
from registry.downloads.workbook_file import WorkbookFile
from registry.store import register_feed

routes = router(tag="register")

JSON: Final = "application/json"
CSV: Final = "text/csv; charset=utf-8; header=present"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# May be kept, but is asked for again each time: a standing changes with the day and a decision.
KEPT: Final = "no-cache"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which file is asked for, of which legal day, and what the caller has already."""

    ending: str
    day: date
    if_none_match: str | None


def _answers(media_type: str | None = None) -> dict[int | str, Any]:
    headers = {
        "ETag": "the last change and the legal day; for If-None-Match",
        "Repr-Digest": "SHA-256 of the file (RFC 9530)",
        "Register-Count": "how many clusters are in it",
        "Register-Change": "the number of the last change in it; go on with GET /v1/changes?after=",
        "Register-As-Of": "the legal day of each standing",
    }
    shown = {
        name: {"description": text, "schema": {"type": "string"}} for name, text in headers.items()
    }
    binary = {"type": "string", "format": "binary"}
    whole: dict[str, Any] = {"description": "The whole register", "headers": shown}
    if media_type is not None:
        whole["content"] = {media_type: {"schema": binary}}
    not_changed = {"description": "Nothing has changed since the ETag given"}
    return {**documented(LIMITED), 200: whole, 304: not_changed}


@routes.get(
    "/register.json",
    response_model=WholeRegister,
    responses=_answers(),
    name="download_json",
)
async def download_json(
    register: Register, runtime: Running, if_none_match: IfNoneMatch = None
) -> Response:
    """Every cluster of the register with its standing today, a line each."""
    asked = Asked("json", runtime.clock.today(), if_none_match)
    return await _download(register, asked, JsonFile, JSON)


@routes.get(
    "/register.csv", response_class=AnyResponse, responses=_answers(CSV), name="download_csv"
)
async def download_csv(
    register: Register, runtime: Running, if_none_match: IfNoneMatch = None
) -> Response:
    """The register as CSV in UTF-8 with its mark; no cell can run as a formula.

    A cell that a spreadsheet might run has an apostrophe before it, and so has one that begins with
    an apostrophe: take one off.
    """
    asked = Asked("csv", runtime.clock.today(), if_none_match)
    return await _download(register, asked, CsvFile, CSV)


@routes.get(
    "/register.xlsx", response_class=AnyResponse, responses=_answers(XLSX), name="download_workbook"
)
async def download_workbook(
    register: Register, runtime: Running, if_none_match: IfNoneMatch = None
) -> Response:
    """The register as a workbook with headings in Chinese; every cell is text."""
    asked = Asked("xlsx", runtime.clock.today(), if_none_match)
    return await _download(register, asked, WorkbookFile, XLSX)


async def _download(register: Register, asked: Asked, form: Format, media_type: str) -> Response:
    known = _etag(Moment(asked.day, await register_feed.last_number(register)), asked.ending)
    if names(asked.if_none_match, known):
        return not_modified(known, cache_control=KEPT)
    spooled = await spool(register.database, form, day=asked.day)
    headers = {
        "ETag": _etag(spooled.moment, asked.ending),
        "Cache-Control": KEPT,
        "Repr-Digest": f"sha-256=:{base64.b64encode(spooled.sha256).decode()}:",
        "Register-Count": str(spooled.count),
        "Register-Change": str(spooled.moment.change),
        "Register-As-Of": asked.day.isoformat(),
    }
    return SpooledFile(
        spooled.file,
        name=f"register-{asked.day.isoformat()}.{asked.ending}",
        media_type=media_type,
        size_bytes=spooled.size_bytes,
        headers=headers,
    )


def _etag(moment: Moment, ending: str) -> str:
    return f'"{ending}-{moment.change}-{moment.day.isoformat()}"'
