"""Rosters that go with reports: written once as a whole, never changed."""

from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
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

report_rosters: Final = Table(
    "report_rosters",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("report_id", Uuid, ForeignKey("annual_reports.id"), nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("received_by", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("row_count", Integer, nullable=False),
    Column("tally", JSONB, nullable=False),
    Index("ix_report_rosters_report_id", "report_id"),
)

report_enterprises: Final = Table(
    "report_enterprises",
    metadata,
    Column("roster_id", Uuid, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("uscc", Text, nullable=False),
    Column("enterprise_name", Text, nullable=False),
    Column("industry_code", Text, nullable=False),
    Column("in_leading_industry", Boolean, nullable=False),
    Column("employees", Integer, nullable=False),
    Column("revenue", Numeric, nullable=False),
    Column("total_assets", Numeric),
    Column("output", Numeric, nullable=False),
    Column("rd_expense", Numeric, nullable=False),
    Column("valid_invention_patents", Integer, nullable=False),
    Column("uses_platform", Boolean, nullable=False),
)
