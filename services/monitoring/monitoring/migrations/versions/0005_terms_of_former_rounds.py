"""The report terms of the years before a renewal: its round's hold from its own years on."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    former = sa.Column("former_report_terms", postgresql.JSONB(), nullable=True)
    op.add_column("monitored_clusters", former)


def downgrade() -> None:
    op.drop_column("monitored_clusters", "former_report_terms")
