"""The table of facts that events tell of a cluster and that a revocation case weighs."""

from sqlalchemy import Column, DateTime, Index, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from registry.tables.metadata import metadata

# By cluster, not by case: a fact may come before its case, or after it.
case_facts = Table(
    "case_facts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("cluster_number", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("reference", Uuid, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("content", JSONB, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Index("ix_case_facts_cluster_number", "cluster_number"),
    Index("ix_case_facts_reference", "reference"),
)
