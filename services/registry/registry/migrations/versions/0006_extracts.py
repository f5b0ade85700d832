"""The place of a cluster in the status list of signed extracts."""

import sqlalchemy as sa
from alembic import op

from common import migrations

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    # An identity column gives the clusters that are there already their places too.
    op.add_column(
        "clusters",
        sa.Column(
            "status_index",
            sa.Integer(),
            sa.Identity(always=True, start=0, minvalue=0),
            nullable=False,
        ),
    )
    op.create_unique_constraint("uq_clusters_status_index", "clusters", ["status_index"])
    migrations.grant("clusters", "SELECT (status_index)", to="public")


def downgrade() -> None:
    op.drop_constraint("uq_clusters_status_index", "clusters")
    op.drop_column("clusters", "status_index")
