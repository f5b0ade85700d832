"""The table of rounds: a copy of intake's, filled from `round.opened` alone."""

from sqlalchemy import Column, DateTime, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from registry.tables.metadata import metadata

rounds = Table(
    "rounds",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("opened", JSONB, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
)
