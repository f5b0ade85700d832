"""Reporting cycles: by when the reports of one period are due, in which form, with which bands."""

from typing import Final

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from monitoring.tables.metadata import metadata

reporting_cycles: Final = Table(
    "reporting_cycles",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("period", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("opens_on", Date, nullable=False),
    # As the notice orders them; on a rest day they move on where the cycle says so.
    Column("district_due_on", Date, nullable=False),
    Column("municipal_due_on", Date, nullable=False),
    Column("roll_forward", Boolean, nullable=False),
    Column("form_version", Text, nullable=False),
    Column("bands", JSONB, nullable=False),
    Column("notice_number", Text, nullable=False),
    Column("drafted_by", Text, nullable=False),
    Column("drafted_at", DateTime(timezone=True), nullable=False),
    Column("opened_by", Text),
    Column("opened_at", DateTime(timezone=True)),
    CheckConstraint("status IN ('drafted', 'opened')", name="status"),
    CheckConstraint("(status = 'opened') = (opened_at IS NOT NULL)", name="opened"),
    CheckConstraint(
        "first_day <= last_day AND last_day < opens_on AND opens_on <= district_due_on"
        " AND district_due_on <= municipal_due_on",
        name="order",
    ),
    CheckConstraint(
        "isfinite(first_day) AND isfinite(last_day) AND isfinite(opens_on)"
        " AND isfinite(district_due_on) AND isfinite(municipal_due_on)",
        name="finite",
    ),
    # One cycle of a period is in force; drafts of it may lie beside it.
    Index(
        "uq_reporting_cycles_opened",
        "period",
        unique=True,
        postgresql_where=text("status = 'opened'"),
    ),
)
