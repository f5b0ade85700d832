"""The table of rounds."""

from sqlalchemy import CheckConstraint, Column, DateTime, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from intake.tables.metadata import metadata

rounds = Table(
    "rounds",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("base_year", Integer, nullable=False),
    Column("notice_number", Text, nullable=False),
    Column("standard", JSONB, nullable=False),
    Column("opens_at", DateTime(timezone=True), nullable=False),
    Column("closes_at", DateTime(timezone=True), nullable=False),
    Column("district_due_at", DateTime(timezone=True), nullable=False),
    Column("terms", JSONB, nullable=False),
    Column("extensions", JSONB, nullable=False),
    Column("closed_at", DateTime(timezone=True)),
    CheckConstraint("status IN ('draft', 'open', 'closed')", name="status"),
    CheckConstraint("opens_at < closes_at", name="window"),
)
