"""Annual reports: the header, what is being written, the frozen versions, the acts."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from monitoring.tables.metadata import metadata

annual_reports: Final = Table(
    "annual_reports",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("obligation_id", Uuid, ForeignKey("obligations.id"), nullable=False, unique=True),
    Column("cluster_number", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("institution_code", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("submissions", Integer, nullable=False),
    Column("confirmed_submission", Integer),
    Column("roster_id", Uuid),
    CheckConstraint(
        "status IN ('drafted', 'submitted', 'reviewed', 'returned', 'confirmed')", name="status"
    ),
)

# What the institution is writing; nobody else reads it before it is submitted.
report_drafts: Final = Table(
    "report_drafts",
    metadata,
    Column("report_id", Uuid, ForeignKey("annual_reports.id"), primary_key=True),
    Column("sections", JSONB, nullable=False),
    Column("seal", JSONB),
)

report_versions: Final = Table(
    "report_versions",
    metadata,
    Column("report_id", Uuid, ForeignKey("annual_reports.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("canonical", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("questions", JSONB, nullable=False, server_default=text("'[]'::jsonb")),
    Column("corrects", Integer),
    Column("reason", Text),
)

report_acts: Final = Table(
    "report_acts",
    metadata,
    Column("position", BigInteger, Identity(always=True), primary_key=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("report_id", Uuid, ForeignKey("annual_reports.id"), nullable=False),
    Column("act", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("submission", Integer, nullable=False),
    Column("content", JSONB, nullable=False),
    Index("ix_report_acts_report_id", "report_id"),
)
