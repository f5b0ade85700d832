"""The tables of objections: what is open to the parties, what is sealed, and the acts."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from registry.tables.metadata import metadata

# Nothing in this table shows who objected: that stands in `objection_seals` alone.
objections = Table(
    "objections",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("receipt", Text, nullable=False, unique=True),
    Column("secret_sha256", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("notice_id", Uuid, ForeignKey("notices.id"), nullable=False),
    Column("notice_number", Text, nullable=False),
    Column("application_id", Uuid),
    Column("application_number", Text),
    Column("institution_code", Text),
    Column("channel", Text, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("lead_because", Text),
    Column("lead_reason", Text),
    Column("substance", Text),
    Column("taken_up_on", Date),
    Column("answer_due_on", Date),
    Column("answer", JSONB),
    Column("finding", JSONB),
    CheckConstraint(
        "status IN ('filed', 'taken_up', 'kept_as_lead', 'upheld', 'dismissed')", name="status"
    ),
    CheckConstraint("channel IN ('online', 'paper')", name="channel"),
    CheckConstraint("(status = 'kept_as_lead') = (lead_because IS NOT NULL)", name="lead"),
    CheckConstraint(
        "(status IN ('taken_up', 'upheld', 'dismissed')) = (substance IS NOT NULL)"
        " AND (substance IS NULL) = (taken_up_on IS NULL)",
        name="taken_up",
    ),
    CheckConstraint("(status IN ('upheld', 'dismissed')) = (finding IS NOT NULL)", name="found"),
    CheckConstraint(
        "isfinite(received_on) AND isfinite(taken_up_on) AND isfinite(answer_due_on)",
        name="finite",
    ),
    Index(
        "ix_objections_open",
        "notice_id",
        postgresql_where=text("status IN ('filed', 'taken_up')"),
    ),
    Index("ix_objections_notice_id", "notice_id"),
    Index("ix_objections_application_id", "application_id"),
    Index("ix_objections_institution_code", "institution_code"),
)

# Who objected, in their own words and with their evidence: encrypted, one row a field.
objection_seals = Table(
    "objection_seals",
    metadata,
    Column("objection_id", Uuid, ForeignKey("objections.id"), primary_key=True),
    Column("field", Text, primary_key=True),
    Column("sealed", Text, nullable=False),
    CheckConstraint("field IN ('objector', 'content', 'evidence')", name="field"),
)

objection_acts = Table(
    "objection_acts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("objection_id", Uuid, ForeignKey("objections.id"), nullable=False),
    Column("act", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("clause", Text, nullable=False),
    Column("content", JSONB, nullable=False),
    Index("ix_objection_acts_objection_id", "objection_id"),
)
