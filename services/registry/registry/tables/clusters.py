"""The tables of the register: clusters, their validity periods, revocations; public facts only.

Periods and revocations are appended with the instant they were recorded, and never edited.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Computed,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import DATERANGE, JSONB, ExcludeConstraint

from registry.tables.metadata import metadata

clusters = Table(
    "clusters",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("leading_industry", Text, nullable=False),
    Column("institution_code", Text, nullable=False),
    Column("institution_name", Text, nullable=False),
    Column("plan_targets", JSONB, nullable=False),
    Column("application_id", Uuid, nullable=False, unique=True),
    Column("proposal_id", Uuid, ForeignKey("proposals.id"), nullable=False, unique=True),
    Column("notice_id", Uuid, ForeignKey("notices.id"), nullable=False),
    Column("notice_number", Text, nullable=False),
    Column("official_address", Text, nullable=False),
    Column("published_on", Date, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    # PostgreSQL knows a day `infinity`, which Python and the calendar do not.
    CheckConstraint("isfinite(published_on)", name="finite"),
    Index("ix_clusters_district", "district"),
    Index("ix_clusters_notice_id", "notice_id"),
)

cluster_periods = Table(
    "cluster_periods",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("cluster_id", Uuid, ForeignKey("clusters.id"), nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("style", Text, nullable=False),
    Column("published_on", Date, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("days", DATERANGE, Computed("daterange(first_day, last_day, '[]')", persisted=True)),
    CheckConstraint("first_day <= last_day", name="order"),
    CheckConstraint("style IN ('calendar_years', 'date_to_date')", name="style"),
    CheckConstraint(
        "isfinite(first_day) AND isfinite(last_day) AND isfinite(published_on)", name="finite"
    ),
    ExcludeConstraint(("cluster_id", "="), ("days", "&&"), name="ex_cluster_periods_days"),
)

cluster_revocations = Table(
    "cluster_revocations",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("cluster_id", Uuid, ForeignKey("clusters.id"), nullable=False),
    Column("case_id", Uuid, ForeignKey("revocation_cases.id"), nullable=False, unique=True),
    Column("case_number", Text, nullable=False),
    Column("ground", Text, nullable=False),
    Column("clause", Text, nullable=False),
    Column("effective_on", Date, nullable=False),
    Column("published_on", Date, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("isfinite(effective_on) AND isfinite(published_on)", name="finite"),
    Index("ix_cluster_revocations_cluster_id", "cluster_id"),
)
