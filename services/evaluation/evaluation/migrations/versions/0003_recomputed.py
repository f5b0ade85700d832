"""Criteria recomputed for a change that was filed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from common import migrations

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "recomputations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("change_filing_id", sa.Uuid(), nullable=False),
        sa.Column("filing", sa.Integer(), nullable=False),
        sa.Column("cluster_number", sa.Text(), nullable=False),
        sa.Column("evaluation_id", sa.Uuid(), nullable=False),
        sa.Column("check_number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("standard", postgresql.JSONB(), nullable=False),
        sa.Column("kernel_version", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("facts_sha256", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("problems", postgresql.JSONB(), nullable=False),
        sa.CheckConstraint(
            "(verdict IS NULL) = (problems <> '[]'::jsonb)",
            name=op.f("ck_recomputations_verdict"),
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id", "check_number"],
            ["checks.evaluation_id", "checks.number"],
            name=op.f("fk_recomputations_evaluation_id_check_number"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recomputations")),
        sa.UniqueConstraint(
            "change_filing_id", "filing", name=op.f("uq_recomputations_change_filing_id_filing")
        ),
    )
    # Written by the worker alone; seen with the evaluation that it repeats.
    parent = "EXISTS (SELECT FROM evaluations e WHERE e.id = evaluation_id)"
    migrations.protect("recomputations", select=parent)


def downgrade() -> None:
    op.drop_table("recomputations")
