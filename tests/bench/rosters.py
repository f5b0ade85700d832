"""Rosters of reports as a ratio to a bare COPY of the same rows into the same table.

1.5 million enterprises go over HTTP to monitoring's API, as a
system with the scope hands them in; the floor is a superuser's COPY, past every wall. Nothing is
kept from round to round but the rows.
"""

import asyncio
import json
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import asyncpg

from monitoring.domain.roster import NAMES
from programme.credit_code import check_digit
from tests.bench.figures import Figures, note
from tests.bench.place import Place
from tests.bench.upload import SENT_BYTES, clear_peak, resident_kb

ROWS: Final = 1_500_000
ROUNDS: Final = 2
_CLUSTER: Final = """
    INSERT INTO monitored_clusters (id, number, name, district, leading_industry,
      institution_code, institution_name, periods, plan_targets, report_terms)
    VALUES ($1, 'BJ-2024-0001', '合成集群', '110108', '软件', '91110000101623741K', '合成机构',
      '[]', '[]', '{}')
"""
_OBLIGATION: Final = """
    INSERT INTO obligations (id, cluster_id, cluster_number, cluster_name, district,
      institution_code, period, opens_on)
    VALUES ($1, $2, 'BJ-2024-0001', '合成集群', '110108', '91110000101623741K', $3, '2020-01-01')
"""
_REPORT: Final = """
    INSERT INTO annual_reports (id, obligation_id, cluster_number, period, district,
      institution_code, status, version, submissions)
    VALUES ($1, $1, 'BJ-2024-0001', $2, '110108', '91110000101623741K', 'drafted', 1, 0)
"""


def write_rows(file: Path, floor: Path, roster: UUID) -> None:
    """The same rows twice: as a client sends them, and as the table holds them."""
    with file.open("w") as sent, floor.open("w") as held:
        sent.write(",".join(NAMES) + "\n")
        for number in range(1, ROWS + 1):
            body = f"91110108{number:09d}"
            row = (
                f"{body}{check_digit(body)},合成科技有限公司{number},6513,true,40,1200.50,,"
                f"1300.25,80.00,3,false\n"
            )
            sent.write(row)
            held.write(f"{roster},{number},{row}")


async def prepared(place: Place) -> None:
    """A cluster whose reports of some years are being written."""
    admin = await asyncpg.connect(place.database("monitoring"))
    cluster = uuid4()
    await admin.execute(_CLUSTER, cluster)
    for number in range(ROUNDS + 1):
        owed, period = uuid4(), str(2030 + number)
        await admin.execute(_OBLIGATION, owed, cluster, period)
        await admin.execute(_REPORT, owed, period)
    await admin.close()


async def floor_s(place: Place, file: Path) -> float:
    """How long a superuser's COPY takes; the rows go again."""
    admin = await asyncpg.connect(place.database("monitoring"))
    began = time.perf_counter()
    columns = ["roster_id", "position", *NAMES]
    await admin.copy_to_table("report_enterprises", source=file, columns=columns, format="csv")
    took = time.perf_counter() - began
    await admin.execute("TRUNCATE report_enterprises")
    await admin.close()
    return took


def import_s(place: Place, file: Path, period: str) -> float:
    """How long the API takes, from the connection to the last byte of the answer."""
    path = f"/annual-reports/BJ-2024-0001/{period}/enterprises"
    address = urlsplit(place.url("monitoring", path))
    assert address.hostname
    connection = HTTPConnection(address.hostname, address.port, blocksize=SENT_BYTES)
    length = str(file.stat().st_size)
    headers = {"Authorization": place.bearer("system"), "Content-Length": length}
    with file.open("rb") as opened:
        began = time.perf_counter()
        connection.request("POST", address.path, body=opened, headers=headers)
        answer = connection.getresponse()
        shown = json.loads(answer.read())
        took = time.perf_counter() - began
    connection.close()
    assert answer.status == 201, shown
    return took


def measure(place: Place, figures: Figures) -> None:
    """Floor and import in turns, and how far the API's process grows with an import."""
    file, held = place.folder / "roster.csv", place.folder / "rows.csv"
    write_rows(file, held, uuid4())
    asyncio.run(prepared(place))
    pid = place.pid("monitoring-api")
    for number in range(ROUNDS + 1):
        floor, before = asyncio.run(floor_s(place, held)), resident_kb(pid)
        clear_peak(pid)
        took = import_s(place, file, str(2030 + number))
        grown = resident_kb(pid, peak=True) - before
        if number:  # the first warms up
            found = {"import": floor / took, "memory": grown, "copy_s": floor, "import_s": took}
            note(figures, **found)
