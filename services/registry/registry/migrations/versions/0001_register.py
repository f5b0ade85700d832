"""What every service has; rounds, proposals, notices, the register, revocation cases."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from common import migrations

revision = "0001"
down_revision = None


def finite(table: str, *days: str) -> sa.CheckConstraint:
    # PostgreSQL knows a day `infinity`, which Python and the calendar do not.
    condition = " AND ".join(f"isfinite({day})" for day in days)
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_finite"))


def upgrade() -> None:
    migrations.create_mechanism()
    op.create_table(
        "bars",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('application', 'evaluation', 'decided_again')", name=op.f("ck_bars_kind")
        ),
        sa.PrimaryKeyConstraint("kind", "id", name=op.f("pk_bars")),
    )
    op.create_table(
        "rounds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("opened", postgresql.JSONB(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("number", name=op.f("uq_rounds_number")),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("round_number", sa.Text(), nullable=False),
        sa.Column("entries", postgresql.JSONB(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("publication", postgresql.JSONB(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("release", postgresql.JSONB(), nullable=True),
        sa.CheckConstraint(
            "(status = 'released') = (release IS NOT NULL)", name=op.f("ck_notices_released")
        ),
        sa.CheckConstraint(
            "status = 'drafted' OR publication IS NOT NULL", name=op.f("ck_notices_published")
        ),
        sa.CheckConstraint(
            "status IN ('drafted', 'published', 'closed', 'released')",
            name=op.f("ck_notices_status"),
        ),
        sa.CheckConstraint(
            "closed_on IS NULL OR closed_on > last_day", name=op.f("ck_notices_window")
        ),
        finite("notices", "first_day", "last_day", "closed_on"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_notices_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("number", name=op.f("uq_notices_number")),
    )
    op.create_index("ix_notices_round_id", "notices", ["round_id"], unique=False)
    op.create_table(
        "notice_acts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_notice_acts_notice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_acts")),
    )
    op.create_index("ix_notice_acts_notice_id", "notice_acts", ["notice_id"], unique=False)
    op.create_table(
        "proposals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("evaluation_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("case", postgresql.JSONB(), nullable=False),
        sa.Column("standard", postgresql.JSONB(), nullable=False),
        sa.Column("decision_reference", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=True),
        sa.Column("taken_out_for", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(status = 'taken_out') = (taken_out_for IS NOT NULL)",
            name=op.f("ck_proposals_taken_out"),
        ),
        sa.CheckConstraint(
            "status <> 'noticed' OR notice_id IS NOT NULL", name=op.f("ck_proposals_noticed")
        ),
        sa.CheckConstraint(
            "status IN ('waiting', 'noticed', 'released', 'taken_out')",
            name=op.f("ck_proposals_status"),
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_proposals_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    op.create_index("ix_proposals_evaluation_id", "proposals", ["evaluation_id"], unique=False)
    op.create_index("ix_proposals_notice_id", "proposals", ["notice_id"], unique=False)
    op.create_index("ix_proposals_round_id", "proposals", ["round_id"], unique=False)
    op.create_index(
        "uq_proposals_live_application",
        "proposals",
        ["application_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('waiting', 'noticed', 'released')"),
    )
    op.create_table(
        "clusters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("leading_industry", sa.Text(), nullable=False),
        sa.Column("institution_code", sa.Text(), nullable=False),
        sa.Column("institution_name", sa.Text(), nullable=False),
        sa.Column("plan_targets", postgresql.JSONB(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("notice_number", sa.Text(), nullable=False),
        sa.Column("official_address", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        finite("clusters", "published_on"),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_clusters_notice_id")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_clusters_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clusters")),
        sa.UniqueConstraint("application_id", name=op.f("uq_clusters_application_id")),
        sa.UniqueConstraint("number", name=op.f("uq_clusters_number")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_clusters_proposal_id")),
    )
    op.create_index("ix_clusters_district", "clusters", ["district"], unique=False)
    op.create_index("ix_clusters_notice_id", "clusters", ["notice_id"], unique=False)
    op.create_table(
        "cluster_periods",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cluster_id", sa.Uuid(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("style", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "days",
            postgresql.DATERANGE(),
            sa.Computed("daterange(first_day, last_day, '[]')", persisted=True),
            nullable=True,
        ),
        postgresql.ExcludeConstraint(
            (sa.column("cluster_id"), "="),
            (sa.column("days"), "&&"),
            using="gist",
            name="ex_cluster_periods_days",
        ),
        sa.CheckConstraint(
            "style IN ('calendar_years', 'date_to_date')", name=op.f("ck_cluster_periods_style")
        ),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_cluster_periods_order")),
        finite("cluster_periods", "first_day", "last_day", "published_on"),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["clusters.id"], name=op.f("fk_cluster_periods_cluster_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_periods")),
    )
    op.create_table(
        "revocation_cases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Uuid(), nullable=False),
        sa.Column("cluster_number", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("institution_code", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("limb", sa.Text(), nullable=True),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("evidence", postgresql.JSONB(), nullable=False),
        sa.Column("breach_id", sa.Uuid(), nullable=True),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=True),
        sa.Column("notified_by", sa.Text(), nullable=True),
        sa.Column("served_by", sa.Text(), nullable=True),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("manner", sa.Text(), nullable=True),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("answer", postgresql.JSONB(), nullable=True),
        sa.Column("decision", postgresql.JSONB(), nullable=True),
        sa.CheckConstraint(
            "(status IN ('revoked', 'not_revoked')) = (decision IS NOT NULL)",
            name=op.f("ck_revocation_cases_decided"),
        ),
        sa.CheckConstraint(
            "status = 'proposed' OR opened_by IS NOT NULL", name=op.f("ck_revocation_cases_opened")
        ),
        sa.CheckConstraint(
            "status IN ('proposed', 'opened', 'notified') OR answer_due_on IS NOT NULL",
            name=op.f("ck_revocation_cases_served"),
        ),
        sa.CheckConstraint(
            "status IN ('proposed', 'opened', 'notified', 'served', 'answered', 'revoked', 'not_revoked')",
            name=op.f("ck_revocation_cases_status"),
        ),
        finite("revocation_cases", "notified_on", "served_on", "answer_due_on"),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["clusters.id"], name=op.f("fk_revocation_cases_cluster_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revocation_cases")),
        sa.UniqueConstraint("breach_id", name=op.f("uq_revocation_cases_breach_id")),
        sa.UniqueConstraint("number", name=op.f("uq_revocation_cases_number")),
    )
    op.create_index(
        "ix_revocation_cases_cluster_id", "revocation_cases", ["cluster_id"], unique=False
    )
    op.create_table(
        "cluster_revocations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cluster_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        finite("cluster_revocations", "effective_on", "published_on"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["revocation_cases.id"], name=op.f("fk_cluster_revocations_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["clusters.id"], name=op.f("fk_cluster_revocations_cluster_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_revocations")),
        sa.UniqueConstraint("case_id", name=op.f("uq_cluster_revocations_case_id")),
    )
    op.create_index(
        "ix_cluster_revocations_cluster_id", "cluster_revocations", ["cluster_id"], unique=False
    )
    op.create_table(
        "revocation_acts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["revocation_cases.id"], name=op.f("fk_revocation_acts_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revocation_acts")),
    )
    op.create_index("ix_revocation_acts_case_id", "revocation_acts", ["case_id"], unique=False)
    _protect()


def _protect() -> None:
    bureau = "app_has_role('municipal_bureau')"
    officials = f"{bureau} OR app_has_role('auditor')"
    migrations.protect("rounds", select="true")
    migrations.protect("bars")
    migrations.protect("proposals", select=officials, update=bureau)
    migrations.protect(
        "notices", select=f"status <> 'drafted' OR {officials}", insert=bureau, update=bureau
    )
    acting = "actor = app_subject()"
    migrations.protect("notice_acts", select=officials, insert=f"{bureau} AND {acting}")
    _protect_register(bureau)
    _protect_cases(bureau, officials, acting)


def _protect_register(bureau: str) -> None:
    # Public facts only; anybody reads them, through a role that has a right to nothing else.
    migrations.protect("clusters", select="true", insert=bureau, update=bureau)
    migrations.protect("cluster_periods", select="true", insert=bureau)
    migrations.protect("cluster_revocations", select="true", insert=bureau)
    public = migrations.role("public")
    op.execute(f'GRANT USAGE ON SCHEMA public TO "{public}"')
    for table, columns in PUBLISHED.items():
        migrations.grant(table, f"SELECT ({columns})", to="public")
        op.execute(
            f'CREATE POLICY public_select ON "{table}" FOR SELECT TO "{public}" USING (true)'
        )


PUBLISHED = {
    "clusters": "id, number, version, name, district, leading_industry, institution_code,"
    " institution_name, plan_targets, notice_number, official_address, published_on",
    "cluster_periods": "cluster_id, first_day, last_day, style, published_on",
    "cluster_revocations": "cluster_id, case_id, case_number, ground, clause, effective_on,"
    " published_on",
}


def _protect_cases(bureau: str, officials: str, acting: str) -> None:
    district = "(app_has_role('district_authority') AND district = app_district())"
    institution = (
        "(app_has_role('operating_institution') AND institution_code = app_institution()"
        " AND status {})"
    )
    # A lead and its investigation are not shown to the institution before it is notified.
    told = institution.format("NOT IN ('proposed', 'opened')")
    migrations.protect(
        "revocation_cases",
        select=f"{officials} OR {district} OR {told}",
        insert=f"status = 'proposed' AND ({bureau} OR {district})",
        update=(
            f"{bureau} OR {institution.format('= ' + repr('served'))}",
            f"{bureau} OR {institution.format('= ' + repr('answered'))}",
        ),
    )
    parent = "EXISTS (SELECT FROM revocation_cases c WHERE c.id = case_id)"
    migrations.protect("revocation_acts", select=parent, insert=f"{parent} AND {acting}")


def downgrade() -> None:
    op.drop_table("revocation_acts")
    op.drop_table("cluster_revocations")
    op.drop_table("revocation_cases")
    op.drop_table("cluster_periods")
    op.drop_table("clusters")
    op.drop_table("proposals")
    op.drop_table("notice_acts")
    op.drop_table("notices")
    op.drop_table("rounds")
    op.drop_table("bars")
    migrations.drop_mechanism()
