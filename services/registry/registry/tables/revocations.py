"""The tables of revocation cases and of the acts in them."""

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
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from registry.tables.metadata import metadata

revocation_cases = Table(
    "revocation_cases",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("cluster_id", Uuid, ForeignKey("clusters.id"), nullable=False),
    Column("cluster_number", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("institution_code", Text, nullable=False),
    Column("ground", Text, nullable=False),
    Column("limb", Text),
    Column("clause", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("evidence", JSONB, nullable=False),
    Column("breach_id", Uuid, unique=True),
    # The obligation, task or incident that the breach is about: whose facts concern the case.
    Column("about", Uuid),
    Column("proposed_by", Text, nullable=False),
    Column("proposed_at", DateTime(timezone=True), nullable=False),
    Column("opened_by", Text),
    Column("notified_by", Text),
    Column("served_by", Text),
    Column("notified_on", Date),
    Column("served_on", Date),
    Column("manner", Text),
    Column("answer_due_on", Date),
    Column("answer", JSONB),
    Column("decision", JSONB),
    CheckConstraint(
        "status IN ('proposed', 'opened', 'notified', 'served', 'answered',"
        " 'revoked', 'not_revoked', 'withdrawn')",
        name="status",
    ),
    # A lead may be closed, or withdrawn, without ever being opened.
    CheckConstraint(
        "status IN ('proposed', 'withdrawn', 'not_revoked') OR opened_by IS NOT NULL",
        name="opened",
    ),
    CheckConstraint(
        "status NOT IN ('served', 'answered', 'revoked') OR answer_due_on IS NOT NULL",
        name="served",
    ),
    CheckConstraint(
        "(status IN ('revoked', 'not_revoked')) = (decision IS NOT NULL)", name="decided"
    ),
    CheckConstraint(
        "isfinite(notified_on) AND isfinite(served_on) AND isfinite(answer_due_on)", name="finite"
    ),
    Index("ix_revocation_cases_cluster_id", "cluster_id"),
)

revocation_acts = Table(
    "revocation_acts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("case_id", Uuid, ForeignKey("revocation_cases.id"), nullable=False),
    Column("act", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("clause", Text, nullable=False),
    Column("content", JSONB, nullable=False),
    Index("ix_revocation_acts_case_id", "case_id"),
)
