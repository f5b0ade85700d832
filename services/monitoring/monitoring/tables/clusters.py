"""The copy of what the register says of each monitored cluster, filled from events only."""

from typing import Final

from sqlalchemy import CheckConstraint, Column, Date, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from monitoring.tables.metadata import metadata

monitored_clusters: Final = Table(
    "monitored_clusters",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("leading_industry", Text, nullable=False),
    Column("institution_code", Text, nullable=False),
    Column("institution_name", Text, nullable=False),
    Column("periods", JSONB, nullable=False),
    Column("plan_targets", JSONB, nullable=False),
    Column("report_terms", JSONB, nullable=False),
    Column("revoked_on", Date),
    Column("revocation_clause", Text),
    # A renewal that was filed and is not decided: the last year is owed too.
    Column("renewal_application_id", Uuid),
    # Of the rounds before the last renewal, each up to a year; `report_terms` are the newest.
    Column("former_report_terms", JSONB),
    # PostgreSQL knows a day `infinity`, which Python and the calendar do not.
    CheckConstraint("isfinite(revoked_on)", name="finite"),
)
