"""Rosters in the database: a file comes in by COPY, is looked at where it lies, and is kept."""

import asyncio
import csv
import re
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import asyncpg
from sqlalchemy import Select, func, select

from common.database import Source, Transaction
from common.errors import FieldError
from common.rows import add_row
from monitoring.domain.frozen import Frozen
from monitoring.domain.report_refusals import RosterHeadRefused, RosterRefused, wrong_row
from monitoring.domain.roster import COLUMNS, NAMES, require_head
from monitoring.store.roster_sql import COUNTED, FAULTY, KEEP, STAGE, STAGE_AS_WRITTEN, TALLY
from monitoring.tables.rosters import report_enterprises, report_rosters

FAULTS_AT_MOST: Final = 200
WITHIN: Final = "120s"
_HEAD_BYTES: Final = 4096
_END_MARK: Final = b"\\."
_PIECE_BYTES: Final = 65_536


async def take_in(
    tx: Transaction, file: Path, *, roster_id: UUID, report_id: UUID, sha256: str
) -> None:
    """Keep every row of a file with what they add up to, or none; raises `RosterRefused`."""
    driver, names = tx.connection.driver, await asyncio.to_thread(_head, file)
    await driver.execute(f"SET LOCAL statement_timeout = '{WITHIN}'")
    tally = await _staged(driver, file, names)
    values = {
        "id": roster_id,
        "report_id": report_id,
        "received_at": tx.at,
        "received_by": tx.actor.subject,
        "sha256": sha256,
        "row_count": int(tally["enterprises"]),
        "tally": tally,
    }
    await add_row(tx, report_rosters, values)
    # The wall of the rows asks for this roster once, see the migration.
    await driver.execute("SELECT set_config('app.roster', $1, true)", str(roster_id))
    await driver.execute(KEEP, roster_id)


async def _staged(driver: Any, file: Path, names: list[str]) -> dict[str, str]:
    """What the rows add up to, once they lie in the stage without a fault."""
    await driver.execute("SAVEPOINT staging")
    try:
        await driver.execute(STAGE)
        await _copy(driver, file, names)
        tally = dict((await driver.fetchrow(TALLY)).items())
        faulty = tally.pop("faulty")
    except asyncpg.DataError:
        faulty = 1
    if faulty:
        await driver.execute("ROLLBACK TO SAVEPOINT staging")
        raise await _refusal(driver, file, names)
    return {name: str(value) for name, value in tally.items()}


async def _refusal(driver: Any, file: Path, names: list[str]) -> RosterRefused:
    """What is wrong with a file, line by line, as it was written."""
    await driver.execute(STAGE_AS_WRITTEN)
    try:
        await _copy(driver, file, names)
    except asyncpg.DataError as error:  # not a CSV: too many or too few fields, a quote left open
        return RosterRefused(count=1, errors=[_broken(error)])
    words = {each.name: each for each in COLUMNS}
    errors = [
        wrong_row(row["line"], name, words[name].zh, words[name].en)
        for row in await driver.fetch(FAULTY, FAULTS_AT_MOST)
        for name in row["names"]
    ]
    return RosterRefused(count=await driver.fetchval(COUNTED), errors=errors)


async def find(source: Source, report_id: UUID, *, sha256: str) -> UUID | None:
    """The roster of a report that came in with these very bytes, if one did."""
    own = (report_rosters.c.report_id == report_id) & (report_rosters.c.sha256 == sha256)
    found = await source.rows(select(report_rosters.c.id).where(own))
    return found[0].id if found else None


async def incomplete(tx: Transaction, version: Frozen) -> bool:
    """Whether the rows of the roster that a version names are not all there."""
    named = version.content.get("roster")
    if named is None:
        return False
    rows = select(func.count()).where(report_enterprises.c.roster_id == UUID(named["id"]))
    (counted,) = await tx.rows(rows)
    return bool(counted[0] != named["rows"])


def rows_of(roster_id: UUID) -> Select[Any]:
    """The enterprises of a roster."""
    return select(report_enterprises).where(report_enterprises.c.roster_id == roster_id)


def _head(file: Path) -> list[str]:
    with file.open("rb") as opened:
        first = opened.read(_HEAD_BYTES).split(b"\n", 1)[0]
    try:
        names = next(csv.reader([first.decode("utf-8-sig").strip()]), [])
    except (UnicodeDecodeError, csv.Error) as error:
        raise RosterHeadRefused(columns=", ".join(NAMES)) from error
    require_head(names)
    _require_no_end_mark(file)
    return names


def _require_no_end_mark(file: Path) -> None:
    """Refuse a line that says `\\.`: PostgreSQL would take it for the end and drop the rest."""
    with file.open("rb") as opened:
        for line in iter(partial(opened.readline, _PIECE_BYTES), b""):
            if line.rstrip(b"\r\n") == _END_MARK:
                raise RosterHeadRefused(columns=", ".join(NAMES))


async def _copy(driver: Any, file: Path, names: list[str]) -> None:
    await driver.copy_to_table(
        "roster_stage", source=file, columns=names, format="csv", header=True
    )


def _broken(error: Exception) -> FieldError:
    found = re.search(r"line (\d+)", str(getattr(error, "context", "") or error))
    line = int(found.group(1)) if found else 1
    return wrong_row(line, "row", "行的格式", "the row")
