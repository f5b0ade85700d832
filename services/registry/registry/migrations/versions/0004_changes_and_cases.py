"""Change filings; what a revocation case records beside its stages; reinstatements."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from common import migrations

revision = "0004"
down_revision = "0003"

BUREAU = "app_has_role('municipal_bureau')"
OFFICIALS = f"{BUREAU} OR app_has_role('auditor')"
DISTRICT = "app_has_role('district_authority') AND district = app_district()"
# The right to act for a cluster moves with a change of its institution; the record stays readable
# for the one that filed it.
INSTITUTION = (
    "app_has_role('operating_institution') AND (institution_code = app_institution() OR EXISTS"
    " (SELECT FROM clusters c WHERE c.id = cluster_id AND c.institution_code = app_institution()))"
)


def upgrade() -> None:
    _change_filings()
    _case_facts()
    _set_asides()
    _cases()


def _change_filings() -> None:
    op.create_table(
        "change_filings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("filing", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Uuid(), nullable=False),
        sa.Column("cluster_number", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("institution_code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=False),
        sa.Column("after", postgresql.JSONB(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_by", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("period", postgresql.JSONB(), nullable=False),
        sa.Column("proofs", postgresql.JSONB(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("figures", postgresql.JSONB(), nullable=False),
        sa.Column("review", postgresql.JSONB(), nullable=True),
        sa.Column("returned", postgresql.JSONB(), nullable=True),
        sa.Column("recording", postgresql.JSONB(), nullable=True),
        sa.Column("recomputed", postgresql.JSONB(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('leading_industry', 'territory', 'operating_institution', 'other')",
            name=op.f("ck_change_filings_kind"),
        ),
        sa.CheckConstraint(
            "status IN ('filed', 'reviewed', 'recorded', 'returned')",
            name=op.f("ck_change_filings_status"),
        ),
        sa.CheckConstraint(
            "(status = 'recorded') = (recording IS NOT NULL)",
            name=op.f("ck_change_filings_recorded"),
        ),
        sa.CheckConstraint(
            "status <> 'returned' OR returned IS NOT NULL", name=op.f("ck_change_filings_returned")
        ),
        sa.CheckConstraint(
            "happened_on <= filed_on OR filing > 1", name=op.f("ck_change_filings_happened")
        ),
        sa.CheckConstraint(
            "isfinite(happened_on) AND isfinite(filed_on) AND isfinite(due_on)",
            name=op.f("ck_change_filings_finite"),
        ),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["clusters.id"], name=op.f("fk_change_filings_cluster_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_filings")),
        sa.UniqueConstraint("number", name=op.f("uq_change_filings_number")),
    )
    op.create_index("ix_change_filings_cluster_id", "change_filings", ["cluster_id"], unique=False)
    op.create_table(
        "change_filing_acts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("filing_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["filing_id"], ["change_filings.id"], name=op.f("fk_change_filing_acts_filing_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_filing_acts")),
    )
    op.create_index(
        "ix_change_filing_acts_filing_id", "change_filing_acts", ["filing_id"], unique=False
    )
    own = "app_has_role('operating_institution') AND institution_code = app_institution()"
    migrations.protect(
        "change_filings",
        select=f"{OFFICIALS} OR ({DISTRICT}) OR ({INSTITUTION})",
        insert=f"{own} AND status = 'filed'",
        update=(
            f"{BUREAU} OR ({DISTRICT} AND status = 'filed') OR ({own} AND status = 'returned')",
            f"{BUREAU} OR ({DISTRICT} AND status = 'reviewed') OR ({own} AND status = 'filed')",
        ),
    )
    parent = "EXISTS (SELECT FROM change_filings f WHERE f.id = filing_id)"
    migrations.protect(
        "change_filing_acts", select=parent, insert=f"{parent} AND actor = app_subject()"
    )


def _case_facts() -> None:
    op.create_table(
        "case_facts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cluster_number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reference", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_facts")),
    )
    op.create_index("ix_case_facts_cluster_number", "case_facts", ["cluster_number"], unique=False)
    op.create_index("ix_case_facts_reference", "case_facts", ["reference"], unique=False)
    # Who may see a case of the cluster sees its facts; what is told of a breach, with that case.
    migrations.protect(
        "case_facts",
        select="EXISTS (SELECT FROM revocation_cases c"
        " WHERE c.cluster_number = case_facts.cluster_number"
        " AND (kind <> 'breach_withdrawn' OR c.breach_id = reference))",
    )


def _set_asides() -> None:
    op.create_table(
        "cluster_set_asides",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cluster_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reach", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document_sha256", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "reach IN ('from_beginning', 'from_decision')",
            name=op.f("ck_cluster_set_asides_reach"),
        ),
        sa.CheckConstraint(
            "isfinite(effective_on) AND isfinite(published_on)",
            name=op.f("ck_cluster_set_asides_finite"),
        ),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["clusters.id"], name=op.f("fk_cluster_set_asides_cluster_id")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["revocation_cases.id"], name=op.f("fk_cluster_set_asides_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_set_asides")),
        sa.UniqueConstraint("case_id", name=op.f("uq_cluster_set_asides_case_id")),
    )
    op.create_index(
        "ix_cluster_set_asides_cluster_id",
        "cluster_set_asides",
        ["cluster_id"],
        unique=False,
    )
    bureau = f"{BUREAU} AND decided_by = app_subject()"
    migrations.protect("cluster_set_asides", select="true", insert=bureau)
    public = migrations.role("public")
    migrations.grant("cluster_set_asides", f"SELECT ({PUBLISHED})", to="public")
    op.execute(
        f'CREATE POLICY public_select ON cluster_set_asides FOR SELECT TO "{public}" USING (true)'
    )


PUBLISHED = (
    "cluster_id, case_id, reach, effective_on, published_on, document_number, reason, recorded_at"
)
STATUSES = (
    "'proposed', 'opened', 'notified', 'served', 'answered', 'revoked', 'not_revoked', 'withdrawn'"
)


def _cases() -> None:
    drop, table = op.drop_constraint, "revocation_cases"
    op.add_column(table, sa.Column("about", sa.Uuid(), nullable=True))
    drop(op.f("ck_revocation_cases_status"), table)
    drop(op.f("ck_revocation_cases_opened"), table)
    drop(op.f("ck_revocation_cases_served"), table)
    op.create_check_constraint(op.f("ck_revocation_cases_status"), table, f"status IN ({STATUSES})")
    # A lead may be closed, or withdrawn, without ever being opened.
    op.create_check_constraint(
        op.f("ck_revocation_cases_opened"),
        table,
        "status IN ('proposed', 'withdrawn', 'not_revoked') OR opened_by IS NOT NULL",
    )
    op.create_check_constraint(
        op.f("ck_revocation_cases_served"),
        table,
        "status NOT IN ('served', 'answered', 'revoked') OR answer_due_on IS NOT NULL",
    )
    # What was never notified is not shown to the institution, however it ended.
    seen = (
        "(SELECT app_has_role('municipal_bureau')) OR (SELECT app_has_role('auditor'))"
        " OR ((SELECT app_has_role('district_authority'))"
        " AND district = (SELECT app_district()))"
        " OR ((SELECT app_has_role('operating_institution')) AND notified_on IS NOT NULL"
        " AND institution_code = (SELECT app_institution()))"
    )
    op.execute(f"ALTER POLICY api_select ON revocation_cases USING ({seen})")
    # Whoever sees a case sees what its ground is held against: the calls to a renewal too.
    op.execute(
        "ALTER POLICY api_select ON renewal_calls USING"
        " ((SELECT app_has_role('municipal_bureau')) OR (SELECT app_has_role('auditor'))"
        " OR EXISTS (SELECT FROM revocation_cases c WHERE c.cluster_id = renewal_calls.cluster_id))"
    )


def downgrade() -> None:
    op.drop_table("cluster_set_asides")
    op.drop_table("case_facts")
    op.drop_table("change_filing_acts")
    op.drop_table("change_filings")
