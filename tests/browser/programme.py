"""A programme to look at: two dozen clusters of Beijing with five years of reports."""

import json
import random
from datetime import date, datetime
from typing import Any, Final

from common.clock import SHANGHAI
from programme.jurisdictions import jurisdictions

PLACES: Final = (
    "海淀区 行业应用软件,丰台区 轨道交通智能控制,昌平区 合成生物制造,大兴区 细胞与基因治疗,"
    "朝阳区 数字内容,海淀区 机器人,西城区 金融科技,顺义区 智能网联汽车配套,"
    "顺义区 航空装备配套,怀柔区 高端科学仪器装备,通州区 网络安全,门头沟区 超高清视听,"
    "房山区 高性能纤维及复合材料,石景山区 工业互联网,平谷区 智慧农业装备,密云区 测控装备,"
    "朝阳区 互联网3.0,海淀区 集成电路设计,大兴区 医疗器械,丰台区 航空航天配套,"
    "昌平区 能源互联网,海淀区 行业应用软件,顺义区 第三代半导体,东城区 文化科技"
)
KINDS: Final = ("fiscal", "financial", "talent", "innovation", "land", "investment_fund")
WARNED: Final = ((3, "would_cross", "2.1"), (12, "below_line", "5.1"), (7, "margin_shrinks", "4.2"))
# Of a hundred reports of a year so many come in time: it has got better.
IN_TIME: Final = {2021: 60, 2022: 70, 2023: 78, 2024: 85, 2025: 90}

_CLUSTER: Final = """
    INSERT INTO monitored_clusters (id, number, name, district, leading_industry,
      institution_code, institution_name, periods, plan_targets, report_terms)
    VALUES (gen_random_uuid(), $1, $2, $3, $4, $1, $2, $5, '[]', '{}') RETURNING id
"""
_OBLIGATION: Final = """
    INSERT INTO obligations (id, cluster_id, cluster_number, cluster_name, district,
      institution_code, period, opens_on, due_on, submitted_at, late_days, confirmed_at)
    SELECT gen_random_uuid(), id, number, name, district, number, $2, $3, $4, $5, $6, $7
    FROM monitored_clusters WHERE id = $1 RETURNING id
"""
_REPORT: Final = """
    WITH report AS (
      INSERT INTO annual_reports (id, obligation_id, cluster_number, period, district,
        institution_code, status, version, submissions)
      SELECT gen_random_uuid(), id, cluster_number, period, district, institution_code,
        'reviewed', 3, 1 FROM obligations WHERE id = $1 RETURNING id)
    INSERT INTO report_acts (id, report_id, act, actor, at, submission, content)
    SELECT gen_random_uuid(), id, act, 'made-up', $3, 1, '{}'
    FROM report CROSS JOIN unnest($2::text[]) act
"""
_SUPPORT: Final = """
    INSERT INTO support_measures (id, status, version, district, recorded_by, recorded_at,
      cluster_id, cluster_number, cluster_name, institution_code, kind, giver, level,
      amount_10k_yuan, given_on, description)
    SELECT gen_random_uuid(), 'recorded', 1, district, 'made-up', now(), id, number, name, number,
      $2, '市级', 'municipal', $3, DATE '2025-06-01', '补助' FROM monitored_clusters WHERE id = $1
"""
_ASSESSMENT: Final = """
    INSERT INTO assessments (id, status, version, cluster_id, cluster_number, cluster_name,
      district, institution_code, period, grade, grade_by_bands, bands, figures, comment,
      assessed_by, assessed_at)
    SELECT gen_random_uuid(), 'standing', 1, id, number, name, district, number, '2025', $2, $2,
      '[]', '{}', '考核', 'made-up', now() FROM monitored_clusters WHERE id = $1
"""
_WARNING: Final = """
    INSERT INTO early_warnings (id, cluster_id, cluster_number, cluster_name, district, period,
      criterion_id, test, sign, figures, raised_at)
    SELECT gen_random_uuid(), id, number, name, district, '2025', $3, 0, $2, '{}', now()
    FROM monitored_clusters WHERE id = $1
"""


async def fill(admin: Any) -> None:
    """Write the programme into an empty database, as a superuser."""
    chance = random.Random(7)
    codes = {each.name_zh: each.code for each in jurisdictions()}
    clusters = []
    for number, place in enumerate(PLACES.split(","), 1):
        district, industry = place.split()
        first, name = 2021 + number % 5, f"北京市{district}{industry}产业集群"
        row = (f"BJ-{first}-{number:04d}", name, codes[district], industry)
        cluster = await admin.fetchval(_CLUSTER, *row, json.dumps(_periods(number, first)))
        clusters.append(cluster)
        for year in range(first, 2026):
            await _year(admin, cluster, year, chance)
        await admin.execute(_ASSESSMENT, cluster, chance.choice("AABBBC"))
        for _ in range(chance.randrange(4)):
            amount = chance.randrange(1_000, 90_000) / 100
            await admin.execute(_SUPPORT, cluster, chance.choice(KINDS), amount)
    for position, sign, criterion in WARNED:
        await admin.execute(_WARNING, clusters[position], sign, criterion)


def _periods(number: int, first: int) -> list[dict[str, str]]:
    if number % 6 in {1, 3}:
        day = "07-10" if number % 6 == 1 else "10-20"
        before = {"07-10": "07-09", "10-20": "10-19"}[day]
        return [_period(f"2023-{day}", f"2026-{before}", "date_to_date")]
    years = [first] if first > 2022 else [first, first + 3]
    return [_period(f"{each}-01-01", f"{each + 2}-12-31", "calendar_years") for each in years]


def _period(first: str, last: str, style: str) -> dict[str, str]:
    return {"first_day": first, "last_day": last, "style": style}


async def _year(admin: Any, cluster: Any, year: int, chance: random.Random) -> None:
    luck = chance.randrange(100)
    late = 0 if luck < IN_TIME[year] else chance.randint(1, 20)
    came, done = luck < 95, luck < 80
    at = datetime(year + 1, 4 if late else 3, 10 + late // 2, 10, tzinfo=SHANGHAI)
    days = (date(year + 1, 1, 1), date(year + 1, 3, 31))
    confirmed = datetime(year + 1, 4, 28, tzinfo=SHANGHAI) if done else None
    receipt = (at, late, confirmed) if came else (None, None, None)
    owed = await admin.fetchval(_OBLIGATION, cluster, str(year), *days, *receipt)
    if came:
        acts = ["return", "review"] if chance.random() < 0.15 else ["review"]
        reviewed = at.replace(day=min(at.day + chance.randint(2, 9), 30))
        await admin.execute(_REPORT, owed, acts, reviewed)
