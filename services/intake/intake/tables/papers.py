"""The tables of papers: what a notice says, frozen with its act, and its bytes once printed."""

from sqlalchemy import Column, Date, DateTime, ForeignKey, Index, LargeBinary, Table, Text, Uuid

from intake.tables.metadata import metadata

application_notices = Table(
    "application_notices",
    metadata,
    Column("number", Text, primary_key=True),
    Column("application_id", Uuid, ForeignKey("applications.id"), nullable=False),
    Column("act_id", Uuid, ForeignKey("application_acts.id"), nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    # Text, not JSONB: these bytes are what the hash is of.
    Column("canonical", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Index("ix_application_notices_application_id", "application_id"),
)

# Printing takes longer than an act may: the first who asks has it printed, once and for all.
notice_prints = Table(
    "notice_prints",
    metadata,
    Column("number", Text, ForeignKey("application_notices.number"), primary_key=True),
    Column("pdf", LargeBinary, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("printed_at", DateTime(timezone=True), nullable=False),
)

# When and how a notice was given to the applicant; written once, each service by itself.
notice_services = Table(
    "notice_services",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", Text, ForeignKey("application_notices.number"), nullable=False),
    Column("served_on", Date, nullable=False),
    Column("manner", Text, nullable=False),
    Column("remark", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("ix_notice_services_number", "number"),
)
