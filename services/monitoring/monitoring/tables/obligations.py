"""Who owes which report by when; a row is never deleted."""

from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from monitoring.tables.metadata import metadata

obligations: Final = Table(
    "obligations",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("cluster_id", Uuid, ForeignKey("monitored_clusters.id"), nullable=False),
    Column("cluster_number", Text, nullable=False),
    Column("cluster_name", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("institution_code", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("opens_on", Date, nullable=False),
    Column("district_due_on", Date),
    Column("due_on", Date),
    Column("requested_at", DateTime(timezone=True)),
    Column("overdue_announced_at", DateTime(timezone=True)),
    Column("submitted_at", DateTime(timezone=True)),
    Column("late_days", Integer),
    Column("confirmed_at", DateTime(timezone=True)),
    Column("closed_on", Date),
    Column("closed_because", Text),
    Column("cycle_id", Uuid, ForeignKey("reporting_cycles.id")),
    Column("extended_to", Date),
    Column("reminder_served_on", Date),
    Column("comply_by", Date),
    # Counts the acts of officials: extension, waiver, reminder.
    Column("version", Integer, nullable=False, server_default="1"),
    UniqueConstraint("cluster_id", "period"),
    CheckConstraint("(closed_on IS NULL) = (closed_because IS NULL)", name="closing"),
    CheckConstraint("confirmed_at IS NULL OR submitted_at IS NOT NULL", name="order"),
    CheckConstraint(
        "isfinite(opens_on) AND isfinite(district_due_on) AND isfinite(due_on)"
        " AND isfinite(closed_on) AND isfinite(extended_to) AND isfinite(reminder_served_on)"
        " AND isfinite(comply_by)",
        name="finite",
    ),
    CheckConstraint("(reminder_served_on IS NULL) = (comply_by IS NULL)", name="reminder"),
    Index("ix_obligations_cycle_id", "cycle_id"),
    Index("ix_obligations_district", "district"),
    Index("ix_obligations_institution_code", "institution_code"),
)
