"""What a million clusters owe for a period: the one statement, beside a bare copy of its rows."""

import time
from datetime import UTC, date, datetime
from typing import Any, Final

from common.ids import new_id
from common.sql import compiled
from monitoring.domain.cycle import CycleOrder, ReportingCycle, drafted
from monitoring.store.cycles import owe
from monitoring.terms.reading import reporting
from tests.bench.figures import Figures, note
from tests.bench.filling import without_indexes

ROUNDS: Final = 3
# Two in three are valid in the year of the cycle and owe it; the others end with it, or before it.
_CLUSTERS: Final = """
    INSERT INTO monitored_clusters (id, number, name, district, leading_industry, institution_code,
      institution_name, periods, plan_targets, report_terms)
    SELECT uuidv7(), 'BJ-2021-' || lpad(n::text, 7, '0'), '集群' || n, '110108', '示例产业',
      '9111' || lpad(n::text, 14, '0'), '机构' || n,
      jsonb_build_array(jsonb_build_object('first_day', make_date(2022 + n % 3, 7, 1),
        'last_day', make_date(2025 + n % 3, 6, 30), 'style', 'date_to_date')), '[]', '{}'
    FROM generate_series(0, $1 - 1) n
"""
# The floor: the same rows into the same table, with nothing to compute.
_BARE: Final = """
    INSERT INTO obligations SELECT * FROM owed
"""


async def measure(admin: Any, count: int, figures: Figures) -> None:
    """Both over that many clusters, through a superuser's connection to an empty database."""
    async with without_indexes(admin, "monitored_clusters"):
        await admin.execute(_CLUSTERS, count, timeout=None)
    cycle = _cycle()
    await _keep(admin, cycle)
    sql, values, _ = compiled(owe(cycle, always=False), {})
    for number in range(ROUNDS):
        began = time.perf_counter()
        rows = await admin.fetchval(sql, *values, timeout=None)
        owed_s = time.perf_counter() - began
        if not number:
            await admin.execute("CREATE UNLOGGED TABLE owed AS SELECT * FROM obligations")
        await admin.execute("TRUNCATE obligations CASCADE")
        began = time.perf_counter()
        await admin.execute(_BARE, timeout=None)
        bare_s = time.perf_counter() - began
        await admin.execute("TRUNCATE obligations CASCADE")
        if number:  # the first warms up
            ratio = bare_s / owed_s
            note(figures, obligations=ratio, owed_s=owed_s, bare_s=bare_s, owed_rows=rows)
    await admin.execute("DROP TABLE owed; TRUNCATE monitored_clusters CASCADE")


def _cycle() -> ReportingCycle:
    order = CycleOrder(
        period="2025",
        district_due_on=date(2026, 3, 16),
        municipal_due_on=date(2026, 3, 31),
        roll_forward=True,
        form_version="1",
        notice_number="示例",
        bands=(),
    )
    at = datetime(2026, 1, 5, tzinfo=UTC)
    return drafted(order, reporting(), id=new_id(), by="bench", at=at)


async def _keep(admin: Any, of: ReportingCycle) -> None:
    await admin.execute(
        """INSERT INTO reporting_cycles (id, period, status, version, first_day, last_day, opens_on,
          district_due_on, municipal_due_on, roll_forward, form_version, bands, notice_number,
          drafted_by, drafted_at)
        VALUES ($1, $2, 'drafted', 1, $3, $4, $5, $6, $7, true, '1', '[]', 'bench', 'bench', $8)""",
        of.id,
        of.period,
        of.first_day,
        of.last_day,
        of.opens_on,
        of.district_due_on,
        of.municipal_due_on,
        of.drafted_at,
    )
