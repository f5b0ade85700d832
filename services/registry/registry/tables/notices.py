"""The tables of public notices and of the acts on them."""

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

notices = Table(
    "notices",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("round_id", Uuid, ForeignKey("rounds.id"), nullable=False),
    Column("round_number", Text, nullable=False),
    Column("entries", JSONB, nullable=False),
    Column("count", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("drafted_at", DateTime(timezone=True), nullable=False),
    Column("publication", JSONB),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("closed_on", Date),
    Column("release", JSONB),
    # Which notice this one corrects and why, and which ones corrected it since they were posted.
    Column("corrects", Text, ForeignKey("notices.number")),
    Column("correction_reason", Text),
    Column("corrected_by", JSONB, nullable=False, server_default=text("'[]'::jsonb")),
    # Lists released while an entry still waited for a finding (`list_waits` false).
    Column("earlier_releases", JSONB, nullable=False, server_default=text("'[]'::jsonb")),
    CheckConstraint("status IN ('drafted', 'published', 'closed', 'released')", name="status"),
    CheckConstraint("status = 'drafted' OR publication IS NOT NULL", name="published"),
    CheckConstraint("closed_on IS NULL OR closed_on > last_day", name="window"),
    CheckConstraint("(status = 'released') = (release IS NOT NULL)", name="released"),
    CheckConstraint(
        "isfinite(first_day) AND isfinite(last_day) AND isfinite(closed_on)", name="finite"
    ),
    CheckConstraint("(corrects IS NULL) = (correction_reason IS NULL)", name="correction"),
    Index("ix_notices_round_id", "round_id"),
    Index("ix_notices_corrects", "corrects"),
)

notice_acts = Table(
    "notice_acts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("notice_id", Uuid, ForeignKey("notices.id"), nullable=False),
    Column("act", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("clause", Text, nullable=False),
    Column("content", JSONB, nullable=False),
    Index("ix_notice_acts_notice_id", "notice_id"),
)
