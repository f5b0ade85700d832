"""Objections with sealed fields, notices that correct others, and walls around a release."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from common import migrations

revision = "0002"
down_revision = "0001"

EMPTY = sa.text("'[]'::jsonb")


def upgrade() -> None:
    _correct_notices()
    _create_objections()
    _protect()
    for function in FUNCTIONS:
        op.execute(function)
    for table, events, function in TRIGGERS:
        op.execute(
            f"CREATE TRIGGER {function} AFTER {events} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {function}()"
        )


def _correct_notices() -> None:
    op.add_column("notices", sa.Column("corrects", sa.Text(), nullable=True))
    op.add_column("notices", sa.Column("correction_reason", sa.Text(), nullable=True))
    for name in ("corrected_by", "earlier_releases"):
        column = sa.Column(name, postgresql.JSONB(), nullable=False, server_default=EMPTY)
        op.add_column("notices", column)
    op.create_foreign_key(
        op.f("fk_notices_corrects"), "notices", "notices", ["corrects"], ["number"]
    )
    op.create_check_constraint(
        op.f("ck_notices_correction"),
        "notices",
        "(corrects IS NULL) = (correction_reason IS NULL)",
    )
    op.create_index("ix_notices_corrects", "notices", ["corrects"])


def _create_objections() -> None:
    op.create_table(
        "objections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("secret_sha256", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("notice_number", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("application_number", sa.Text(), nullable=True),
        sa.Column("institution_code", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lead_because", sa.Text(), nullable=True),
        sa.Column("lead_reason", sa.Text(), nullable=True),
        sa.Column("substance", sa.Text(), nullable=True),
        sa.Column("taken_up_on", sa.Date(), nullable=True),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("answer", postgresql.JSONB(), nullable=True),
        sa.Column("finding", postgresql.JSONB(), nullable=True),
        sa.CheckConstraint(
            "status IN ('filed', 'taken_up', 'kept_as_lead', 'upheld', 'dismissed')",
            name=op.f("ck_objections_status"),
        ),
        sa.CheckConstraint("channel IN ('online', 'paper')", name=op.f("ck_objections_channel")),
        sa.CheckConstraint(
            "(status = 'kept_as_lead') = (lead_because IS NOT NULL)",
            name=op.f("ck_objections_lead"),
        ),
        sa.CheckConstraint(
            "(status IN ('taken_up', 'upheld', 'dismissed')) = (substance IS NOT NULL)"
            " AND (substance IS NULL) = (taken_up_on IS NULL)",
            name=op.f("ck_objections_taken_up"),
        ),
        sa.CheckConstraint(
            "(status IN ('upheld', 'dismissed')) = (finding IS NOT NULL)",
            name=op.f("ck_objections_found"),
        ),
        sa.CheckConstraint(
            "isfinite(received_on) AND isfinite(taken_up_on) AND isfinite(answer_due_on)",
            name=op.f("ck_objections_finite"),
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_objections_notice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
        sa.UniqueConstraint("receipt", name=op.f("uq_objections_receipt")),
    )
    op.create_index(
        "ix_objections_open",
        "objections",
        ["notice_id"],
        postgresql_where=sa.text("status IN ('filed', 'taken_up')"),
    )
    for column in ("notice_id", "application_id", "institution_code"):
        op.create_index(f"ix_objections_{column}", "objections", [column])
    op.create_table(
        "objection_seals",
        sa.Column("objection_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "field IN ('objector', 'content', 'evidence')", name=op.f("ck_objection_seals_field")
        ),
        sa.ForeignKeyConstraint(
            ["objection_id"], ["objections.id"], name=op.f("fk_objection_seals_objection_id")
        ),
        sa.PrimaryKeyConstraint("objection_id", "field", name=op.f("pk_objection_seals")),
    )
    op.create_table(
        "objection_acts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("objection_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["objection_id"], ["objections.id"], name=op.f("fk_objection_acts_objection_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_acts")),
    )
    op.create_index("ix_objection_acts_objection_id", "objection_acts", ["objection_id"])


def _protect() -> None:
    bureau, auditor = "app_has_role('municipal_bureau')", "app_has_role('auditor')"
    # The institution concerned is told the substance, once the objection is taken up.
    told = (
        "(app_has_role('operating_institution') AND institution_code = app_institution()"
        " AND status {})"
    )
    # Whoever holds the one-time secret is the author, and has no other name here.
    author = "'objector:' || secret_sha256 = app_subject()"
    heard = told.format("IN ('taken_up', 'upheld', 'dismissed')")
    migrations.protect(
        "objections",
        select=f"{bureau} OR {auditor} OR {heard} OR {author}",
        insert="app_subject() IS NOT NULL AND status IN ('filed', 'kept_as_lead')",
        update=f"{bureau} OR {told.format('= ' + repr('taken_up'))}",
    )
    # An auditor sees a sealed field by a recorded order of their own, and by nothing else.
    ordered = (
        f"({auditor} AND EXISTS (SELECT FROM objection_acts a WHERE a.act = 'unseal'"
        " AND a.objection_id = objection_seals.objection_id AND a.actor = app_subject()))"
    )
    migrations.protect(
        "objection_acts", select=f"{bureau} OR {auditor}", insert="actor = app_subject()"
    )
    migrations.protect(
        "objection_seals",
        select=f"{bureau} OR {ordered}",
        insert="app_subject() IS NOT NULL",
    )


FUNCTIONS = (
    # Filing an objection and releasing a list take turns on a notice; a lock on its row would ask
    # for a right to change it, which nobody who objects has.
    """
    CREATE FUNCTION hold_notice(its_id uuid) RETURNS void LANGUAGE sql
    RETURN pg_advisory_xact_lock(hashtextextended('notice ' || its_id, 0))
    """,
    # An objection to the whole list of a notice that was corrected concerns the correction too.
    """
    CREATE FUNCTION has_open_objection(its_id uuid, only_whole_list boolean) RETURNS boolean
    LANGUAGE sql STABLE
    BEGIN ATOMIC
      WITH RECURSIVE chain AS (
        SELECT id, corrects, true AS itself FROM notices WHERE id = its_id
        UNION
        SELECT n.id, n.corrects, false FROM notices n JOIN chain c ON n.number = c.corrects
      )
      SELECT EXISTS (
        SELECT FROM objections o JOIN chain c ON c.id = o.notice_id
        WHERE o.status IN ('filed', 'taken_up')
          AND (o.application_id IS NULL OR (c.itself AND NOT only_whole_list)));
    END
    """,
    # The second wall before a designation (art. 10): whoever writes past the use case meets it.
    """
    CREATE FUNCTION notice_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'drafted' THEN
          RAISE EXCEPTION 'a notice begins as a draft' USING ERRCODE = 'JQ002';
        END IF;
        RETURN NULL;
      END IF;
      IF OLD.status <> 'drafted' AND (NEW.entries, NEW.sha256, NEW.publication, NEW.first_day,
           NEW.last_day) IS DISTINCT FROM (OLD.entries, OLD.sha256, OLD.publication, OLD.first_day,
           OLD.last_day) THEN
        RAISE EXCEPTION 'a list on notice is never edited' USING ERRCODE = 'JQ002';
      END IF;
      IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
           ('drafted', 'published'), ('published', 'closed'), ('closed', 'released')) THEN
        RAISE EXCEPTION 'a notice takes no short cut' USING ERRCODE = 'JQ002';
      END IF;
      IF NEW.status = 'released' AND OLD.status <> 'released' THEN
        IF ((NEW.release ->> 'posted_at')::timestamptz AT TIME ZONE 'Asia/Shanghai')::date
             <= NEW.last_day THEN
          RAISE EXCEPTION 'released within its window' USING ERRCODE = 'JQ002';
        END IF;
        PERFORM hold_notice(NEW.id);
        IF has_open_objection(NEW.id, false) OR EXISTS (SELECT FROM objections
             WHERE notice_id = NEW.id AND application_id IS NULL AND status = 'upheld') THEN
          RAISE EXCEPTION 'released against an objection' USING ERRCODE = 'JQ002';
        END IF;
      END IF;
      RETURN NULL;
    END $$
    """,
    """
    CREATE FUNCTION proposal_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      notice record;
    BEGIN
      IF NEW.status <> 'released' OR OLD.status = 'released' THEN
        RETURN NULL;
      END IF;
      PERFORM hold_notice(NEW.notice_id);
      SELECT n.status, coalesce((r.opened -> 'notice' ->> 'list_waits')::boolean, true) AS waits
      INTO notice FROM notices n JOIN rounds r ON r.id = n.round_id WHERE n.id = NEW.notice_id;
      IF OLD.status <> 'noticed' OR notice.status IS DISTINCT FROM 'closed' THEN
        RAISE EXCEPTION 'released without its notice' USING ERRCODE = 'JQ002';
      END IF;
      IF has_open_objection(NEW.notice_id, NOT notice.waits) OR EXISTS (SELECT FROM objections
           WHERE application_id = NEW.application_id AND status IN ('filed', 'taken_up')) THEN
        RAISE EXCEPTION 'released against an objection' USING ERRCODE = 'JQ002';
      END IF;
      RETURN NULL;
    END $$
    """,
    """
    CREATE FUNCTION objection_comes_in() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM hold_notice(NEW.notice_id);
      IF NEW.status = 'filed' AND EXISTS (SELECT FROM notices
           WHERE id = NEW.notice_id AND (status = 'released' OR last_day < NEW.received_on)) THEN
        RAISE EXCEPTION 'filed too late' USING ERRCODE = 'JQ002';
      END IF;
      RETURN NULL;
    END $$
    """,
)
TRIGGERS = (
    ("notices", "INSERT OR UPDATE", "notice_moves_on"),
    ("proposals", "UPDATE OF status", "proposal_moves_on"),
    ("objections", "INSERT", "objection_comes_in"),
)


def downgrade() -> None:
    for table, _, function in TRIGGERS:
        op.execute(f"DROP TRIGGER {function} ON {table}")
        op.execute(f"DROP FUNCTION {function}")
    op.execute("DROP FUNCTION has_open_objection")
    op.execute("DROP FUNCTION hold_notice")
    op.drop_table("objection_acts")
    op.drop_table("objection_seals")
    op.drop_table("objections")
    op.drop_index("ix_notices_corrects", "notices")
    for name in ("corrects", "correction_reason", "corrected_by", "earlier_releases"):
        op.drop_column("notices", name)
