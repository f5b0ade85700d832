"""The tables of proposals, and of what can no longer be proposed."""

from sqlalchemy import (
    CheckConstraint,
    Column,
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

from registry.tables.metadata import metadata

# A proposal is one decision of the bureau: a case decided twice has two.
proposals = Table(
    "proposals",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("application_id", Uuid, nullable=False),
    Column("evaluation_id", Uuid, nullable=False),
    Column("round_id", Uuid, nullable=False),
    Column("case", JSONB, nullable=False),
    Column("standard", JSONB, nullable=False),
    Column("decision_reference", Text, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    Column("notice_id", Uuid, ForeignKey("notices.id")),
    Column("taken_out_for", Text),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("status IN ('waiting', 'noticed', 'released', 'taken_out')", name="status"),
    CheckConstraint("(status = 'taken_out') = (taken_out_for IS NOT NULL)", name="taken_out"),
    CheckConstraint("status <> 'noticed' OR notice_id IS NOT NULL", name="noticed"),
    Index(
        "uq_proposals_live_application",
        "application_id",
        unique=True,
        postgresql_where=text("status IN ('waiting', 'noticed', 'released')"),
    ),
    Index("ix_proposals_round_id", "round_id"),
    Index("ix_proposals_evaluation_id", "evaluation_id"),
    Index("ix_proposals_notice_id", "notice_id"),
)

# A withdrawal or a superseding decision may be told before the proposal it takes out:
# the order of events holds within one aggregate only. `decided_again` is an application whose
# evaluation was opened or decided again after its release: it changes nothing, and is named.
bars = Table(
    "bars",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("kind IN ('application', 'evaluation', 'decided_again')", name="kind"),
)
