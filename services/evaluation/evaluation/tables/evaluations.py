"""The tables of an evaluation: its case, its checks, judgments and decisions."""

from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from evaluation.tables.metadata import metadata

STATUSES: Final = (
    "status IN ('opened', 'checked', 'under_review', 'proposed', 'not_proposed', 'returned', "
    "'passed', 'not_passed', 'withdrawn', 'superseded')"
)

evaluations = Table(
    "evaluations",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("application_id", Uuid, nullable=False),
    Column("application_number", Text, nullable=False),
    Column("submission_version", Integer, nullable=False),
    Column("round_id", Uuid, nullable=False),
    Column("district", Text, nullable=False),
    Column("case", JSONB, nullable=False),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("opinion", Text, nullable=False),
    Column("rank", Integer),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("supersedes", Uuid, ForeignKey("evaluations.id"), unique=True),
    Column("withdrawn_at", DateTime(timezone=True)),
    Column("designated_at", DateTime(timezone=True)),
    Column("renewal", JSONB(none_as_null=True)),
    CheckConstraint(STATUSES, name="status"),
    CheckConstraint("(rank IS NULL) = (renewal IS NOT NULL)", name="kind"),
    UniqueConstraint("application_id", "submission_version"),
    Index(None, "round_id", "id"),
    Index(None, "district", "id"),
)

checks = Table(
    "checks",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("evaluation_id", Uuid, ForeignKey("evaluations.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("application_year", Integer, nullable=False),
    Column("base_year", Integer, nullable=False),
    Column("standard", JSONB, nullable=False),
    # Text, not JSONB: a repeated check must give the stored verdict byte for byte.
    Column("facts", Text, nullable=False),
    Column("facts_sha256", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("verdict_sha256", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("kernel_version", Text, nullable=False),
    Column("findings", JSONB, nullable=False),
    Column("receipt_sha256", Text, nullable=False),
    CheckConstraint("purpose IN ('opening', 'decision', 'order')", name="purpose"),
    UniqueConstraint("evaluation_id", "number"),
)

criterion_lines = Table(
    "criterion_lines",
    metadata,
    Column("check_id", Uuid, ForeignKey("checks.id"), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("clause", Text, nullable=False),
    Column("force", Text, nullable=False),
    Column("outcome", Text, nullable=False),
)

judgments = Table(
    "judgments",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("evaluation_id", Uuid, ForeignKey("evaluations.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("check_number", Integer, nullable=False),
    Column("criterion_id", Text, nullable=False),
    Column("finding", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("evidence", JSONB, nullable=False),
    Column("judged_by", Text, nullable=False),
    Column("judged_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("finding IN ('met', 'not_met')", name="finding"),
    UniqueConstraint("evaluation_id", "number"),
    ForeignKeyConstraint(
        ["evaluation_id", "check_number"], ["checks.evaluation_id", "checks.number"]
    ),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("evaluation_id", Uuid, ForeignKey("evaluations.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("check_id", Uuid, ForeignKey("checks.id"), nullable=False),
    Column("outcome", Text, nullable=False),
    Column("ground", Text),
    Column("meeting", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("clauses", JSONB, nullable=False),
    Column("reference", Text, nullable=False, unique=True),
    Column("remedies", JSONB(none_as_null=True)),
    Column("decided_by", Text, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    Column("targets_considered", Text),
    CheckConstraint(
        "outcome IN ('proposed', 'not_proposed', 'returned', 'passed', 'not_passed')",
        name="outcome",
    ),
    UniqueConstraint("evaluation_id", "number"),
)
