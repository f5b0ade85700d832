"""The floors in the database: what PostgreSQL does of the same work when nothing is around it."""

import os
import re
import subprocess
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import asyncpg

CLIENTS: Final = 8
_TABLES: Final = """
DROP TABLE IF EXISTS floor_case, floor_audit, floor_outbox;
CREATE TABLE floor_case (id uuid PRIMARY KEY DEFAULT uuidv7(), status text, body text);
CREATE TABLE floor_audit (id uuid PRIMARY KEY DEFAULT uuidv7(), about uuid, content text);
CREATE TABLE floor_outbox (position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, data text);
"""
# Five trips: what a submission cannot do without.
SUBMIT: Final = r"""
\set n random(1, 1000000000)
BEGIN;
INSERT INTO floor_case (status, body) VALUES ('submitted', repeat('x', 2200) || :n);
INSERT INTO floor_audit (about, content) VALUES (uuidv7(), repeat('y', 300) || :n);
INSERT INTO floor_outbox (data) VALUES (repeat('z', 300) || :n);
COMMIT;
"""
LIST: Final = "SELECT * FROM applications ORDER BY id LIMIT 51;\n"


async def prepare(url: str) -> None:
    """Make the tables of the submission's floor."""
    connection = await asyncpg.connect(url)
    await connection.execute(_TABLES)
    await connection.close()


def pgbench(url: str, script: str, *, folder: Path, seconds: int) -> float:
    """Transactions a second of a script with prepared statements and generic plans."""
    parts = urlsplit(url)
    file = folder / "pgbench.sql"
    file.write_text(script)
    command = ["pgbench", "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "1", "-T", str(seconds)]
    command += ["-f", str(file), "-h", str(parts.hostname), "-p", str(parts.port)]
    environment = os.environ | {
        "PGUSER": parts.username or "",
        "PGPASSWORD": parts.password or "",
        "PGOPTIONS": "-c plan_cache_mode=force_generic_plan",
    }
    ran = subprocess.run(
        [*command, parts.path.lstrip("/")],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(re.findall(r"tps = ([\d.]+)", ran.stdout)[-1])
