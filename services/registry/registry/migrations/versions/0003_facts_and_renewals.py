"""Facts of a cluster by day and by knowledge; renewals and who was told of them."""

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
