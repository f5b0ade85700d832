"""The acts by which standards are published: only ever appended."""

from sqlalchemy import CheckConstraint, Column, Date, DateTime, Integer, Table, Text, Uuid
from sqlalchemy.schema import UniqueConstraint

from evaluation.tables.metadata import metadata

standard_acts = Table(
    "standard_acts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("standard_id", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("act", Text, nullable=False),
    Column("effective_from", Date, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    CheckConstraint("act IN ('first_published', 'proposed', 'confirmed')", name="act"),
    UniqueConstraint("standard_id", "revision", "number"),
)
