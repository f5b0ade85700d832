"""Reporting cycles, reminders, extensions; incidents, supervision tasks, breaches."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
