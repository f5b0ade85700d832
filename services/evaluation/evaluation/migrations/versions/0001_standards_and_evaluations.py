"""What every service has, the publication of standards, and evaluations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from common import migrations

revision = "0001"
down_revision = None

BUREAU = "app_has_role('municipal_bureau')"
READERS = (
    f"{BUREAU} OR app_has_role('auditor') "
    "OR (app_has_role('district_authority') AND district = app_district())"
)


def upgrade() -> None:
    migrations.create_mechanism()
    _standards()
    _evaluations()
    _checks()
    _judgments()
    _decisions()
    _revision_effects()
    _walls()


def _instant(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _standards() -> None:
    op.create_table(
        "standard_revisions",
        sa.Column("standard_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("cases", sa.Text(), nullable=False),
        sa.Column("drafted_by", sa.Text(), nullable=False),
        _instant("drafted_at"),
        sa.PrimaryKeyConstraint("standard_id", "revision", name=op.f("pk_standard_revisions")),
        sa.UniqueConstraint("sha256", name=op.f("uq_standard_revisions_sha256")),
    )
    op.create_table(
        "standard_acts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("standard_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        _instant("at"),
        sa.CheckConstraint(
            "act IN ('first_published', 'proposed', 'confirmed', 'interpreted', 'ordered')",
            name=op.f("ck_standard_acts_act"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard_acts")),
        sa.UniqueConstraint(
            "standard_id", "number", name=op.f("uq_standard_acts_standard_id_number")
        ),
    )
    _standard_days()


def _standard_days() -> None:
    op.create_table(
        "standard_days",
        sa.Column("standard_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column(
            "days",
            postgresql.DATERANGE(),
            sa.Computed("daterange(first, last, '[]')", persisted=True),
            nullable=True,
        ),
        postgresql.ExcludeConstraint(
            (sa.column("standard_id"), "="),
            (sa.column("days"), "&&"),
            using="gist",
            name="ex_standard_days_days",
        ),
        sa.CheckConstraint(
            "isfinite(first) AND isfinite(last)", name=op.f("ck_standard_days_finite")
        ),
        sa.CheckConstraint("first <= last", name=op.f("ck_standard_days_order")),
        sa.PrimaryKeyConstraint("standard_id", "revision", name=op.f("pk_standard_days")),
        sa.ForeignKeyConstraint(
            ["standard_id", "revision"],
            ["standard_revisions.standard_id", "standard_revisions.revision"],
            name=op.f("fk_standard_days_standard_id"),
        ),
    )


def _revision_effects() -> None:
    op.create_table(
        "revision_effects",
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("evaluation_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("decided_under", postgresql.JSONB(), nullable=False),
        sa.Column("would_stand", sa.Boolean(), nullable=False),
        sa.Column("criteria", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("act_id", "reference", name=op.f("pk_revision_effects")),
        sa.ForeignKeyConstraint(
            ["act_id"], ["standard_acts.id"], name=op.f("fk_revision_effects_act_id")
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluations.id"], name=op.f("fk_revision_effects_evaluation_id")
        ),
    )


def _evaluations() -> None:
    op.create_table(
        "evaluations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("application_number", sa.Text(), nullable=False),
        sa.Column("submission_version", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("case", postgresql.JSONB(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        _instant("opened_at"),
        sa.Column("supersedes", sa.Uuid(), nullable=True),
        _instant("withdrawn_at", nullable=True),
        _instant("designated_at", nullable=True),
        sa.CheckConstraint(
            "status IN ('opened', 'checked', 'under_review', 'proposed', 'not_proposed', "
            "'returned', 'withdrawn', 'superseded')",
            name=op.f("ck_evaluations_status"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluations")),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["evaluations.id"], name=op.f("fk_evaluations_supersedes")
        ),
        sa.UniqueConstraint("supersedes", name=op.f("uq_evaluations_supersedes")),
        sa.UniqueConstraint(
            "application_id", "submission_version",
            name=op.f("uq_evaluations_application_id_submission_version"),
        ),
    )
    op.create_index(op.f("ix_evaluations_round_id_id"), "evaluations", ["round_id", "id"])
    op.create_index(op.f("ix_evaluations_district_id"), "evaluations", ["district", "id"])


def _checks() -> None:
    op.create_table(
        "checks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("evaluation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        _instant("at"),
        sa.Column("application_year", sa.Integer(), nullable=False),
        sa.Column("base_year", sa.Integer(), nullable=False),
        sa.Column("standard", postgresql.JSONB(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("facts_sha256", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("verdict_sha256", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("kernel_version", sa.Text(), nullable=False),
        sa.Column("findings", postgresql.JSONB(), nullable=False),
        sa.Column("receipt_sha256", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('opening', 'decision', 'order')", name=op.f("ck_checks_purpose")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checks")),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluations.id"], name=op.f("fk_checks_evaluation_id")
        ),
        sa.UniqueConstraint(
            "evaluation_id", "number", name=op.f("uq_checks_evaluation_id_number")
        ),
    )
    op.create_table(
        "criterion_lines",
        sa.Column("check_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("force", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("check_id", "id", name=op.f("pk_criterion_lines")),
        sa.ForeignKeyConstraint(
            ["check_id"], ["checks.id"], name=op.f("fk_criterion_lines_check_id")
        ),
    )


def _judgments() -> None:
    op.create_table(
        "judgments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("evaluation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("check_number", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Text(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", postgresql.JSONB(), nullable=False),
        sa.Column("judged_by", sa.Text(), nullable=False),
        _instant("judged_at"),
        sa.CheckConstraint(
            "finding IN ('met', 'not_met')", name=op.f("ck_judgments_finding")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgments")),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluations.id"], name=op.f("fk_judgments_evaluation_id")
        ),
        sa.UniqueConstraint(
            "evaluation_id", "number", name=op.f("uq_judgments_evaluation_id_number")
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "check_number"],
            ["checks.evaluation_id", "checks.number"],
            name=op.f("fk_judgments_evaluation_id_check_number"),
        ),
    )


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("evaluation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("meeting", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("clauses", postgresql.JSONB(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("remedies", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        _instant("decided_at"),
        sa.CheckConstraint(
            "outcome IN ('proposed', 'not_proposed', 'returned')",
            name=op.f("ck_decisions_outcome"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluations.id"], name=op.f("fk_decisions_evaluation_id")
        ),
        sa.ForeignKeyConstraint(
            ["check_id"], ["checks.id"], name=op.f("fk_decisions_check_id")
        ),
        sa.UniqueConstraint("reference", name=op.f("uq_decisions_reference")),
        sa.UniqueConstraint(
            "evaluation_id", "number", name=op.f("uq_decisions_evaluation_id_number")
        ),
    )


def _walls() -> None:
    officials = f"{BUREAU} OR app_has_role('auditor')"
    published = (
        "EXISTS (SELECT FROM standard_days d WHERE d.standard_id = standard_revisions.standard_id "
        "AND d.revision = standard_revisions.revision)"
    )
    acting = f"{BUREAU} AND actor = app_subject()"
    # The bureau's draft is nobody else's before it is published; acts and days are public.
    migrations.protect(
        "standard_revisions",
        select=f"{officials} OR {published}",
        insert=f"{BUREAU} AND drafted_by = app_subject()",
    )
    migrations.protect("standard_acts", select="true", insert=acting)
    migrations.protect("standard_days", select="true", insert=BUREAU, update=BUREAU)
    migrations.protect("revision_effects", select=officials, insert=BUREAU)
    # Only an event opens an evaluation: the API never inserts one.
    migrations.protect("evaluations", select=READERS, update=BUREAU)
    # The parent's policy holds inside the sub-select too: who cannot see it sees no child.
    for child in ("checks", "judgments", "decisions"):
        parent = f"EXISTS (SELECT FROM evaluations e WHERE e.id = {child}.evaluation_id)"
        migrations.protect(child, select=parent, insert=f"{BUREAU} AND {parent}")
    parent = "EXISTS (SELECT FROM checks c WHERE c.id = criterion_lines.check_id)"
    migrations.protect("criterion_lines", select=parent, insert=f"{BUREAU} AND {parent}")


def downgrade() -> None:
    for table in (
        "revision_effects", "decisions", "judgments", "criterion_lines", "checks", "evaluations",
        "standard_days", "standard_acts", "standard_revisions",
    ):
        op.drop_table(table)
    migrations.drop_mechanism()
