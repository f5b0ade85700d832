"""Renewal evaluations: passed or not passed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"

STATUSES = {
    False: "'opened', 'checked', 'under_review', 'proposed', 'not_proposed', 'returned', "
    "'withdrawn', 'superseded'",
    True: "'opened', 'checked', 'under_review', 'proposed', 'not_proposed', 'returned', "
    "'passed', 'not_passed', 'withdrawn', 'superseded'",
}
OUTCOMES = {
    False: "'proposed', 'not_proposed', 'returned'",
    True: "'proposed', 'not_proposed', 'returned', 'passed', 'not_passed'",
}


def upgrade() -> None:
    op.add_column(
        "evaluations",
        sa.Column("renewal", postgresql.JSONB(none_as_null=True), nullable=True),
    )
    op.alter_column("evaluations", "rank", nullable=True)
    op.create_check_constraint(
        op.f("ck_evaluations_kind"), "evaluations", "(rank IS NULL) = (renewal IS NOT NULL)"
    )
    op.add_column("decisions", sa.Column("targets_considered", sa.Text(), nullable=True))
    _with_renewals(True)


def _with_renewals(they_are: bool) -> None:
    for table, column, values in (
        ("evaluations", "status", STATUSES),
        ("decisions", "outcome", OUTCOMES),
    ):
        name = op.f(f"ck_{table}_{column}")
        op.drop_constraint(name, table)
        op.create_check_constraint(name, table, f"{column} IN ({values[they_are]})")


def downgrade() -> None:
    _with_renewals(False)
    op.drop_column("decisions", "targets_considered")
    op.drop_constraint(op.f("ck_evaluations_kind"), "evaluations")
    op.alter_column("evaluations", "rank", nullable=False)
    op.drop_column("evaluations", "renewal")
