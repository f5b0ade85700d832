"""Sheets behind their wall."""

import sqlalchemy as sa
from alembic import op

from common import migrations

revision = "0001"
down_revision = None


def upgrade() -> None:
    migrations.create_mechanism()
    op.create_table(
        "sheets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("words", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheets")),
    )
    own = "district = app_district()"
    migrations.protect("sheets", select=own, update=own)


def downgrade() -> None:
    op.drop_table("sheets")
    migrations.drop_mechanism()
