"""A register of any size: made-up clusters, most of them valid, written by SQL as a superuser."""

import itertools
from typing import Any, Final

from programme.jurisdictions import jurisdictions
from registry.domain.pinyin_order import pinyin_key
from registry.domain.search import search_terms
from tests.bench.filling import without_indexes

# Twenty of each make names that share most of their words, as the names of a register do.
FIELDS: Final = (
    "人工智能 集成电路 生物医药 智能装备 新能源 新材料 工业软件 网络安全 数字医疗 智能网联 "
    "航空航天 卫星应用 节能环保 现代农业 量子信息 区块链 机器人 传感器 半导体 光电子"
)
KINDS: Final = (
    "研发 制造 应用 服务 检测 设计 封装 测试 零部件 核心器件 关键软件 基础材料 系统集成 解决方案 "
    "高端装备 精密仪器 特色产品 成果转化 数据服务 平台"
)
TABLES: Final = ("clusters", "cluster_periods", "cluster_revocations")

_STAGED: Final = """
    CREATE TEMP TABLE staged (slot integer, name text, district text, industry text,
                              institution text, code text, terms text[], pinyin text)
"""
# One in ten has expired, one in a hundred is revoked, some are not valid yet.
_CLUSTERS: Final = """
    INSERT INTO clusters (id, number, version, name, district, leading_industry, institution_code,
      institution_name, plan_targets, application_id, proposal_id, notice_id, notice_number,
      official_address, published_on, recorded_at, search_terms, pinyin_key)
    SELECT uuidv7(), number, 1, s.name, s.district, s.industry, s.code, s.institution,
      '[]', uuidv7(), uuidv7(), uuidv7(), 'BJ-2024-N-0001',
      'https://example.org/', DATE '2024-03-08', now(),
      s.terms || ARRAY['bj', lower(split_part(number, '-', 2)), split_part(number, '-', 3)],
      s.pinyin
    FROM generate_series(0, $1 - 1) n
    CROSS JOIN LATERAL
      (SELECT 'BJ-' || 2000 + n / 10000 || '-' || lpad((n % 10000)::text, 4, '0') AS number) each
    JOIN staged s ON s.slot = n * 7919::bigint % $2
"""
_PERIODS: Final = """
    INSERT INTO cluster_periods
      (id, cluster_id, first_day, last_day, style, published_on, recorded_at)
    SELECT uuidv7(), id, first, (first + interval '3 years')::date - 1, 'date_to_date',
      least(first, published_on), recorded_at
    FROM clusters CROSS JOIN LATERAL (SELECT CASE
      WHEN hashtext(number) % 10 = 0 THEN DATE '2020-03-08'
      WHEN hashtext(number) % 97 = 0 THEN DATE '2030-01-01' ELSE DATE '2024-03-08' END AS first) f
"""
_REVOCATIONS: Final = """
    INSERT INTO cluster_revocations (id, cluster_id, case_id, case_number, ground, clause,
      effective_on, published_on, recorded_at)
    SELECT uuidv7(), id, uuidv7(), 'BJ-2024-R-0001', '17(2)',
      '管理办法 第十七条（二）', DATE '2024-06-01', DATE '2024-06-01', recorded_at
    FROM clusters WHERE hashtext(number) % 101 = 0
"""


async def fill(admin: Any, count: int) -> None:
    """Put that many clusters into an empty register, through a superuser's connection.

    Their notices, proposals and cases are left out: nothing that reads the register asks for them.
    """
    names = _names()
    await admin.execute(_STAGED)
    await admin.copy_records_to_table("staged", records=names)
    async with without_indexes(admin, *TABLES):
        await admin.execute(_CLUSTERS, count, len(names), timeout=None)
        await admin.execute(_PERIODS, timeout=None)
        await admin.execute(_REVOCATIONS, timeout=None)
    await admin.execute("DROP TABLE staged")


def _names() -> list[tuple[Any, ...]]:
    districts = [(each.code, each.name_zh) for each in jurisdictions() if each.valid_to is None]
    made: list[tuple[Any, ...]] = []
    for (code, district), field, kind in itertools.product(
        districts, FIELDS.split(), KINDS.split()
    ):
        name = f"北京市{district}{field}{kind}产业集群"
        institution = f"北京{district}{field}产业促进中心"
        credit = f"9111{code}{len(made):08d}"
        terms = search_terms(name, institution, credit)
        industry = f"{field}{kind}"
        row = (len(made), name, code, industry, institution, credit, terms, pinyin_key(name))
        made.append(row)
    return made
