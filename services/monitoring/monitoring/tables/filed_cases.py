"""What was filed before a designation: copies of frozen facts, filled from events only."""

from typing import Final

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from monitoring.tables.metadata import metadata

filed_cases: Final = Table(
    "filed_cases",
    metadata,
    Column("application_id", Uuid, primary_key=True),
    Column("application_number", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("institution_code", Text, nullable=False),
    Column("application_year", Integer, nullable=False),
    Column("base_year", Integer, nullable=False),
    Column("submission", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("standard", JSONB, nullable=False),
    Column("facts", JSONB, nullable=False),
    Column("plan_targets", JSONB, nullable=False),
)

# Which application made, or renewed, which cluster; either event may come first.
cluster_cases: Final = Table(
    "cluster_cases",
    metadata,
    Column("cluster_id", Uuid, ForeignKey("monitored_clusters.id"), primary_key=True),
    Column("application_id", Uuid, primary_key=True),
)
