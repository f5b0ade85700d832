"""What every service has, and rounds."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from common import migrations

revision = "0001"
down_revision = None


def upgrade() -> None:
    migrations.create_mechanism()
    op.create_table(
        "rounds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("base_year", sa.Integer(), nullable=False),
        sa.Column("notice_number", sa.Text(), nullable=False),
        sa.Column("standard", postgresql.JSONB(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("district_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("terms", postgresql.JSONB(), nullable=False),
        sa.CheckConstraint("status IN ('draft', 'open', 'closed')", name=op.f("ck_rounds_status")),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_rounds_window")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("number", name=op.f("uq_rounds_number")),
    )
    bureau = "app_has_role('municipal_bureau')"
    visible = f"status <> 'draft' OR {bureau}"
    migrations.protect("rounds", select=visible, insert=bureau, update=bureau)


def downgrade() -> None:
    op.drop_table("rounds")
    migrations.drop_mechanism()
