"""Notes behind their wall."""

import sqlalchemy as sa
from alembic import op

from common import migrations

revision = "0001"
down_revision = None


def upgrade() -> None:
    migrations.create_mechanism()
    op.create_table(
        "notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    own = "district = app_district() OR app_has_role('municipal_bureau')"
    migrations.protect("notes", select=own, insert=own, update=own)
    op.create_table("effects", sa.Column("event_id", sa.Text()), sa.Column("words", sa.Text()))
    migrations.protect("effects")
    migrations.create_messages()


def downgrade() -> None:
    op.drop_table("outbound_messages")
    op.drop_table("effects")
    op.drop_table("notes")
    migrations.drop_mechanism()
