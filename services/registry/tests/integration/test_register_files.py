"""The register as a file: whole, of one moment, with count and hash, in constant memory."""

import asyncio
import base64
import csv
import hashlib
import io
import json
import tracemalloc
from dataclasses import replace
from datetime import date
from typing import IO, Any

import pytest
from sqlalchemy import text

from common.client import application_client
from common.http import attachments
from common.http.attachments import SpooledFile
from common.process import application
from registry.config import Settings
from registry.downloads.content import Moment
from registry.downloads.csv_file import CsvFile
from registry.downloads.json_file import JsonFile
from registry.downloads.spool import spool
from registry.downloads.workbook_file import WorkbookFile
from registry.main import SERVICE

THREE = (
    ("110102", "北京市西城区ＡＩ芯片产业集群", "91110108000000000X"),
    ("110108", "=cmd|'/c calc'!A0 产业集群", "91110000101623741K"),
    ("110113", "北京市顺义区第三代半导体产业集群", "911101066976941872"),
)
FORMS = ("json", "csv", "xlsx")
# Copies of the one cluster there is, each with a proposal and a period of its own.
COPIES = """
WITH made AS (SELECT n, gen_random_uuid() AS id, gen_random_uuid() AS proposal,
                gen_random_uuid() AS application FROM generate_series(1, :copies) n),
  p AS (INSERT INTO proposals (id, status, version, application_id, evaluation_id, round_id, "case",
          standard, decision_reference, decided_at, notice_id, recorded_at)
        SELECT made.proposal, status, version, made.application, evaluation_id, round_id, "case",
          standard, decision_reference, decided_at, notice_id, recorded_at
        FROM made, (SELECT * FROM proposals LIMIT 1) one RETURNING id),
  c AS (INSERT INTO clusters (id, number, version, name, district, leading_industry,
          institution_code, institution_name, plan_targets, application_id, proposal_id,
          notice_id, notice_number, official_address, published_on, recorded_at)
        SELECT made.id, 'BJ-2025-' || lpad(n::text, 4, '0'), version, name, district,
          leading_industry, institution_code, institution_name, plan_targets, made.application,
          made.proposal, notice_id, notice_number, official_address, published_on, recorded_at
        FROM made, (SELECT * FROM clusters LIMIT 1) one RETURNING id)
INSERT INTO cluster_periods (id, cluster_id, first_day, last_day, style, published_on, recorded_at)
SELECT gen_random_uuid(), made.id, first_day, last_day, style, published_on, recorded_at
FROM made, (SELECT * FROM cluster_periods LIMIT 1) one
"""


async def download(registry: Any, form: str, **headers: str) -> Any:
    """The answer to a download of the register."""
    url = f"/v1/register.{form}"
    return await registry.running.client.get(
        url, headers={k.title(): v for k, v in headers.items()}
    )


async def many(registry: Any, copies: int) -> None:
    """A register with one designated cluster and copies of it."""
    await registry.designated()
    async with registry.running.worker.connection() as connection:
        await connection.execute(text(COPIES.replace(":copies", str(copies))))


async def test_a_file_is_whole_and_says_of_which_moment_it_is(registry: Any) -> None:
    await registry.designated(*THREE)
    for form in FORMS:
        answer = await download(registry, form)
        assert answer.status_code == 200, answer.text
        digest = base64.b64encode(hashlib.sha256(answer.content).digest()).decode()
        head = answer.headers
        assert head["Repr-Digest"] == f"sha-256=:{digest}:"
        assert (head["Register-Count"], head["Register-Change"]) == ("3", "3")
        assert (head["Register-As-Of"], head["Cache-Control"]) == ("2024-03-08", "no-cache")
        assert f'filename="register-2024-03-08.{form}"' in head["Content-Disposition"]
        assert head["Content-Length"] == str(len(answer.content))
    whole = (await download(registry, "json")).json()
    assert [(item["number"], item["standing"]) for item in whole["items"]] == [
        (f"BJ-2024-000{n}", "valid") for n in (1, 2, 3)
    ]
    feed = (await registry.get("/changes?after=0&limit=1")).text.replace("Z", "+00:00")
    [first] = json.loads(feed)["items"]
    told = {name: value for name, value in whole["items"][0].items() if name != "standing"}
    assert told == first["facts"]
    table = (await download(registry, "csv")).content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(table, newline="")))
    assert [line["name"] for line in lines][1] == f"'{THREE[1][1]}"
    assert {line["last_day"] for line in lines} == {"2027-03-07"}


async def test_a_file_that_the_caller_has_is_not_sent_again_until_something_changes(
    registry: Any,
) -> None:
    await registry.designated(*THREE)
    for form in FORMS:
        etag = (await download(registry, form)).headers["ETag"]
        again = await registry.running.client.get(
            f"/v1/register.{form}", headers={"If-None-Match": f'"other", W/{etag}'}
        )
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    known = {"If-None-Match": etag}
    registry.move_to(date(2027, 3, 8))  # no job has run; the day alone ends the validity
    later = await registry.running.client.get("/v1/register.xlsx", headers=known)
    assert (later.status_code, later.headers["ETag"] == etag) == (200, False)
    whole = (await download(registry, "json")).json()
    assert {item["standing"] for item in whole["items"]} == {"expired"}


@pytest.mark.parametrize("form", [JsonFile, CsvFile, WorkbookFile])
async def test_five_times_the_clusters_take_no_more_memory(registry: Any, form: Any) -> None:
    await many(registry, 300)
    day, database = registry.running.clock.today(), registry.running.runtime.public_database
    peaks = []
    for extra in (0, 1200):
        if extra:
            async with registry.running.worker.connection() as connection:
                more = COPIES.replace("BJ-2025", "BJ-2026").replace(":copies", str(extra))
                await connection.execute(text(more))
        (await spool(database, form, day=day)).file.close()  # whatever is made once is there
        tracemalloc.start()
        spooled = await spool(database, form, day=day)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        spooled.file.close()
    assert spooled.count == 1501
    assert peaks[1] < 2.5 * peaks[0], peaks
    assert database.in_use == 0


async def test_a_file_is_of_one_moment_whatever_is_committed_meanwhile(registry: Any) -> None:
    await many(registry, 1200)
    worker, database = registry.running.worker, registry.running.runtime.public_database
    touched: list[int] = []

    class Interrupted(JsonFile):
        """A format during whose first batch somebody renames every cluster."""

        def add(self, rows: Any) -> None:
            """Write some rows; the first time, wait for the other writer."""
            if not touched:
                touched.append(1)
                asyncio.run_coroutine_threadsafe(rename(), loop).result(10)
            super().add(rows)

    async def rename() -> None:
        async with worker.connection() as connection:
            await connection.execute(text("UPDATE clusters SET name = '新名'"))

    loop = asyncio.get_running_loop()
    spooled = await spool(database, Interrupted, day=registry.running.clock.today())
    with spooled.file as file:
        content = file.read()
    assert (spooled.count, touched) == (1201, [1])
    assert "新名".encode() not in content


class Stalls(Exception):
    """The client of a test has gone away."""


@pytest.mark.parametrize("how", ["goes away", "stops reading"])
async def test_a_client_who_does_not_read_on_leaves_nothing_behind(
    registry: Any, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    await many(registry, 300)
    monkeypatch.setattr(attachments, "STALLED_AFTER_S", 0.05)
    monkeypatch.setattr(attachments, "PIECE_BYTES", 1000)
    database = registry.running.runtime.public_database
    spooled = await spool(database, JsonFile, day=registry.running.clock.today())
    assert database.in_use == 0  # while a client reads, no connection is held
    sent = []

    async def send(message: Any) -> None:
        sent.append(message)
        if len(sent) == 3:
            if how == "goes away":
                raise Stalls
            await asyncio.sleep(60)

    async def nothing() -> Any:
        return {"type": "http.disconnect"}

    file: IO[bytes] = spooled.file
    answer = SpooledFile(file, name="x", media_type="x", size_bytes=1, headers={})
    if how == "goes away":
        with pytest.raises(Stalls):
            await answer({}, nothing, send)
    else:
        await answer({}, nothing, send)
    assert file.closed
    assert len(sent) == 3


async def test_a_format_that_fails_leaves_neither_file_nor_connection(registry: Any) -> None:
    await registry.designated()
    database = registry.running.runtime.public_database
    files = []

    def broken(file: IO[bytes], moment: Moment) -> Any:
        files.append(file)
        writer = WorkbookFile(file, moment)
        monkey = lambda: (_ for _ in ()).throw(Stalls())  # noqa: E731
        writer.finish = monkey  # type: ignore[method-assign]
        return writer

    with pytest.raises(Stalls):
        await spool(database, broken, day=date(2024, 3, 8))
    assert [file.closed for file in files] == [True]
    assert database.in_use == 0


async def test_who_downloads_too_often_is_told_when_to_come_again(registry: Any) -> None:
    limited = replace(registry.running.runtime, rate_limits={"downloads": 2, "validations": 1})
    app = application(SERVICE, limited)
    async with application_client(app) as client:
        answers = [await client.get(f"/v1/register.{form}") for form in FORMS]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert (answers[2].json()["code"], answers[2].headers["Retry-After"]) == (
            "too_many_requests",
            "30",
        )
        asked = [await client.post("/v1/validations", json={"numbers": []}) for _ in range(2)]
        assert [answer.status_code for answer in asked] == [200, 429]
        assert (await client.get("/v1/clusters")).status_code == 200


def test_each_class_that_can_be_limited_has_its_requests() -> None:
    default = Settings.model_fields["rate_limits"].default
    assert {rate.name for rate in SERVICE.rates} == set(default)
