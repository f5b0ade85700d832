"""Tracking notes, support, service institutions, practice cases, assessments."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from common import migrations

revision = "0004"
down_revision = "0003"

BUREAU = "app_has_role('municipal_bureau')"
DISTRICT = "app_has_role('district_authority')"
AUDITOR = "app_has_role('auditor')"
INSTITUTION = "app_has_role('operating_institution')"
OWN = f"({INSTITUTION} AND institution_code = app_institution())"
OFFICIAL = f"({BUREAU} OR ({DISTRICT} AND district = app_district()))"
# The city's own entries are everybody's to read who has business here.
KNOWN = f"({BUREAU} OR {DISTRICT} OR {AUDITOR} OR {INSTITUTION})"
TABLES = (
    "service_deliveries",
    "service_institutions",
    "support_measures",
    "policy_documents",
    "tracking_notes",
    "practice_cases",
    "assessments",
)


def text(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=nullable)


def day(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=nullable)


def instant(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def integer(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=False)


def uuid(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def jsonb(name: str) -> sa.Column:
    return sa.Column(name, postgresql.JSONB(), nullable=False)


def holds(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def entries(table: str, *rest: sa.schema.SchemaItem, citywide: bool = False) -> None:
    op.create_table(
        table,
        uuid("id"),
        text("status"),
        integer("version"),
        text("district", nullable=citywide),
        text("recorded_by"),
        instant("recorded_at"),
        uuid("supersedes", nullable=True),
        text("ended_because", nullable=True),
        *rest,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def cluster(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        uuid("cluster_id"),
        text("cluster_number"),
        text("cluster_name"),
        text("institution_code"),
        refers(table, "cluster_id", "monitored_clusters"),
    )


def upgrade() -> None:
    tracking()
    policies()
    support()
    services()
    practice()
    assessments()
    figures()


def figures() -> None:
    # What the panels of the dashboard count by.
    op.create_index("ix_obligations_period", "obligations", ["period", "district"])
    op.create_index("ix_annual_reports_period", "annual_reports", ["period"])


def tracking() -> None:
    entries(
        "tracking_notes",
        *cluster("tracking_notes"),
        text("topic"),
        text("direction"),
        day("noted_on"),
        text("text"),
        holds("tracking_notes", "finite", "isfinite(noted_on)"),
    )
    op.create_index("ix_tracking_notes_cluster_number", "tracking_notes", ["cluster_number"])
    op.create_index("ix_tracking_notes_district", "tracking_notes", ["district"])
    seen = f"{OFFICIAL} OR {AUDITOR}"
    own = f"({DISTRICT} AND district = app_district())"
    migrations.protect("tracking_notes", select=seen, insert=own, update=own)


def policies() -> None:
    entries(
        "policy_documents",
        text("title"),
        text("issuer"),
        text("document_number", nullable=True),
        text("level"),
        day("issued_on"),
        text("address", nullable=True),
        jsonb("kinds"),
        holds("policy_documents", "finite", "isfinite(issued_on)"),
        citywide=True,
    )
    migrations.protect("policy_documents", select=KNOWN, insert=OFFICIAL, update=OFFICIAL)


def support() -> None:
    table = "support_measures"
    entries(
        table,
        *cluster(table),
        text("kind"),
        text("giver"),
        text("level"),
        uuid("policy_document_id", nullable=True),
        text("enterprise_code", nullable=True),
        text("enterprise_name", nullable=True),
        sa.Column("amount_10k_yuan", sa.Numeric(18, 6), nullable=True),
        day("given_on"),
        text("description"),
        refers(table, "policy_document_id", "policy_documents"),
        holds(table, "finite", "isfinite(given_on)"),
        holds(table, "amount", "amount_10k_yuan >= 0"),
        holds(table, "enterprise", "(enterprise_code IS NULL) = (enterprise_name IS NULL)"),
    )
    op.create_index("ix_support_measures_cluster_number", table, ["cluster_number"])
    op.create_index("ix_support_measures_given_on", table, ["given_on"])
    seen = f"{OFFICIAL} OR {AUDITOR} OR {OWN}"
    migrations.protect(table, select=seen, insert=OFFICIAL, update=OFFICIAL)


def services() -> None:
    entries(
        "service_institutions",
        text("kind"),
        text("name"),
        text("code"),
        text("services"),
        citywide=True,
    )
    seen = f"{KNOWN} AND (district IS NULL OR NOT {DISTRICT} OR {OFFICIAL})"
    migrations.protect("service_institutions", select=seen, insert=OFFICIAL, update=OFFICIAL)
    table = "service_deliveries"
    entries(
        table,
        *cluster(table),
        uuid("service_institution_id"),
        text("service_item"),
        day("delivered_on"),
        integer("smes_served"),
        text("description"),
        text("result", nullable=True),
        text("comment", nullable=True),
        text("assessed_by", nullable=True),
        instant("assessed_at", nullable=True),
        refers(table, "service_institution_id", "service_institutions"),
        holds(table, "finite", "isfinite(delivered_on)"),
        holds(
            table,
            "assessed",
            "status <> 'assessed' OR (result IS NOT NULL AND assessed_by IS NOT NULL)",
        ),
    )
    index = "ix_service_deliveries_service_institution_id"
    op.create_index(index, table, ["service_institution_id"])
    seen = f"{OFFICIAL} OR {AUDITOR} OR {OWN}"
    migrations.protect(table, select=seen, insert=OFFICIAL, update=OFFICIAL)


def practice() -> None:
    table = "practice_cases"
    op.create_table(
        table,
        uuid("id"),
        text("status"),
        integer("version"),
        text("district"),
        text("cluster_number", nullable=True),
        text("kind"),
        text("direction"),
        text("title"),
        text("text"),
        text("drafted_by"),
        instant("drafted_at"),
        instant("approved_at", nullable=True),
        day("published_on", nullable=True),
        instant("published_at", nullable=True),
        text("address", nullable=True),
        text("ended_because", nullable=True),
        holds(table, "status", "status IN ('drafted', 'approved', 'published', 'withdrawn')"),
        holds(table, "published", "status <> 'published' OR published_at IS NOT NULL"),
        holds(table, "finite", "isfinite(published_on)"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index("ix_practice_cases_district", table, ["district"])
    seen = f"status = 'published' OR {OFFICIAL} OR {AUDITOR}"
    migrations.protect(table, select=seen, insert=OFFICIAL, update=OFFICIAL)


def assessments() -> None:
    table = "assessments"
    op.create_table(
        table,
        uuid("id"),
        text("status"),
        integer("version"),
        uuid("cluster_id"),
        text("cluster_number"),
        text("cluster_name"),
        text("district"),
        text("institution_code"),
        text("period"),
        text("grade"),
        text("grade_by_bands", nullable=True),
        text("departure_reason", nullable=True),
        jsonb("bands"),
        jsonb("figures"),
        text("comment"),
        uuid("supersedes", nullable=True),
        text("assessed_by"),
        instant("assessed_at"),
        holds(table, "status", "status IN ('standing', 'superseded')"),
        holds(
            table,
            "grade",
            "grade_by_bands IS NOT DISTINCT FROM grade OR departure_reason IS NOT NULL",
        ),
        refers(table, "cluster_id", "monitored_clusters"),
        refers(table, "supersedes", "assessments"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(
        "uq_assessments_standing",
        table,
        ["cluster_id", "period"],
        unique=True,
        postgresql_where=sa.text("status = 'standing'"),
    )
    op.create_index("ix_assessments_period", table, ["period"])
    seen = f"{OFFICIAL} OR {AUDITOR} OR {OWN}"
    migrations.protect(table, select=seen, insert=BUREAU, update=BUREAU)


def downgrade() -> None:
    op.drop_index("ix_annual_reports_period", "annual_reports")
    op.drop_index("ix_obligations_period", "obligations")
    for table in TABLES:
        op.drop_table(table)
