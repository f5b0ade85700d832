"""The roster of a report: a CSV taken in whole or not at all, from institutions and systems."""

from collections.abc import Iterable
from random import Random
from typing import Any

import pytest
from sqlalchemy import delete

from common.actor import service_actor
from common.testing.tokens import token
from monitoring.domain.roster import NAMES
from monitoring.tables.rosters import report_enterprises
from monitoring.verify import findings
from programme.credit_code import check_credit_code, check_digit

NEW = {"If-None-Match": "*"}
RANDOM = Random(7)  # test data
CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
IMPORTER = {"Authorization": f"Bearer {token('system', scope='reports:import')}"}


def code(*, right: bool = True) -> str:
    body = "91110108" + "".join(RANDOM.choice(CHARACTERS) for _ in range(9))
    digit = check_digit(body)
    return body + (digit if right else CHARACTERS[(CHARACTERS.index(digit) + 1) % 31])


def row(uscc: str, **changes: str) -> str:
    values = {
        "uscc": uscc,
        "enterprise_name": '"某某, 公司"',
        "industry_code": "6513",
        "in_leading_industry": "true",
        "employees": "40",
        "revenue": "1200.50",
        "total_assets": "",
        "output": "1300.25",
        "rd_expense": "80.00",
        "valid_invention_patents": "3",
        "uses_platform": "false",
    }
    return ",".join((values | changes)[name] for name in NAMES)


def file(rows: Iterable[str], *, head: str = ",".join(NAMES)) -> bytes:
    return "\n".join(["\ufeff" + head, *rows, ""]).encode()


@pytest.fixture
def path(reporting: Any) -> str:
    reporting.move_to(2025, 2, 10)
    return "/v1/annual-reports/BJ-2024-0001/2024"


async def faults(reporting: Any) -> Any:
    database, clock = reporting.running.worker, reporting.running.clock
    async with database.transaction(service_actor("monitoring"), at=clock.now()) as tx:
        return [finding async for finding in findings(tx) if not finding.ok]


async def hand_in(reporting: Any, path: str, content: bytes, headers: dict[str, str]) -> Any:
    url = f"{path}/enterprises"
    return await reporting.running.client.post(url, content=content, headers=headers)


async def drafted(reporting: Any, path: str, complete: Any) -> dict[str, str]:
    await reporting.designate()
    written = await reporting.put(path, "institution", complete, **NEW)
    tag = {"If-Match": written.headers["ETag"]}
    return dict(reporting.running.as_("institution") | tag)


async def test_a_roster_is_added_up_and_goes_with_the_version(
    reporting: Any, path: str, complete: Any
) -> None:
    headers = await drafted(reporting, path, complete)
    twice, doubtful = code(), code(right=False)
    rows = [
        row(twice),
        row(twice, uses_platform="true"),
        row(doubtful, in_leading_industry="false"),
    ]
    done = await hand_in(reporting, path, file(rows), headers)
    assert (done.status_code, done.headers["ETag"]) == (201, '"v2"'), done.text
    shown = (await reporting.get(path, "institution")).json()["roster"]
    assert (shown["rows"], shown["sha256"]) == (3, done.json()["sha256"])
    wanted = {"enterprises": "3", "repeated_codes": "1", "doubtful_codes": "1", "employees": "120"}
    wanted |= {"output": "3900.75", "leading_output": "2600.50", "platform_users": "1"}
    assert {name: shown["tally"][name] for name in wanted} == wanted
    questions = (await reporting.get(f"{path}/questions", "institution")).json()["items"]
    sums = {each["pointer"]: each["there"]["value"] for each in questions}
    assert sums["/annual_metrics/enterprise_count"] == "3"
    assert sums["/annual_metrics/total_output"] == "3900.75"
    assert (await reporting.submit(path)).status_code == 201
    version = (await reporting.get(f"{path}/versions/1", "bureau")).json()
    assert version["roster"]["sha256"] == shown["sha256"]
    assert await faults(reporting) == []
    async with reporting.running.worker.connection() as connection:
        await connection.execute(
            delete(report_enterprises).where(report_enterprises.c.position == 3)
        )
    (missing,) = await faults(reporting)
    assert "rows of the roster of version 1 are missing" in missing.detail
    listed = (await reporting.get(f"{path}/enterprises?limit=2", "district")).json()
    assert [each["position"] for each in listed["items"]] == [1, 2]
    assert listed["items"][0]["output"] == "1300.25"
    assert listed["items"][0]["enterprise_name"] == "某某, 公司"
    assert (await reporting.get(f"{path}/enterprises", "district_2")).status_code == 404


async def test_a_file_with_a_fault_changes_nothing_and_each_fault_is_told_by_its_line(
    reporting: Any, path: str, complete: Any
) -> None:
    headers = await drafted(reporting, path, complete)
    bad = [row(code()), row("91", employees="-1"), row(code(), output="1.234", revenue="NaN")]
    refused = await hand_in(reporting, path, file(bad), headers)
    assert (refused.status_code, refused.json()["code"]) == (422, "roster_refused")
    assert {error["pointer"] for error in refused.json()["errors"]} == {
        *("/3/uscc", "/3/employees", "/4/output", "/4/revenue")
    }
    for content, word in (
        (file([], head="uscc,name"), "roster_head_refused"),
        (b"\xff\xfe", "roster_head_refused"),
        (file([row(code()), "\\.", row(code())]), "roster_head_refused"),
        (b"", "roster_head_refused"),
        (file([row(code())]) + b"\x00\xff", "roster_refused"),
        (file([row(code()), "1,2"]), "roster_refused"),
        (file([row(code(), enterprise_name='"open')]), "roster_refused"),
    ):
        refused = await hand_in(reporting, path, content, headers)
        assert (refused.status_code, refused.json()["code"]) == (422, word), refused.text
    seen = await reporting.get(path, "institution")
    assert (seen.json()["roster"], seen.headers["ETag"]) == (None, '"v1"')
    assert (await reporting.get(f"{path}/enterprises", "institution")).status_code == 404


async def test_a_system_with_the_scope_hands_in_and_learns_nothing_else(
    reporting: Any, path: str, complete: Any
) -> None:
    await drafted(reporting, path, complete)
    content = file(row(code()) for _ in range(5))
    assert (
        await hand_in(reporting, path, content, reporting.running.as_("system"))
    ).status_code == 404
    done = await hand_in(reporting, path, content, IMPORTER)
    assert (done.status_code, done.headers["ETag"]) == (201, '"v2"'), done.text
    again = await hand_in(reporting, path, content, IMPORTER)
    assert (again.headers["ETag"], again.json()) == ('"v2"', done.json())
    for place in (path, f"{path}/enterprises", f"{path}/questions"):
        assert (await reporting.running.client.get(place, headers=IMPORTER)).status_code == 404
    foreign = await hand_in(reporting, path, content, reporting.running.as_("institution_2"))
    assert foreign.status_code == 404
    stale = reporting.running.as_("institution") | {"If-Match": '"v1"'}
    assert (await hand_in(reporting, path, content, stale)).status_code == 412


async def test_the_check_digit_in_sql_is_that_of_the_programme(
    reporting: Any, path: str, complete: Any
) -> None:
    headers = await drafted(reporting, path, complete)
    codes = [code(right=nth % 3 > 0) for nth in range(300)]
    await hand_in(reporting, path, file(row(each) for each in codes), headers)
    wrong = sum(not check_credit_code(each).check_digit_ok for each in codes)
    tally = (await reporting.get(path, "institution")).json()["roster"]["tally"]
    assert (tally["doubtful_codes"], wrong) == ("100", 100)
