"""What every service has, monitored clusters, obligations and annual reports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from common import migrations

revision = "0001"
down_revision = None

BUREAU = "app_has_role('municipal_bureau')"
AUDITOR = "app_has_role('auditor')"
INSTITUTION = "app_has_role('operating_institution')"
OWN = f"({INSTITUTION} AND institution_code = app_institution())"
OFFICIAL = f"({BUREAU} OR (app_has_role('district_authority') AND district = app_district()))"
SEEN = f"{OWN} OR {OFFICIAL} OR {AUDITOR}"
# Applies the row-level security of the report itself.
READABLE = "EXISTS (SELECT FROM annual_reports r WHERE r.id = report_id)"
OWN_REPORT = (
    "EXISTS (SELECT FROM annual_reports r WHERE r.id = report_id AND "
    f"r.institution_code = app_institution() AND {INSTITUTION})"
)


def instant(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def text(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=nullable)


def day(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=nullable)


def finite(table: str, *days: str) -> sa.CheckConstraint:
    # PostgreSQL knows a day `infinity`, which Python and the calendar do not.
    condition = " AND ".join(f"isfinite({day})" for day in days)
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_finite"))


def of_report(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_report_id")
    return sa.ForeignKeyConstraint(["report_id"], ["annual_reports.id"], name=name)


def upgrade() -> None:
    migrations.create_mechanism()
    clusters()
    obligations()
    reports()
    drafts_and_versions()
    acts()


def clusters() -> None:
    op.create_table(
        "monitored_clusters",
        sa.Column("id", sa.Uuid(), nullable=False),
        text("number"),
        text("name"),
        text("district"),
        text("leading_industry"),
        text("institution_code"),
        text("institution_name"),
        sa.Column("periods", postgresql.JSONB(), nullable=False),
        sa.Column("plan_targets", postgresql.JSONB(), nullable=False),
        sa.Column("report_terms", postgresql.JSONB(), nullable=False),
        day("revoked_on", nullable=True),
        text("revocation_clause", nullable=True),
        finite("monitored_clusters", "revoked_on"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitored_clusters")),
        sa.UniqueConstraint("number", name=op.f("uq_monitored_clusters_number")),
    )
    migrations.protect("monitored_clusters", select=SEEN)


def obligations() -> None:
    op.create_table(
        "obligations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cluster_id", sa.Uuid(), nullable=False),
        text("cluster_number"),
        text("cluster_name"),
        text("district"),
        text("institution_code"),
        text("period"),
        day("opens_on"),
        day("district_due_on", nullable=True),
        day("due_on", nullable=True),
        instant("requested_at", nullable=True),
        instant("overdue_announced_at", nullable=True),
        instant("submitted_at", nullable=True),
        sa.Column("late_days", sa.Integer(), nullable=True),
        instant("confirmed_at", nullable=True),
        day("closed_on", nullable=True),
        text("closed_because", nullable=True),
        sa.CheckConstraint(
            "(closed_on IS NULL) = (closed_because IS NULL)", name=op.f("ck_obligations_closing")
        ),
        sa.CheckConstraint(
            "confirmed_at IS NULL OR submitted_at IS NOT NULL", name=op.f("ck_obligations_order")
        ),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["monitored_clusters.id"], name=op.f("fk_obligations_cluster_id")
        ),
        finite("obligations", "opens_on", "district_due_on", "due_on", "closed_on"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligations")),
        sa.UniqueConstraint("cluster_id", "period", name=op.f("uq_obligations_cluster_id_period")),
    )
    op.create_index("ix_obligations_district", "obligations", ["district"])
    op.create_index("ix_obligations_institution_code", "obligations", ["institution_code"])
    # A submission is stamped by its institution, a confirmation by the bureau.
    migrations.protect("obligations", select=SEEN, update=f"{OWN} OR {BUREAU}")


def reports() -> None:
    op.create_table(
        "annual_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("obligation_id", sa.Uuid(), nullable=False),
        text("cluster_number"),
        text("period"),
        text("district"),
        text("institution_code"),
        text("status"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submissions", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('drafted', 'submitted', 'reviewed', 'returned', 'confirmed')",
            name=op.f("ck_annual_reports_status"),
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligations.id"], name=op.f("fk_annual_reports_obligation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_reports")),
        sa.UniqueConstraint("obligation_id", name=op.f("uq_annual_reports_obligation_id")),
    )
    received = f"(submissions > 0 AND {OFFICIAL})"
    migrations.protect(
        "annual_reports",
        select=f"{OWN} OR {received} OR {AUDITOR}",
        insert=OWN,
        update=f"{OWN} OR {received}",
    )


def drafts_and_versions() -> None:
    op.create_table(
        "report_drafts",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("sections", postgresql.JSONB(), nullable=False),
        of_report("report_drafts"),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_report_drafts")),
    )
    own = OWN_REPORT
    migrations.protect("report_drafts", select=f"{own} OR {AUDITOR}", insert=own, update=own)
    op.create_table(
        "report_versions",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        instant("received_at"),
        text("canonical"),
        text("sha256"),
        of_report("report_versions"),
        sa.PrimaryKeyConstraint("report_id", "number", name=op.f("pk_report_versions")),
    )
    # Immutable: there is no policy to update or delete.
    migrations.protect("report_versions", select=READABLE, insert=OWN_REPORT)


def acts() -> None:
    op.create_table(
        "report_acts",
        sa.Column("position", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        text("act"),
        text("actor"),
        instant("at"),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        of_report("report_acts"),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_report_acts")),
        sa.UniqueConstraint("id", name=op.f("uq_report_acts_id")),
    )
    op.create_index("ix_report_acts_report_id", "report_acts", ["report_id"])
    acting = f"{READABLE} AND NOT {AUDITOR} AND actor = app_subject()"
    migrations.protect("report_acts", select=READABLE, insert=acting)


def downgrade() -> None:
    for table in (
        "report_acts",
        "report_versions",
        "report_drafts",
        "annual_reports",
        "obligations",
        "monitored_clusters",
    ):
        op.drop_table(table)
    migrations.drop_mechanism()
