"""Standards: their revisions and the acts on them only ever appended, and when each is in force."""

from typing import Final

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import DATERANGE, JSONB, ExcludeConstraint
from sqlalchemy.schema import UniqueConstraint

from evaluation.tables.metadata import metadata

ACTS: Final = "act IN ('first_published', 'proposed', 'confirmed', 'interpreted', 'ordered')"

# The text itself, and not only its hash: a verdict can be had again when the programme has long
# come with another revision.
standard_revisions = Table(
    "standard_revisions",
    metadata,
    Column("standard_id", Text, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("sha256", Text, nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("cases", Text, nullable=False),
    Column("drafted_by", Text, nullable=False),
    Column("drafted_at", DateTime(timezone=True), nullable=False),
)

standard_acts = Table(
    "standard_acts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("standard_id", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("act", Text, nullable=False),
    Column("effective_from", Date),
    Column("effective_to", Date),
    Column("content", JSONB, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    CheckConstraint(ACTS, name="act"),
    UniqueConstraint("standard_id", "number"),
)

standard_days = Table(
    "standard_days",
    metadata,
    Column("standard_id", Text, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("first", Date, nullable=False),
    Column("last", Date),
    Column("days", DATERANGE, Computed("daterange(first, last, '[]')", persisted=True)),
    CheckConstraint("isfinite(first) AND isfinite(last)", name="finite"),
    CheckConstraint("first <= last", name="order"),
    ExcludeConstraint(("standard_id", "="), ("days", "&&"), name="ex_standard_days_days"),
    ForeignKeyConstraint(
        ["standard_id", "revision"],
        ["standard_revisions.standard_id", "standard_revisions.revision"],
    ),
)

# What a proposal told of past decisions: whoever confirms it has seen it.
revision_effects = Table(
    "revision_effects",
    metadata,
    Column("act_id", Uuid, ForeignKey("standard_acts.id"), primary_key=True),
    Column("reference", Text, primary_key=True),
    Column("evaluation_id", Uuid, ForeignKey("evaluations.id"), nullable=False),
    Column("outcome", Text, nullable=False),
    Column("decided_under", JSONB, nullable=False),
    Column("would_stand", Boolean, nullable=False),
    Column("criteria", JSONB, nullable=False),
)
