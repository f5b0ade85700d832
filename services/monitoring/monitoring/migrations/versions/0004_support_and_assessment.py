"""Tracking notes, support, service institutions, practice cases, assessments."""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
