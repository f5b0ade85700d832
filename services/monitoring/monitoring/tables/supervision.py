"""Incidents, supervision tasks, breaches, and every act on them and on obligations."""

from typing import Any, Final

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
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


def _of_cluster() -> tuple[Column[Any], ...]:
    return (
        Column("id", Uuid, primary_key=True),
        Column("cluster_id", Uuid, ForeignKey("monitored_clusters.id"), nullable=False),
        Column("cluster_number", Text, nullable=False),
        Column("cluster_name", Text, nullable=False),
        Column("district", Text, nullable=False),
        Column("institution_code", Text, nullable=False),
        Column("status", Text, nullable=False),
        Column("version", Integer, nullable=False),
    )


incidents: Final = Table(
    "incidents",
    metadata,
    *_of_cluster(),
    Column("kind", Text, nullable=False),
    Column("enterprise_code", Text, nullable=False),
    Column("enterprise_name", Text, nullable=False),
    Column("roster_reference", Text, nullable=False),
    Column("happened_on", Date, nullable=False),
    Column("summary", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("grade", Text),
    Column("authority", Text),
    Column("document_number", Text),
    Column("determined_on", Date),
    Column("document_sha256", Text),
    Column("determined_at", DateTime(timezone=True)),
    Column("of_weight", Boolean),
    Column("found_by", Text),
    CheckConstraint(
        "status IN ('recorded', 'determined', 'found', 'not_found', 'annulled')", name="status"
    ),
    CheckConstraint("status = 'recorded' OR determined_on IS NOT NULL", name="determined"),
    CheckConstraint("(status IN ('found', 'not_found')) = (found_by IS NOT NULL)", name="found"),
    CheckConstraint("isfinite(happened_on) AND isfinite(determined_on)", name="finite"),
    Index("ix_incidents_cluster_id", "cluster_id"),
    Index("ix_incidents_district", "district"),
)

supervision_tasks: Final = Table(
    "supervision_tasks",
    metadata,
    *_of_cluster(),
    Column("matter", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("assigned_by", Text, nullable=False),
    Column("assigned_at", DateTime(timezone=True), nullable=False),
    Column("escalated_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    CheckConstraint(
        "status IN ('assigned', 'answered', 'escalated', 'completed', 'refused')", name="status"
    ),
    CheckConstraint("(status IN ('completed', 'refused')) = (ended_at IS NOT NULL)", name="ended"),
    CheckConstraint("isfinite(due_on)", name="finite"),
    Index("ix_supervision_tasks_cluster_id", "cluster_id"),
    Index("ix_supervision_tasks_district", "district"),
)

breaches: Final = Table(
    "breaches",
    metadata,
    *_of_cluster(),
    Column("ground", Text, nullable=False),
    Column("limb", Text, nullable=False),
    Column("clause", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("evidence", JSONB, nullable=False),
    Column("about_kind", Text, nullable=False),
    Column("about_id", Uuid, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("proposed_at", DateTime(timezone=True), nullable=False),
    Column("withdrawn_by", Text),
    Column("withdrawn_at", DateTime(timezone=True)),
    Column("withdrawal_reason", Text),
    CheckConstraint("status IN ('proposed', 'withdrawn')", name="status"),
    CheckConstraint("(status = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn"),
    CheckConstraint(
        "about_kind IN ('obligation', 'supervision_task', 'incident')", name="about_kind"
    ),
    Index("ix_breaches_cluster_id", "cluster_id"),
    # Proposed once: whoever comes second finds it there.
    Index(
        "uq_breaches_standing",
        "about_id",
        unique=True,
        postgresql_where=text("status = 'proposed'"),
    ),
)

# A row is never changed; `kind` and `subject_id` say on what the act was done.
supervision_acts: Final = Table(
    "supervision_acts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("subject_id", Uuid, nullable=False),
    Column("act", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("clause", Text, nullable=False),
    Column("content", JSONB, nullable=False),
    CheckConstraint(
        "kind IN ('reporting_cycle', 'obligation', 'supervision_task', 'incident', 'breach')",
        name="kind",
    ),
    Index("ix_supervision_acts_subject_id", "subject_id"),
)
