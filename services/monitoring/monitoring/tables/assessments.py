"""Yearly assessments of clusters; a later one supersedes, and the earlier one stays."""

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

assessments: Final = Table(
    "assessments",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("cluster_id", Uuid, ForeignKey("monitored_clusters.id"), nullable=False),
    Column("cluster_number", Text, nullable=False),
    Column("cluster_name", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("institution_code", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("grade", Text, nullable=False),
    # What the bands alone would give, and why a person departs from it.
    Column("grade_by_bands", Text),
    Column("departure_reason", Text),
    Column("bands", JSONB, nullable=False),
    Column("figures", JSONB, nullable=False),
    Column("comment", Text, nullable=False),
    Column("supersedes", Uuid, ForeignKey("assessments.id")),
    Column("assessed_by", Text, nullable=False),
    Column("assessed_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("status IN ('standing', 'superseded')", name="status"),
    CheckConstraint(
        "grade_by_bands IS NOT DISTINCT FROM grade OR departure_reason IS NOT NULL", name="grade"
    ),
    Index(
        "uq_assessments_standing",
        "cluster_id",
        "period",
        unique=True,
        postgresql_where=text("status = 'standing'"),
    ),
    Index("ix_assessments_period", "period"),
)
