"""The table of decisions that set a revocation aside: appended, never edited."""

from sqlalchemy import CheckConstraint, Column, Date, DateTime, ForeignKey, Index, Table, Text, Uuid

from registry.tables.metadata import metadata

cluster_set_asides = Table(
    "cluster_set_asides",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("cluster_id", Uuid, ForeignKey("clusters.id"), nullable=False),
    # Of the revocation that is set aside; a revocation is set aside once.
    Column("case_id", Uuid, ForeignKey("revocation_cases.id"), nullable=False, unique=True),
    Column("reach", Text, nullable=False),
    # The first day on which the revocation has no effect; its own first day when it never had any.
    Column("effective_on", Date, nullable=False),
    Column("published_on", Date, nullable=False),
    Column("document_number", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("document_sha256", Text),
    Column("decided_by", Text, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("reach IN ('from_beginning', 'from_decision')", name="reach"),
    CheckConstraint("isfinite(effective_on) AND isfinite(published_on)", name="finite"),
    Index("ix_cluster_set_asides_cluster_id", "cluster_id"),
)
