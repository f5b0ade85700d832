"""Five years of a programme of any size, written by SQL as a superuser: reports, acts, support."""

from typing import Any, Final

from programme.jurisdictions import jurisdictions
from tests.bench.filling import without_indexes

YEARS: Final = (2021, 2025)
INDUSTRIES: Final = 60
TABLES: Final = (
    "monitored_clusters",
    "obligations",
    "annual_reports",
    "report_acts",
    "support_measures",
    "tracking_notes",
    "early_warnings",
    "assessments",
)

_CLUSTERS: Final = """
    INSERT INTO monitored_clusters (id, number, name, district, leading_industry, institution_code,
      institution_name, periods, plan_targets, report_terms, revoked_on, revocation_clause)
    SELECT uuidv7(), 'BJ-2021-' || lpad(n::text, 7, '0'), '集群' || n,
      ($2::text[])[1 + n % cardinality($2::text[])], '产业' || (n::bigint * n % $3),
      '9111' || lpad(n::text, 14, '0'), '机构' || n,
      jsonb_build_array(
        jsonb_build_object('first_day', '2021-01-01', 'last_day', '2023-12-31',
                           'style', 'calendar_years'),
        jsonb_build_object('first_day', '2024-01-01',
                           'last_day', (2025 + n % 3) || '-12-31', 'style', 'calendar_years')),
      '[]', '{}', CASE WHEN n % 97 = 0 THEN DATE '2025-06-01' END,
      CASE WHEN n % 97 = 0 THEN '第十七条（二）' END
    FROM generate_series(0, $1 - 1) n
"""
# Of a hundred reports 3 never come, 8 come late; of those that come 12 go back, 90 are confirmed.
_OBLIGATIONS: Final = """
    INSERT INTO obligations (id, cluster_id, cluster_number, cluster_name, district,
      institution_code, period, opens_on, district_due_on, due_on, requested_at, submitted_at,
      late_days, confirmed_at)
    SELECT uuidv7(), c.id, c.number, c.name, c.district, c.institution_code, y::text,
      make_date(y + 1, 1, 1), make_date(y + 1, 3, 15), make_date(y + 1, 3, 31),
      make_timestamptz(y + 1, 1, 1, 1, 0, 0, 'UTC'),
      CASE WHEN luck >= 3 THEN make_timestamptz(y + 1, 3, 31, 2, 0, 0, 'UTC')
        + make_interval(days => late - luck % 20) END,
      CASE WHEN luck >= 3 THEN CASE WHEN luck < 11 THEN luck ELSE 0 END END,
      CASE WHEN luck >= 13 THEN make_timestamptz(y + 1, 5, 1, 2, 0, 0, 'UTC')
        + make_interval(days => luck % 30) END
    FROM monitored_clusters c
    CROSS JOIN generate_series($1::integer, $2::integer) y
    CROSS JOIN LATERAL (SELECT abs(hashtext(c.number || y)) % 100 AS luck) l
    CROSS JOIN LATERAL (SELECT CASE WHEN luck < 11 THEN luck + 20 ELSE 0 END AS late) d
"""
_REPORTS: Final = """
    INSERT INTO annual_reports (id, obligation_id, cluster_number, period, district,
      institution_code, status, version, submissions)
    SELECT uuidv7(), id, cluster_number, period, district, institution_code,
      CASE WHEN confirmed_at IS NULL THEN 'reviewed' ELSE 'confirmed' END, 5, 1
    FROM obligations WHERE submitted_at IS NOT NULL
"""
_ACTS: Final = """
    INSERT INTO report_acts (id, report_id, act, actor, at, submission, content)
    SELECT uuidv7(), r.id, act, 'made-up', at, 1, '{}'
    FROM annual_reports r JOIN obligations o ON o.id = r.obligation_id
    CROSS JOIN LATERAL (VALUES
      ('submit', o.submitted_at),
      ('return', CASE WHEN hashtext(r.id::text) % 100 < -76 THEN o.submitted_at END),
      ('review', o.submitted_at + make_interval(days => 3 + abs(hashtext(r.id::text)) % 15)),
      ('confirm', o.confirmed_at)) acts (act, at)
    WHERE at IS NOT NULL
"""
_SUPPORT: Final = """
    INSERT INTO support_measures (id, status, version, district, recorded_by, recorded_at,
      cluster_id, cluster_number, cluster_name, institution_code, kind, giver, level,
      amount_10k_yuan, given_on, description)
    SELECT uuidv7(), 'recorded', 1, district, 'made-up', now(), id, number, name,
      institution_code, ($3::text[])[1 + abs(hashtext(number || y)) % cardinality($3::text[])],
      '市级', 'municipal', (abs(hashtext(number || y)) % 100000)::numeric / 100,
      make_date(y, 6, 1), '补助'
    FROM monitored_clusters CROSS JOIN generate_series($1::integer, $2::integer) y
    WHERE hashtext(number || y) % 3 = 0
"""
_NOTES: Final = """
    INSERT INTO tracking_notes (id, status, version, district, recorded_by, recorded_at,
      cluster_id, cluster_number, cluster_name, institution_code, topic, direction, noted_on, text)
    SELECT uuidv7(), 'recorded', 1, district, 'made-up', now(), id, number, name,
      institution_code, 'progress', 'digital', make_date(y, 9, 1), '进展正常'
    FROM monitored_clusters CROSS JOIN generate_series($1::integer, $2::integer) y
"""
_WARNINGS: Final = """
    INSERT INTO early_warnings (id, cluster_id, cluster_number, cluster_name, district, period,
      criterion_id, test, sign, figures, raised_at)
    SELECT uuidv7(), id, number, name, district, '2024', '2.1', 0, 'would_cross', '{}',
      now() FROM monitored_clusters WHERE hashtext(number) % 25 = 0
"""
_ASSESSMENTS: Final = """
    INSERT INTO assessments (id, status, version, cluster_id, cluster_number, cluster_name,
      district, institution_code, period, grade, grade_by_bands, bands, figures, comment,
      assessed_by, assessed_at)
    SELECT uuidv7(), 'standing', 1, cluster_id, cluster_number, cluster_name, district,
      institution_code, period, grade, grade, '[]', '{}', '考核', 'made-up', now()
    FROM obligations
    CROSS JOIN LATERAL (SELECT substr('ABBC', 1 + abs(hashtext(cluster_number)) % 4, 1) AS grade) g
    WHERE confirmed_at IS NOT NULL
"""
KINDS: Final = ["fiscal", "financial", "industrial", "innovation", "land", "talent", "other"]


async def fill(admin: Any, clusters: int) -> None:
    """Put that many clusters with their five years into an empty database, as a superuser."""
    districts = [each.code for each in jurisdictions() if each.kind == "district"]
    async with without_indexes(admin, *TABLES):
        for statement, values in (
            (_CLUSTERS, (clusters, districts, INDUSTRIES)),
            (_OBLIGATIONS, YEARS),
            (_REPORTS, ()),
            (_ACTS, ()),
            (_SUPPORT, (*YEARS, KINDS)),
            (_NOTES, YEARS),
            (_WARNINGS, ()),
            (_ASSESSMENTS, ()),
        ):
            await admin.execute(statement, *values, timeout=600)
