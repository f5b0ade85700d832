"""What officials write down of tracking, support and services; a row is never deleted."""

from typing import Any, Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from monitoring.tables.metadata import metadata


def _head(*, citywide: bool = False) -> tuple[Column[Any], ...]:
    return (
        Column("id", Uuid, primary_key=True),
        Column("status", Text, nullable=False),
        Column("version", Integer, nullable=False),
        # Without a district it is the city's, and every district sees it.
        Column("district", Text, nullable=citywide),
        Column("recorded_by", Text, nullable=False),
        Column("recorded_at", DateTime(timezone=True), nullable=False),
        Column("supersedes", Uuid),
        Column("ended_because", Text),
    )


def _cluster() -> tuple[Column[Any], ...]:
    return (
        Column("cluster_id", Uuid, ForeignKey("monitored_clusters.id"), nullable=False),
        Column("cluster_number", Text, nullable=False),
        Column("cluster_name", Text, nullable=False),
        Column("institution_code", Text, nullable=False),
    )


tracking_notes: Final = Table(
    "tracking_notes",
    metadata,
    *_head(),
    *_cluster(),
    Column("topic", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("noted_on", Date, nullable=False),
    Column("text", Text, nullable=False),
    CheckConstraint("isfinite(noted_on)", name="finite"),
    Index("ix_tracking_notes_cluster_number", "cluster_number"),
    Index("ix_tracking_notes_district", "district"),
)

policy_documents: Final = Table(
    "policy_documents",
    metadata,
    *_head(citywide=True),
    Column("title", Text, nullable=False),
    Column("issuer", Text, nullable=False),
    Column("document_number", Text),
    Column("level", Text, nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("address", Text),
    Column("kinds", JSONB, nullable=False),
    CheckConstraint("isfinite(issued_on)", name="finite"),
)

support_measures: Final = Table(
    "support_measures",
    metadata,
    *_head(),
    *_cluster(),
    Column("kind", Text, nullable=False),
    Column("giver", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("policy_document_id", Uuid, ForeignKey("policy_documents.id")),
    Column("enterprise_code", Text),
    Column("enterprise_name", Text),
    # To the fen: 0.01 yuan is 0.000001 of 10,000 yuan.
    Column("amount_10k_yuan", Numeric(18, 6)),
    Column("given_on", Date, nullable=False),
    Column("description", Text, nullable=False),
    CheckConstraint("isfinite(given_on)", name="finite"),
    CheckConstraint("amount_10k_yuan >= 0", name="amount"),
    CheckConstraint("(enterprise_code IS NULL) = (enterprise_name IS NULL)", name="enterprise"),
    Index("ix_support_measures_cluster_number", "cluster_number"),
    Index("ix_support_measures_given_on", "given_on"),
)

service_institutions: Final = Table(
    "service_institutions",
    metadata,
    *_head(citywide=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("services", Text, nullable=False),
)

service_deliveries: Final = Table(
    "service_deliveries",
    metadata,
    *_head(),
    *_cluster(),
    Column("service_institution_id", Uuid, ForeignKey("service_institutions.id"), nullable=False),
    Column("service_item", Text, nullable=False),
    Column("delivered_on", Date, nullable=False),
    Column("smes_served", Integer, nullable=False),
    Column("description", Text, nullable=False),
    Column("result", Text),
    Column("comment", Text),
    Column("assessed_by", Text),
    Column("assessed_at", DateTime(timezone=True)),
    CheckConstraint("isfinite(delivered_on)", name="finite"),
    CheckConstraint(
        "status <> 'assessed' OR (result IS NOT NULL AND assessed_by IS NOT NULL)", name="assessed"
    ),
    Index("ix_service_deliveries_service_institution_id", "service_institution_id"),
)
