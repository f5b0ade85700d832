"""Practice cases and brands (art. 14): their text, and each act on them."""

from typing import Final

from sqlalchemy import CheckConstraint, Column, Date, DateTime, Index, Integer, Table, Text, Uuid

from monitoring.tables.metadata import metadata

practice_cases: Final = Table(
    "practice_cases",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("district", Text, nullable=False),
    Column("cluster_number", Text),
    Column("kind", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("drafted_by", Text, nullable=False),
    Column("drafted_at", DateTime(timezone=True), nullable=False),
    Column("approved_at", DateTime(timezone=True)),
    Column("published_on", Date),
    Column("published_at", DateTime(timezone=True)),
    Column("address", Text),
    Column("ended_because", Text),
    CheckConstraint("status IN ('drafted', 'approved', 'published', 'withdrawn')", name="status"),
    CheckConstraint("status <> 'published' OR published_at IS NOT NULL", name="published"),
    CheckConstraint("isfinite(published_on)", name="finite"),
    Index("ix_practice_cases_district", "district"),
)
