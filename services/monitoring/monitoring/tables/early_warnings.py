"""Early warnings as they were raised at the confirmation of a report, and when they fell."""

from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
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

from monitoring.tables.metadata import metadata

early_warnings: Final = Table(
    "early_warnings",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("cluster_id", Uuid, ForeignKey("monitored_clusters.id"), nullable=False),
    Column("cluster_number", Text, nullable=False),
    Column("cluster_name", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("criterion_id", Text, nullable=False),
    Column("test", Integer, nullable=False),
    Column("sign", Text, nullable=False),
    Column("figures", JSONB, nullable=False),
    Column("raised_at", DateTime(timezone=True), nullable=False),
    Column("cleared_at", DateTime(timezone=True)),
    CheckConstraint("sign IN ('below_line', 'would_cross', 'margin_shrinks')", name="sign"),
    Index(
        "ix_early_warnings_standing",
        "cluster_id",
        "criterion_id",
        "test",
        unique=True,
        postgresql_where=text("cleared_at IS NULL"),
    ),
)
