"""The tables of change filings and of the acts in them."""

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
)
from sqlalchemy.dialects.postgresql import JSONB

from registry.tables.metadata import metadata

change_filings = Table(
    "change_filings",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    # Which filing this is: one that was returned comes again.
    Column("filing", Integer, nullable=False),
    Column("cluster_id", Uuid, ForeignKey("clusters.id"), nullable=False),
    Column("cluster_number", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("institution_code", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("before", JSONB, nullable=False),
    Column("after", JSONB, nullable=False),
    Column("happened_on", Date, nullable=False),
    Column("filed_on", Date, nullable=False),
    Column("filed_at", DateTime(timezone=True), nullable=False),
    Column("filed_by", Text, nullable=False),
    # NULL while the calendar of that year is not loaded: a due day is never guessed.
    Column("due_on", Date),
    Column("period", JSONB, nullable=False),
    Column("proofs", JSONB, nullable=False),
    Column("explanation", Text, nullable=False),
    Column("figures", JSONB, nullable=False),
    Column("review", JSONB),
    Column("returned", JSONB),
    Column("recording", JSONB),
    Column("recomputed", JSONB),
    CheckConstraint(
        "kind IN ('leading_industry', 'territory', 'operating_institution', 'other')", name="kind"
    ),
    CheckConstraint("status IN ('filed', 'reviewed', 'recorded', 'returned')", name="status"),
    CheckConstraint("(status = 'recorded') = (recording IS NOT NULL)", name="recorded"),
    CheckConstraint("status <> 'returned' OR returned IS NOT NULL", name="returned"),
    CheckConstraint("happened_on <= filed_on OR filing > 1", name="happened"),
    CheckConstraint(
        "isfinite(happened_on) AND isfinite(filed_on) AND isfinite(due_on)", name="finite"
    ),
    Index("ix_change_filings_cluster_id", "cluster_id"),
)

change_filing_acts = Table(
    "change_filing_acts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("filing_id", Uuid, ForeignKey("change_filings.id"), nullable=False),
    Column("act", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("clause", Text, nullable=False),
    Column("content", JSONB, nullable=False),
    Index("ix_change_filing_acts_filing_id", "filing_id"),
)
