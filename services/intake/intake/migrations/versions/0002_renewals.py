"""Renewal applications and their forwarding."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from common import migrations

revision = "0002"
down_revision = "0001"

STATUSES = (
    "'draft', 'submitted', 'returned', 'resubmitted', 'accepted', 'rejected', 'recommended', "
    "'not_recommended'{}, 'withdrawn'"
)
OWN = "((SELECT app_has_role('operating_institution')) AND institution_code = (SELECT app_institution()))"
OF_DISTRICT = (
    "(submissions > 0 AND (SELECT app_has_role('district_authority')) AND "
    "district = (SELECT app_district()))"
)
# From which statuses and to which ones each side moves a case; a renewal is forwarded beside them.
OPEN = "'draft', 'submitted', 'returned', 'resubmitted', 'accepted', 'recommended'{}"
BY_INSTITUTION = "'draft', 'submitted', 'resubmitted', 'returned', 'withdrawn'"
BEFORE_DISTRICT = "'submitted', 'returned', 'resubmitted', 'accepted'"
BY_DISTRICT = (
    "'returned', 'resubmitted', 'accepted', 'rejected', 'recommended', 'not_recommended'{}"
)


def upgrade() -> None:
    op.add_column("applications", sa.Column("cluster_id", sa.Uuid(), nullable=True))
    op.add_column("applications", sa.Column("cluster_number", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_applications_renewal"),
        "applications",
        "(kind = 'renewal') = (cluster_id IS NOT NULL AND cluster_number IS NOT NULL)",
    )
    op.create_index(
        "uq_applications_renewal",
        "applications",
        ["round_id", "cluster_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'withdrawn'"),
    )
    _statuses(", 'forwarded'")
    op.create_table(
        "registered_clusters",
        sa.Column("cluster_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("leading_industry", sa.Text(), nullable=False),
        sa.Column("institution_code", sa.Text(), nullable=False),
        sa.Column("institution_name", sa.Text(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("plan_targets", postgresql.JSONB(), nullable=False),
        sa.Column("revoked_from", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "isfinite(last_day) AND isfinite(revoked_from)",
            name=op.f("ck_registered_clusters_finite"),
        ),
        sa.PrimaryKeyConstraint("cluster_id", name=op.f("pk_registered_clusters")),
        sa.UniqueConstraint("number", name=op.f("uq_registered_clusters_number")),
    )
    # Public facts; only the worker writes them, from the registry's events.
    migrations.protect("registered_clusters", select="true")


def _statuses(forwarded: str) -> None:
    op.drop_constraint(op.f("ck_applications_status"), "applications")
    op.create_check_constraint(
        op.f("ck_applications_status"),
        "applications",
        f"status IN ({STATUSES.format(forwarded)})",
    )
    old = (OPEN.format(forwarded), BEFORE_DISTRICT)
    new = (BY_INSTITUTION, BY_DISTRICT.format(forwarded))
    using, check = (
        f"({OWN} AND status IN ({own})) OR ({OF_DISTRICT} AND status IN ({district}))"
        for own, district in (old, new)
    )
    op.execute(f"ALTER POLICY api_update ON applications USING ({using}) WITH CHECK ({check})")


def downgrade() -> None:
    op.drop_table("registered_clusters")
    _statuses("")
    op.drop_index("uq_applications_renewal", "applications")
    op.drop_constraint(op.f("ck_applications_renewal"), "applications")
    op.drop_column("applications", "cluster_number")
    op.drop_column("applications", "cluster_id")
