"""Facts of a cluster by day and by knowledge; renewals and who was told of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from common import migrations
from common.outbound.tables import outbound_messages

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("clusters", sa.Column("territory", sa.Text(), nullable=True))
    op.create_table(
        "cluster_facts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cluster_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("corrects", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("district", sa.Text(), nullable=True),
        sa.Column("leading_industry", sa.Text(), nullable=True),
        sa.Column("institution_code", sa.Text(), nullable=True),
        sa.Column("institution_name", sa.Text(), nullable=True),
        sa.Column("plan_targets", postgresql.JSONB(), nullable=True),
        sa.Column("notice_number", sa.Text(), nullable=True),
        sa.Column("official_address", sa.Text(), nullable=True),
        sa.Column("territory", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "cause IN ('designation', 'renewal', 'change_filing', 'clerical_correction')",
            name=op.f("ck_cluster_facts_cause"),
        ),
        sa.CheckConstraint(
            "(cause = 'clerical_correction') = (corrects IS NOT NULL AND reason IS NOT NULL)",
            name=op.f("ck_cluster_facts_corrects"),
        ),
        sa.CheckConstraint("isfinite(valid_from)", name=op.f("ck_cluster_facts_finite")),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["clusters.id"], name=op.f("fk_cluster_facts_cluster_id")
        ),
        sa.ForeignKeyConstraint(
            ["corrects"], ["cluster_facts.id"], name=op.f("fk_cluster_facts_corrects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_facts")),
    )
    op.create_index("ix_cluster_facts_cluster_id", "cluster_facts", ["cluster_id"], unique=False)
    _renewals()
    _protect()


def _renewals() -> None:
    op.create_table(
        "cluster_renewals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cluster_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('pending', 'ended')", name=op.f("ck_cluster_renewals_state")),
        sa.CheckConstraint("isfinite(at)", name=op.f("ck_cluster_renewals_finite")),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["clusters.id"], name=op.f("fk_cluster_renewals_cluster_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_renewals")),
    )
    for column in ("cluster_id", "application_id"):
        op.create_index(f"ix_cluster_renewals_{column}", "cluster_renewals", [column])
    op.create_table(
        "renewal_calls",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("cluster_id", sa.Uuid(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("isfinite(last_day)", name=op.f("ck_renewal_calls_finite")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_renewal_calls_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["clusters.id"], name=op.f("fk_renewal_calls_cluster_id")
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["revocation_cases.id"], name=op.f("fk_renewal_calls_lead_id")
        ),
        sa.PrimaryKeyConstraint("round_id", "cluster_id", name=op.f("pk_renewal_calls")),
    )
    op.create_index("ix_renewal_calls_cluster_id", "renewal_calls", ["cluster_id"], unique=False)


def _protect() -> None:
    bureau = "app_has_role('municipal_bureau')"
    # Public facts, but not who recorded them nor why a renewal ended; the API only adds rows.
    migrations.protect("cluster_facts", select="true", insert=bureau)
    migrations.protect("cluster_renewals", select="true", insert=bureau)
    migrations.create_messages(
        select=f"app_has_role('operator') OR app_has_role('auditor') OR {bureau}"
        " OR (app_has_role('operating_institution') AND institution = app_institution())",
        insert=f"{bureau} AND state = 'waiting' AND attempts = 0",
        update=(
            "app_has_role('operator') AND state = 'dead'",
            "app_has_role('operator') AND state = 'waiting'",
        ),
    )
    migrations.protect("renewal_calls", select=f"{bureau} OR app_has_role('auditor')")
    public = migrations.role("public")
    for table, columns in PUBLISHED.items():
        migrations.grant(table, f"SELECT ({columns})", to="public")
    for table in ("cluster_facts", "cluster_renewals"):
        op.execute(
            f'CREATE POLICY public_select ON "{table}" FOR SELECT TO "{public}" USING (true)'
        )


PUBLISHED = {
    "clusters": "territory",
    "cluster_periods": "recorded_at",
    "cluster_revocations": "recorded_at",
    "cluster_facts": "id, cluster_id, valid_from, recorded_at, cause, reference, reason, corrects,"
    " name, district, leading_industry, institution_code, institution_name, plan_targets,"
    " notice_number, official_address, territory",
    "cluster_renewals": "id, cluster_id, application_id, state, at, recorded_at",
}


def downgrade() -> None:
    outbound_messages.drop(op.get_bind())
    op.drop_table("renewal_calls")
    op.drop_table("cluster_renewals")
    op.drop_table("cluster_facts")
    op.drop_column("clusters", "territory")
