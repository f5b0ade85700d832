"""Reporting cycles, reminders, extensions; incidents, supervision tasks, breaches."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from common import migrations
from common.outbound.tables import outbound_messages

revision = "0002"
down_revision = "0001"

BUREAU = "app_has_role('municipal_bureau')"
AUDITOR = "app_has_role('auditor')"
OPERATOR = "app_has_role('operator')"
INSTITUTION = "app_has_role('operating_institution')"
DISTRICT = "app_has_role('district_authority')"
OWN = f"({INSTITUTION} AND institution_code = app_institution())"
OWN_DISTRICT = f"({DISTRICT} AND district = app_district())"
OFFICIAL = f"({BUREAU} OR {OWN_DISTRICT})"
KINDS = {
    "reporting_cycle": "reporting_cycles",
    "obligation": "obligations",
    "supervision_task": "supervision_tasks",
    "incident": "incidents",
    "breach": "breaches",
}
# Applies the row-level security of what the act was done on.
OF_SUBJECT = " OR ".join(
    f"(kind = '{kind}' AND EXISTS (SELECT FROM {table} t WHERE t.id = subject_id))"
    for kind, table in KINDS.items()
)
FINITE_OBLIGATION = (
    "isfinite(opens_on) AND isfinite(district_due_on) AND isfinite(due_on) AND isfinite(closed_on)"
    " AND isfinite(extended_to) AND isfinite(reminder_served_on) AND isfinite(comply_by)"
)
REMINDED = "(reminder_served_on IS NULL) = (comply_by IS NULL)"
MESSAGES = {
    "select": (
        f"{OPERATOR} OR {AUDITOR} OR {BUREAU} OR {OWN_DISTRICT} OR ({INSTITUTION} "
        "AND institution = app_institution() AND recipient_role = 'operating_institution')"
    ),
    "update": ("state = 'dead' AND " + OPERATOR, "state = 'waiting' AND " + OPERATOR),
}


def instant(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def text(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=nullable)


def day(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=nullable)


def check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def of_cluster(table: str) -> tuple[sa.Column | sa.Constraint, ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cluster_id", sa.Uuid(), nullable=False),
        *map(text, ("cluster_number", "cluster_name", "district", "institution_code", "status")),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["monitored_clusters.id"], name=op.f(f"fk_{table}_cluster_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def upgrade() -> None:
    pending = sa.Column("renewal_application_id", sa.Uuid(), nullable=True)
    op.add_column("monitored_clusters", pending)
    cycles()
    obligations()
    incidents()
    tasks()
    breaches()
    acts()
    migrations.create_messages(**MESSAGES)


def cycles() -> None:
    op.create_table(
        "reporting_cycles",
        sa.Column("id", sa.Uuid(), nullable=False),
        text("period"),
        text("status"),
        sa.Column("version", sa.Integer(), nullable=False),
        *map(day, ("first_day", "last_day", "opens_on", "district_due_on", "municipal_due_on")),
        sa.Column("roll_forward", sa.Boolean(), nullable=False),
        text("form_version"),
        sa.Column("bands", postgresql.JSONB(), nullable=False),
        text("notice_number"),
        text("drafted_by"),
        instant("drafted_at"),
        text("opened_by", nullable=True),
        instant("opened_at", nullable=True),
        check("reporting_cycles", "status", "status IN ('drafted', 'opened')"),
        check("reporting_cycles", "opened", "(status = 'opened') = (opened_at IS NOT NULL)"),
        check(
            "reporting_cycles",
            "order",
            "first_day <= last_day AND last_day < opens_on AND opens_on <= district_due_on"
            " AND district_due_on <= municipal_due_on",
        ),
        check(
            "reporting_cycles",
            "finite",
            "isfinite(first_day) AND isfinite(last_day) AND isfinite(opens_on)"
            " AND isfinite(district_due_on) AND isfinite(municipal_due_on)",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporting_cycles")),
    )
    op.create_index(
        "uq_reporting_cycles_opened",
        "reporting_cycles",
        ["period"],
        unique=True,
        postgresql_where=sa.text("status = 'opened'"),
    )
    readers = f"{DISTRICT} OR {INSTITUTION}"
    migrations.protect(
        "reporting_cycles",
        select=f"{BUREAU} OR {AUDITOR} OR (status = 'opened' AND ({readers}))",
        insert=f"status = 'drafted' AND {BUREAU}",
        update=(f"status = 'drafted' AND {BUREAU}", f"status = 'opened' AND {BUREAU}"),
    )


def obligations() -> None:
    op.add_column("obligations", sa.Column("cycle_id", sa.Uuid(), nullable=True))
    for name in ("extended_to", "reminder_served_on", "comply_by"):
        op.add_column("obligations", day(name, nullable=True))
    version = sa.Column("version", sa.Integer(), nullable=False, server_default="1")
    op.add_column("obligations", version)
    op.create_foreign_key(
        op.f("fk_obligations_cycle_id"), "obligations", "reporting_cycles", ["cycle_id"], ["id"]
    )
    op.drop_constraint(op.f("ck_obligations_finite"), "obligations")
    for name, condition in {"finite": FINITE_OBLIGATION, "reminder": REMINDED}.items():
        op.create_check_constraint(op.f(f"ck_obligations_{name}"), "obligations", condition)
    op.create_index("ix_obligations_cycle_id", "obligations", ["cycle_id"])
    # The bureau opens a cycle, and what it makes clusters owe is written; a district reminds.
    bureau, own = (
        f"(SELECT {BUREAU})",
        f"(SELECT {DISTRICT}) AND district = (SELECT app_district())",
    )
    institution = f"(SELECT {INSTITUTION}) AND institution_code = (SELECT app_institution())"
    acting = f"{bureau} OR ({own}) OR ({institution})"
    op.execute(
        f'CREATE POLICY api_insert ON obligations FOR INSERT TO "{migrations.role("api")}"'
        f" WITH CHECK ({bureau})"
    )
    migrations.grant("obligations", "INSERT", to="api")
    op.execute(f"ALTER POLICY api_update ON obligations USING ({acting}) WITH CHECK ({acting})")


def incidents() -> None:
    op.create_table(
        "incidents",
        *of_cluster("incidents"),
        *map(text, ("kind", "enterprise_code", "enterprise_name", "roster_reference")),
        day("happened_on"),
        *map(text, ("summary", "source", "recorded_by")),
        instant("recorded_at"),
        *(text(name, nullable=True) for name in ("grade", "authority", "document_number")),
        day("determined_on", nullable=True),
        text("document_sha256", nullable=True),
        instant("determined_at", nullable=True),
        sa.Column("of_weight", sa.Boolean(), nullable=True),
        text("found_by", nullable=True),
        check(
            "incidents",
            "status",
            "status IN ('recorded', 'determined', 'found', 'not_found', 'annulled')",
        ),
        check("incidents", "determined", "status = 'recorded' OR determined_on IS NOT NULL"),
        check("incidents", "found", "(status IN ('found', 'not_found')) = (found_by IS NOT NULL)"),
        check("incidents", "finite", "isfinite(happened_on) AND isfinite(determined_on)"),
    )
    indexes("incidents")
    # What is only alleged is not shown to the institution.
    migrations.protect(
        "incidents",
        select=f"{OFFICIAL} OR {AUDITOR} OR ({OWN} AND status <> 'recorded')",
        insert=f"status = 'recorded' AND {OFFICIAL}",
        update=OFFICIAL,
    )


def tasks() -> None:
    op.create_table(
        "supervision_tasks",
        *of_cluster("supervision_tasks"),
        text("matter"),
        day("due_on"),
        text("assigned_by"),
        instant("assigned_at"),
        instant("escalated_at", nullable=True),
        instant("ended_at", nullable=True),
        check(
            "supervision_tasks",
            "status",
            "status IN ('assigned', 'answered', 'escalated', 'completed', 'refused')",
        ),
        check(
            "supervision_tasks",
            "ended",
            "(status IN ('completed', 'refused')) = (ended_at IS NOT NULL)",
        ),
        check("supervision_tasks", "finite", "isfinite(due_on)"),
    )
    indexes("supervision_tasks")
    migrations.protect(
        "supervision_tasks",
        select=f"{OFFICIAL} OR {AUDITOR} OR {OWN}",
        insert=f"status = 'assigned' AND {OFFICIAL}",
        update=(f"{OFFICIAL} OR {OWN}", f"{OFFICIAL} OR ({OWN} AND ended_at IS NULL)"),
    )


def breaches() -> None:
    op.create_table(
        "breaches",
        *of_cluster("breaches"),
        *map(text, ("ground", "limb", "clause", "facts")),
        sa.Column("evidence", postgresql.JSONB(), nullable=False),
        text("about_kind"),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        text("proposed_by"),
        instant("proposed_at"),
        text("withdrawn_by", nullable=True),
        instant("withdrawn_at", nullable=True),
        text("withdrawal_reason", nullable=True),
        check("breaches", "status", "status IN ('proposed', 'withdrawn')"),
        check("breaches", "withdrawn", "(status = 'withdrawn') = (withdrawn_at IS NOT NULL)"),
        check(
            "breaches",
            "about_kind",
            "about_kind IN ('obligation', 'supervision_task', 'incident')",
        ),
    )
    op.create_index("ix_breaches_cluster_id", "breaches", ["cluster_id"])
    op.create_index(
        "uq_breaches_standing",
        "breaches",
        ["about_id"],
        unique=True,
        postgresql_where=sa.text("status = 'proposed'"),
    )
    # A lead: the institution learns of it when the register's case is notified to it.
    migrations.protect(
        "breaches",
        select=f"{OFFICIAL} OR {AUDITOR}",
        insert=f"status = 'proposed' AND {OFFICIAL}",
        update=(f"status = 'proposed' AND {OFFICIAL}", OFFICIAL),
    )


def acts() -> None:
    op.create_table(
        "supervision_acts",
        sa.Column("id", sa.Uuid(), nullable=False),
        text("kind"),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        text("act"),
        text("actor"),
        instant("at"),
        text("clause"),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        check(
            "supervision_acts",
            "kind",
            "kind IN ('reporting_cycle', 'obligation', 'supervision_task', 'incident', 'breach')",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_acts")),
    )
    op.create_index("ix_supervision_acts_subject_id", "supervision_acts", ["subject_id"])
    # Append only: there is no policy to update or delete.
    migrations.protect(
        "supervision_acts",
        select=OF_SUBJECT,
        insert=f"({OF_SUBJECT}) AND NOT {AUDITOR} AND actor = app_subject()",
    )


def indexes(table: str) -> None:
    for column in ("cluster_id", "district"):
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    outbound_messages.drop(op.get_bind())
    for table in ("supervision_acts", "breaches", "supervision_tasks", "incidents"):
        op.drop_table(table)
    op.execute("DROP POLICY api_insert ON obligations")
    for column in ("cycle_id", "extended_to", "reminder_served_on", "comply_by", "version"):
        op.drop_column("obligations", column)
    op.drop_table("reporting_cycles")
    op.drop_column("monitored_clusters", "renewal_application_id")
