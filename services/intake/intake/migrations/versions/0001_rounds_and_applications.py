"""What every service has, rounds, and applications behind their walls."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from common import migrations

revision = "0001"
down_revision = None

BUREAU = "app_has_role('municipal_bureau')"
INSTITUTION = "app_has_role('operating_institution')"
DISTRICT = "app_has_role('district_authority')"
AUDITOR = "app_has_role('auditor')"
OWN = f"({INSTITUTION} AND institution_code = app_institution())"
OFFICIAL = f"({BUREAU} OR ({DISTRICT} AND district = app_district()))"
# Applies the row-level security of the application itself.
READABLE = "EXISTS (SELECT FROM applications a WHERE a.id = application_id)"
OWN_CASE = (
    "EXISTS (SELECT FROM applications a WHERE a.id = application_id AND "
    f"a.institution_code = app_institution() AND {INSTITUTION})"
)


OF_DISTRICT = f"(submissions > 0 AND {DISTRICT} AND district = app_district())"
DISTRICT_CASE = (
    "EXISTS (SELECT FROM applications a WHERE a.id = application_id AND "
    f"a.submissions > 0 AND a.district = app_district() AND {DISTRICT})"
)
# From which statuses and to which ones each side moves a case.
OPEN = ("draft", "submitted", "returned", "resubmitted", "accepted", "recommended")
BY_INSTITUTION = ("draft", "submitted", "resubmitted", "returned", "withdrawn")
BEFORE_DISTRICT = ("submitted", "returned", "resubmitted", "accepted")
BY_DISTRICT = ("returned", "resubmitted", "accepted", "rejected", "recommended", "not_recommended")
CHANGING = (
    "status, version, cluster_name, submissions, accepted_at, correction_due_on, "
    "recommended_version, rank, outcome, recommend_due_on, changed_at"
)
# Who reads a message: who runs the system, whose it is, and officials where it names a district
# (a draft's does not: a draft is its institution's alone).
MESSAGES = {
    "select": (
        f"app_has_role('operator') OR {AUDITOR} OR ({BUREAU} AND district IS NOT NULL) "
        f"OR ({DISTRICT} AND district = app_district()) "
        f"OR ({INSTITUTION} AND institution = app_institution() "
        "AND recipient_role = 'operating_institution')"
    ),
    "insert": (
        "state = 'waiting' AND attempts = 0 AND ("
        f"({INSTITUTION} AND institution = app_institution()) "
        f"OR ({DISTRICT} AND district = app_district()))"
    ),
    "update": (
        "app_has_role('operator') AND state = 'dead'",
        "app_has_role('operator') AND state = 'waiting'",
    ),
}


def among(statuses: tuple[str, ...]) -> str:
    return "status IN ({})".format(", ".join(f"'{status}'" for status in statuses))


def instant(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def position() -> sa.Column:
    return sa.Column("position", sa.BigInteger(), sa.Identity(always=True), nullable=False)


def of_application(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_application_id")
    return sa.ForeignKeyConstraint(["application_id"], ["applications.id"], name=name)


def of_round(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f(f"fk_{table}_round_id"))


def upgrade() -> None:
    migrations.create_mechanism()
    standards()
    rounds()
    applications()
    drafts_and_versions()
    documents()
    acts()
    assignees()
    timeline()
    series()
    papers()
    migrations.create_messages(**MESSAGES)


def standards() -> None:
    op.create_table(
        "standards",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.CheckConstraint("effective_from <= effective_to", name=op.f("ck_standards_order")),
        sa.PrimaryKeyConstraint("id", "revision", name=op.f("pk_standards")),
        sa.UniqueConstraint("sha256", name=op.f("uq_standards_sha256")),
    )
    # Published, hence everybody's to read; only the worker writes, from the events.
    migrations.protect("standards", select="true")


def rounds() -> None:
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
        instant("opens_at"),
        instant("closes_at"),
        instant("district_due_at"),
        sa.Column("terms", postgresql.JSONB(), nullable=False),
        sa.Column("extensions", postgresql.JSONB(), nullable=False),
        instant("closed_at", nullable=True),
        sa.CheckConstraint("status IN ('draft', 'open', 'closed')", name=op.f("ck_rounds_status")),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_rounds_window")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("number", name=op.f("uq_rounds_number")),
    )
    visible = f"status <> 'draft' OR {BUREAU}"
    migrations.protect("rounds", select=visible, insert=BUREAU, update=BUREAU)


def applications() -> None:
    op.create_table(
        "applications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("institution_code", sa.Text(), nullable=False),
        sa.Column("cluster_name", sa.Text(), nullable=False),
        sa.Column("submissions", sa.Integer(), nullable=False),
        instant("accepted_at", nullable=True),
        sa.Column("correction_due_on", sa.Date(), nullable=True),
        sa.Column("recommended_version", sa.Integer(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("recommend_due_on", sa.Date(), nullable=True),
        sa.Column("on_notice", sa.Text(), nullable=True),
        instant("changed_at"),
        sa.CheckConstraint(
            "status IN ('draft', 'submitted', 'returned', 'resubmitted', 'accepted', 'rejected', "
            "'recommended', 'not_recommended', 'withdrawn')",
            name=op.f("ck_applications_status"),
        ),
        of_round("applications"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
        sa.UniqueConstraint("number", name=op.f("uq_applications_number")),
    )
    op.create_index("ix_applications_round_id_district", "applications", ["round_id", "district"])
    op.create_index("ix_applications_institution_code", "applications", ["institution_code"])
    op.create_index(
        "uq_applications_rank",
        "applications",
        ["round_id", "district", "rank"],
        unique=True,
        postgresql_where=sa.text("status = 'recommended'"),
    )
    official = f"(submissions > 0 AND {OFFICIAL})"
    migrations.protect(
        "applications",
        select=f"{OWN} OR {official} OR {AUDITOR}",
        insert=f"{OWN} AND status = 'draft' AND submissions = 0 AND outcome IS NULL",
        update=(
            f"({OWN} AND {among(OPEN)}) OR ({OF_DISTRICT} AND {among(BEFORE_DISTRICT)})",
            f"({OWN} AND {among(BY_INSTITUTION)}) OR ({OF_DISTRICT} AND {among(BY_DISTRICT)})",
        ),
    )
    # What a case is stays as it was begun; whether it is on notice only an event says.
    op.execute(f'REVOKE UPDATE ON applications FROM "{migrations.role("api")}"')
    migrations.grant("applications", f"UPDATE ({CHANGING})", to="api")


def drafts_and_versions() -> None:
    op.create_table(
        "application_drafts",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("sections", postgresql.JSONB(), nullable=False),
        of_application("application_drafts"),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_application_drafts")),
    )
    migrations.protect(
        "application_drafts", select=f"{OWN_CASE} OR {AUDITOR}", insert=OWN_CASE, update=OWN_CASE
    )
    op.create_table(
        "application_versions",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        instant("received_at"),
        sa.Column("received_from", sa.Text(), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("precheck", postgresql.JSONB(), nullable=False),
        of_application("application_versions"),
        sa.PrimaryKeyConstraint("application_id", "number", name=op.f("pk_application_versions")),
    )
    # Immutable: there is no policy to update or delete.
    migrations.protect("application_versions", select=READABLE, insert=OWN_CASE)


def documents() -> None:
    op.create_table(
        "application_documents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("criterion_ids", postgresql.JSONB(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=True),
        instant("received_at", nullable=True),
        sa.Column("frozen_in", sa.Integer(), nullable=True),
        sa.Column("sm3", sa.Text(), nullable=True),
        sa.Column("scan", sa.Text(), nullable=False),
        instant("looked_at", nullable=True),
        sa.CheckConstraint(
            "scan IN ('not_scanned', 'clean', 'infected')",
            name=op.f("ck_application_documents_scan"),
        ),
        of_application("application_documents"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_documents")),
    )
    op.create_index(
        "ix_application_documents_application_id", "application_documents", ["application_id"]
    )
    op.create_index("ix_application_documents_sha256", "application_documents", ["sha256"])
    # The district's are the photographs of its site verification, the institution's all others.
    own = f"((kind <> 'site_photo' AND {OWN_CASE}) OR (kind = 'site_photo' AND {DISTRICT_CASE}))"
    loose = f"frozen_in IS NULL AND {own}"
    seen = f"{own} OR {AUDITOR} OR (frozen_in IS NOT NULL AND {READABLE})"
    migrations.protect(
        "application_documents",
        select=seen,
        insert=loose,
        update=(loose, own),
        delete=loose,
    )


def acts() -> None:
    op.create_table(
        "application_acts",
        position(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        instant("at"),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        of_application("application_acts"),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_application_acts")),
        sa.UniqueConstraint("id", name=op.f("uq_application_acts_id")),
    )
    op.create_index("ix_application_acts_application_id", "application_acts", ["application_id"])
    own = f"({OWN_CASE} AND act IN ('submit', 'withdraw'))"
    reviewing = f"({DISTRICT_CASE} AND act NOT IN ('submit', 'withdraw', 'take_back'))"
    acting = f"actor = app_subject() AND ({own} OR {reviewing})"
    official = f"{DISTRICT_CASE} OR {BUREAU} OR {AUDITOR}"
    readable = f"{READABLE} AND (act <> 'hand_over' OR {official})"
    migrations.protect("application_acts", select=readable, insert=acting)


def assignees() -> None:
    op.create_table(
        "application_assignees",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("assignee", sa.Text(), nullable=False),
        instant("since"),
        of_application("application_assignees"),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_application_assignees")),
    )
    op.create_index("ix_application_assignees_assignee", "application_assignees", ["assignee"])
    # Who handles a case inside the district is no matter of the institution.
    official = f"({BUREAU} AND {READABLE})"
    migrations.protect(
        "application_assignees",
        select=f"{DISTRICT_CASE} OR {AUDITOR} OR {official}",
        insert=DISTRICT_CASE,
        update=DISTRICT_CASE,
    )


def timeline() -> None:
    op.create_table(
        "timeline",
        position(),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("cluster_number", sa.Text(), nullable=True),
        instant("at"),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("zh", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("moves_next", sa.Text(), nullable=True),
        sa.Column("told_by", sa.Uuid(), nullable=False),
        of_application("timeline"),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_timeline")),
    )
    op.create_index("ix_timeline_application_id", "timeline", ["application_id"])
    op.create_index("ix_timeline_cluster_number", "timeline", ["cluster_number"])
    acting = f"source = 'intake' AND ({OWN_CASE} OR {DISTRICT_CASE})"
    migrations.protect("timeline", select=READABLE, insert=acting)


def series() -> None:
    op.create_table(
        "case_clusters",
        sa.Column("cluster_number", sa.Text(), nullable=False),
        sa.Column("cluster_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        of_application("case_clusters"),
        sa.PrimaryKeyConstraint("cluster_number", name=op.f("pk_case_clusters")),
    )
    migrations.protect("case_clusters")
    op.create_table(
        "recommendation_series",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        of_round("recommendation_series"),
        sa.PrimaryKeyConstraint("round_id", "district", name=op.f("pk_recommendation_series")),
    )
    own = f"{DISTRICT} AND district = app_district()"
    migrations.protect("recommendation_series", select=own, insert=own, update=own)


def papers() -> None:
    op.create_table(
        "application_notices",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        instant("at"),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        of_application("application_notices"),
        sa.ForeignKeyConstraint(
            ["act_id"], ["application_acts.id"], name=op.f("fk_application_notices_act_id")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_application_notices")),
        sa.UniqueConstraint("act_id", name=op.f("uq_application_notices_act_id")),
    )
    op.create_index(
        "ix_application_notices_application_id", "application_notices", ["application_id"]
    )
    migrations.protect("application_notices", select=READABLE, insert=DISTRICT_CASE)
    op.create_table(
        "notice_prints",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        instant("printed_at"),
        sa.ForeignKeyConstraint(
            ["number"], ["application_notices.number"], name=op.f("fk_notice_prints_number")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_notice_prints")),
    )
    # Applies the walls of the notice itself. Whoever may read it has it printed; nobody again.
    noticed = "EXISTS (SELECT FROM application_notices n WHERE n.number = notice_prints.number)"
    migrations.protect("notice_prints", select=noticed, insert=noticed)
    op.create_table(
        "notice_services",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=False),
        sa.Column("manner", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        instant("at"),
        sa.ForeignKeyConstraint(
            ["number"], ["application_notices.number"], name=op.f("fk_notice_services_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_services")),
    )
    op.create_index("ix_notice_services_number", "notice_services", ["number"])
    noticed = "EXISTS (SELECT FROM application_notices n WHERE n.number = notice_services.number)"
    migrations.protect(
        "notice_services",
        select=noticed,
        # Who of a district reads the notice, handles its case.
        insert=f"actor = app_subject() AND {DISTRICT} AND {noticed}",
    )


def downgrade() -> None:
    for table in (
        "outbound_messages",
        "notice_services",
        "notice_prints",
        "application_notices",
        "recommendation_series",
        "case_clusters",
        "timeline",
        "application_assignees",
        "application_acts",
        "application_documents",
        "application_versions",
        "application_drafts",
        "applications",
        "rounds",
        "standards",
    ):
        op.drop_table(table)
    migrations.drop_mechanism()
