"""Questions and corrections of annual reports; rosters; indicators and early warnings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from common import migrations

revision = "0003"
down_revision = "0002"

BUREAU = "app_has_role('municipal_bureau')"
AUDITOR = "app_has_role('auditor')"
INSTITUTION = "app_has_role('operating_institution')"
IMPORTER = "(app_has_role('system') AND app_has_scope('reports:import'))"
OWN = f"({INSTITUTION} AND institution_code = app_institution())"
OFFICIAL = f"({BUREAU} OR (app_has_role('district_authority') AND district = app_district()))"
# Each applies the row-level security of the table it reads.
OF_CLUSTER = "EXISTS (SELECT FROM monitored_clusters m WHERE m.id = cluster_id)"
OF_REPORT = "EXISTS (SELECT FROM annual_reports r WHERE r.id = report_id)"
OWN_REPORT = (
    "EXISTS (SELECT FROM annual_reports r WHERE r.id = report_id AND "
    f"((r.institution_code = app_institution() AND {INSTITUTION}) OR {IMPORTER}))"
)
OF_ROSTER = "EXISTS (SELECT FROM report_rosters o WHERE o.id = roster_id)"
# The roster that a transaction says it writes is looked at once a statement, not once a row.
SAID = "(SELECT NULLIF(current_setting('app.roster', true), '')::uuid)"
THIS_ROSTER = f"roster_id = {SAID} AND EXISTS (SELECT FROM report_rosters o WHERE o.id = {SAID})"


def text(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=nullable)


def whole(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def identity(name: str) -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=False)


def instant(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def document(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, postgresql.JSONB(), nullable=nullable)


def upgrade() -> None:
    filed_cases()
    reports()
    rosters()
    warnings()


def filed_cases() -> None:
    op.create_table(
        "filed_cases",
        identity("application_id"),
        text("application_number"),
        text("kind"),
        text("district"),
        text("institution_code"),
        whole("application_year"),
        whole("base_year"),
        whole("submission"),
        text("sha256"),
        document("standard"),
        document("facts"),
        document("plan_targets"),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_filed_cases")),
    )
    op.create_table(
        "cluster_cases",
        identity("cluster_id"),
        identity("application_id"),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["monitored_clusters.id"], name=op.f("fk_cluster_cases_cluster_id")
        ),
        sa.PrimaryKeyConstraint("cluster_id", "application_id", name=op.f("pk_cluster_cases")),
    )
    migrations.protect("cluster_cases", select=OF_CLUSTER)
    # Whoever sees the cluster sees what it came of, also an institution that took it over.
    came = (
        "EXISTS (SELECT FROM cluster_cases c WHERE c.application_id = filed_cases.application_id)"
    )
    migrations.protect("filed_cases", select=f"{OWN} OR {OFFICIAL} OR {AUDITOR} OR {came}")


def reports() -> None:
    op.add_column("annual_reports", whole("confirmed_submission", nullable=True))
    op.add_column("annual_reports", sa.Column("roster_id", sa.Uuid(), nullable=True))
    op.add_column("report_drafts", document("seal", nullable=True))
    empty = sa.text("'[]'::jsonb")
    op.add_column(
        "report_versions",
        sa.Column("questions", postgresql.JSONB(), nullable=False, server_default=empty),
    )
    op.add_column("report_versions", whole("corrects", nullable=True))
    op.add_column("report_versions", text("reason", nullable=True))
    # A system that hands over rosters meets the reports it hands them over for, and no draft.
    for table, verb in (
        ("obligations", "select"),
        ("annual_reports", "select"),
        ("annual_reports", "update"),
    ):
        policy = f"CREATE POLICY api_import_{verb} ON {table} FOR {verb.upper()}"
        op.execute(f'{policy} TO "{migrations.role("api")}" USING ({IMPORTER})')


def rosters() -> None:
    op.create_table(
        "report_rosters",
        identity("id"),
        identity("report_id"),
        instant("received_at"),
        text("received_by"),
        text("sha256"),
        whole("row_count"),
        document("tally"),
        sa.ForeignKeyConstraint(
            ["report_id"], ["annual_reports.id"], name=op.f("fk_report_rosters_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_rosters")),
    )
    op.create_index("ix_report_rosters_report_id", "report_rosters", ["report_id"])
    # Immutable, as what a version names has to be: a new roster is a new row.
    migrations.protect("report_rosters", select=OF_REPORT, insert=OWN_REPORT)
    op.create_table(
        "report_enterprises",
        identity("roster_id"),
        whole("position"),
        text("uscc"),
        text("enterprise_name"),
        text("industry_code"),
        sa.Column("in_leading_industry", sa.Boolean(), nullable=False),
        whole("employees"),
        sa.Column("revenue", sa.Numeric(), nullable=False),
        sa.Column("total_assets", sa.Numeric(), nullable=True),
        sa.Column("output", sa.Numeric(), nullable=False),
        sa.Column("rd_expense", sa.Numeric(), nullable=False),
        whole("valid_invention_patents"),
        sa.Column("uses_platform", sa.Boolean(), nullable=False),
        # No foreign key: each of a million rows would ask for the one roster that this very
        # transaction wrote; the policy asks once a statement.
        sa.PrimaryKeyConstraint("roster_id", "position", name=op.f("pk_report_enterprises")),
    )
    migrations.protect("report_enterprises", select=OF_ROSTER, insert=THIS_ROSTER)
    # A roster comes by COPY, which PostgreSQL does not do into a table with row-level security.
    database = op.get_bind().execute(sa.text("SELECT current_database()")).scalar_one()
    op.execute(f'GRANT TEMPORARY ON DATABASE "{database}" TO "{migrations.role("api")}"')


def warnings() -> None:
    op.create_table(
        "early_warnings",
        identity("id"),
        identity("cluster_id"),
        text("cluster_number"),
        text("cluster_name"),
        text("district"),
        text("period"),
        text("criterion_id"),
        whole("test"),
        text("sign"),
        document("figures"),
        instant("raised_at"),
        instant("cleared_at", nullable=True),
        sa.CheckConstraint(
            "sign IN ('below_line', 'would_cross', 'margin_shrinks')",
            name=op.f("ck_early_warnings_sign"),
        ),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["monitored_clusters.id"], name=op.f("fk_early_warnings_cluster_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_early_warnings")),
    )
    op.create_index(
        "ix_early_warnings_standing",
        "early_warnings",
        ["cluster_id", "criterion_id", "test"],
        unique=True,
        postgresql_where=sa.text("cleared_at IS NULL"),
    )
    # Raised and cleared when the bureau confirms a report; the institution does not see them.
    seen = f"{OFFICIAL} OR {AUDITOR}"
    migrations.protect("early_warnings", select=seen, insert=BUREAU, update=BUREAU)


def downgrade() -> None:
    for table in (
        "early_warnings",
        "report_enterprises",
        "report_rosters",
        "cluster_cases",
        "filed_cases",
    ):
        op.drop_table(table)
    op.execute("DROP POLICY api_import_select ON obligations")
    op.execute("DROP POLICY api_import_select ON annual_reports")
    op.execute("DROP POLICY api_import_update ON annual_reports")
    for column in ("questions", "corrects", "reason"):
        op.drop_column("report_versions", column)
    op.drop_column("report_drafts", "seal")
    for column in ("confirmed_submission", "roster_id"):
        op.drop_column("annual_reports", column)
