"""The tables of an application: its header, working copy, versions, documents, acts, timeline."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from intake.tables.metadata import metadata

STATUSES = (
    "status IN ('draft', 'submitted', 'returned', 'resubmitted', 'accepted', 'rejected', "
    "'recommended', 'not_recommended', 'forwarded', 'withdrawn')"
)


def _application() -> Column[object]:
    return Column("application_id", Uuid, ForeignKey("applications.id"), nullable=False)


applications = Table(
    "applications",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("round_id", Uuid, ForeignKey("rounds.id"), nullable=False),
    Column("district", Text, nullable=False),
    Column("institution_code", Text, nullable=False),
    Column("cluster_name", Text, nullable=False),
    # How many versions are frozen: an application with none is invisible to officials.
    Column("submissions", Integer, nullable=False),
    Column("accepted_at", DateTime(timezone=True)),
    Column("correction_due_on", Date),
    Column("recommended_version", Integer),
    Column("rank", Integer),
    # What the services behind the recommendation made of it, filled from their events.
    Column("outcome", Text),
    # The district's last day for a case that the bureau returned, whatever the round's.
    Column("recommend_due_on", Date),
    # The public notice that lists the case, filled from the registry's events.
    Column("on_notice", Text),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    # The cluster of the register that a renewal is of.
    Column("cluster_id", Uuid),
    Column("cluster_number", Text),
    CheckConstraint(STATUSES, name="status"),
    CheckConstraint(
        "(kind = 'renewal') = (cluster_id IS NOT NULL AND cluster_number IS NOT NULL)",
        name="renewal",
    ),
    Index("ix_applications_round_id_district", "round_id", "district"),
    Index("ix_applications_institution_code", "institution_code"),
    Index(
        "uq_applications_rank",
        "round_id",
        "district",
        "rank",
        unique=True,
        postgresql_where=text("status = 'recommended'"),
    ),
    Index(
        "uq_applications_renewal",
        "round_id",
        "cluster_id",
        unique=True,
        postgresql_where=text("status <> 'withdrawn'"),
    ),
)

# The working copy is the institution's alone; officials read frozen versions.
application_drafts = Table(
    "application_drafts",
    metadata,
    Column("application_id", Uuid, ForeignKey("applications.id"), primary_key=True),
    Column("sections", JSONB, nullable=False),
)

application_versions = Table(
    "application_versions",
    metadata,
    Column("application_id", Uuid, ForeignKey("applications.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("received_from", Text, nullable=False),
    # Text, not JSONB: these bytes are what the hash is of.
    Column("canonical", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("facts", JSONB, nullable=False),
    Column("precheck", JSONB, nullable=False),
)

application_documents = Table(
    "application_documents",
    metadata,
    Column("id", Uuid, primary_key=True),
    _application(),
    Column("version", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("criterion_ids", JSONB, nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("sha256", Text),
    Column("size_bytes", BigInteger),
    Column("received_at", DateTime(timezone=True)),
    # The first version that holds it; from then on it does not change.
    Column("frozen_in", Integer),
    Column("sm3", Text),
    # "not_scanned" is never "clean": nothing asked, or nothing answered.
    Column("scan", Text, nullable=False),
    Column("looked_at", DateTime(timezone=True)),
    CheckConstraint("scan IN ('not_scanned', 'clean', 'infected')", name="scan"),
    Index("ix_application_documents_application_id", "application_id"),
    Index("ix_application_documents_sha256", "sha256"),
)

application_acts = Table(
    "application_acts",
    metadata,
    Column("position", BigInteger, Identity(always=True), primary_key=True),
    Column("id", Uuid, nullable=False, unique=True),
    _application(),
    Column("act", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("submission", Integer, nullable=False),
    Column("content", JSONB, nullable=False),
    Index("ix_application_acts_application_id", "application_id"),
)

# Events of other services come by cluster number too, perhaps before the designation itself:
# such a line waits without an application.
timeline = Table(
    "timeline",
    metadata,
    Column("position", BigInteger, Identity(always=True), primary_key=True),
    Column("application_id", Uuid, ForeignKey("applications.id")),
    Column("cluster_number", Text),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("event", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
    Column("moves_next", Text),
    # The event it was told by: of one instant, the lines stand in the order of their events.
    Column("told_by", Uuid, nullable=False),
    Index("ix_timeline_application_id", "application_id"),
    Index("ix_timeline_cluster_number", "cluster_number"),
)

case_clusters = Table(
    "case_clusters",
    metadata,
    Column("cluster_number", Text, primary_key=True),
    Column("cluster_id", Uuid, nullable=False),
    Column("application_id", Uuid, ForeignKey("applications.id"), nullable=False),
)

# Which officer of the district handles a case; who had it before is told by the acts.
application_assignees = Table(
    "application_assignees",
    metadata,
    Column("application_id", Uuid, ForeignKey("applications.id"), primary_key=True),
    Column("assignee", Text, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
    Index("ix_application_assignees_assignee", "assignee"),
)

# One row a round and district: its lock makes two officers recommend one after the other.
recommendation_series = Table(
    "recommendation_series",
    metadata,
    Column("round_id", Uuid, ForeignKey("rounds.id"), primary_key=True),
    Column("district", Text, primary_key=True),
    Column("made", Integer, nullable=False),
)
