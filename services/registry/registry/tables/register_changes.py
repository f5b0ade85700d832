"""The feed of the register: every public change under the number that its commit gave it."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from registry.tables.metadata import metadata

# The last number given; one row, and only a commit moves it on.
feed_head = Table(
    "feed_head",
    metadata,
    Column("singleton", Boolean, primary_key=True),
    Column("last", BigInteger, nullable=False),
    CheckConstraint("singleton", name="singleton"),
)

register_changes = Table(
    "register_changes",
    metadata,
    Column("id", Uuid, primary_key=True),
    # Empty until the commit, which alone knows what came before it (see migration 0005).
    Column("number", BigInteger, unique=True),
    Column("kind", Text, nullable=False),
    Column("cluster_id", Uuid, ForeignKey("clusters.id"), nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("facts", JSONB, nullable=False),
    Index("ix_register_changes_cluster_id", "cluster_id"),
)
