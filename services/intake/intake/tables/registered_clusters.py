"""The clusters of the register that a renewal may be of: a copy, filled from events alone."""

from sqlalchemy import CheckConstraint, Column, Date, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from intake.tables.metadata import metadata

registered_clusters = Table(
    "registered_clusters",
    metadata,
    Column("cluster_id", Uuid, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("leading_industry", Text, nullable=False),
    Column("institution_code", Text, nullable=False),
    Column("institution_name", Text, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("plan_targets", JSONB, nullable=False),
    Column("revoked_from", Date),
    CheckConstraint("isfinite(last_day) AND isfinite(revoked_from)", name="finite"),
)
