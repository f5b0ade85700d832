"""The tables of the register: clusters, their validity periods, revocations; public facts only.

Periods and revocations are appended with the instant they were recorded, and never edited.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Computed,
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
from sqlalchemy.dialects.postgresql import ARRAY, DATERANGE, JSONB, ExcludeConstraint

from registry.tables.metadata import metadata

clusters = Table(
    "clusters",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("leading_industry", Text, nullable=False),
    Column("institution_code", Text, nullable=False),
    Column("institution_name", Text, nullable=False),
    Column("plan_targets", JSONB, nullable=False),
    Column("application_id", Uuid, nullable=False, unique=True),
    Column("proposal_id", Uuid, ForeignKey("proposals.id"), nullable=False, unique=True),
    Column("notice_id", Uuid, ForeignKey("notices.id"), nullable=False),
    Column("notice_number", Text, nullable=False),
    Column("official_address", Text, nullable=False),
    Column("territory", Text),
    Column("published_on", Date, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    # Its bit in the status list; given once, never to another.
    Column("status_index", Integer, Identity(always=True, start=0, minvalue=0), unique=True),
    # By what a cluster is found and sorted: made of its facts, see `store.register_projection`.
    Column("search_terms", ARRAY(Text), nullable=False, server_default="{}"),
    Column("pinyin_key", Text, nullable=False, server_default=""),
    # PostgreSQL knows a day `infinity`, which Python and the calendar do not.
    CheckConstraint("isfinite(published_on)", name="finite"),
    Index("ix_clusters_district", "district", "number"),
    Index("ix_clusters_leading_industry", "leading_industry", "number"),
    Index("ix_clusters_pinyin_key", "pinyin_key", "number"),
    Index("ix_clusters_district_pinyin_key", "district", "pinyin_key", "number"),
    Index("ix_clusters_search_terms", "search_terms", postgresql_using="gin"),
    Index("ix_clusters_notice_id", "notice_id"),
)

cluster_periods = Table(
    "cluster_periods",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("cluster_id", Uuid, ForeignKey("clusters.id"), nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("style", Text, nullable=False),
    Column("published_on", Date, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("days", DATERANGE, Computed("daterange(first_day, last_day, '[]')", persisted=True)),
    CheckConstraint("first_day <= last_day", name="order"),
    CheckConstraint("style IN ('calendar_years', 'date_to_date')", name="style"),
    CheckConstraint(
        "isfinite(first_day) AND isfinite(last_day) AND isfinite(published_on)", name="finite"
    ),
    ExcludeConstraint(
        # As text, or the planner would look periods up here: see migration 0005.
        (text("(cluster_id::text)"), "="),
        ("days", "&&"),
        name="ex_cluster_periods_days",
    ),
    Index("ix_cluster_periods_cluster_id", "cluster_id", "published_on", "first_day", "last_day"),
    Index("ix_cluster_periods_last_day", "last_day"),
)

cluster_revocations = Table(
    "cluster_revocations",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("cluster_id", Uuid, ForeignKey("clusters.id"), nullable=False),
    Column("case_id", Uuid, ForeignKey("revocation_cases.id"), nullable=False, unique=True),
    Column("case_number", Text, nullable=False),
    Column("ground", Text, nullable=False),
    Column("clause", Text, nullable=False),
    Column("effective_on", Date, nullable=False),
    Column("published_on", Date, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("isfinite(effective_on) AND isfinite(published_on)", name="finite"),
    Index("ix_cluster_revocations_cluster_id", "cluster_id"),
    Index("ix_cluster_revocations_effective_on", "effective_on"),
)

# What the register says, in two times: from which day, and since when it is known. A fact that a
# row does not state stays as it was; `clusters` is what these rows say today.
cluster_facts = Table(
    "cluster_facts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("cluster_id", Uuid, ForeignKey("clusters.id"), nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("reason", Text),
    Column("corrects", Uuid, ForeignKey("cluster_facts.id")),
    Column("name", Text),
    Column("district", Text),
    Column("leading_industry", Text),
    Column("institution_code", Text),
    Column("institution_name", Text),
    Column("plan_targets", JSONB),
    Column("notice_number", Text),
    Column("official_address", Text),
    Column("territory", Text),
    CheckConstraint(
        "cause IN ('designation', 'renewal', 'change_filing', 'clerical_correction')",
        name="cause",
    ),
    CheckConstraint(
        "(cause = 'clerical_correction') = (corrects IS NOT NULL AND reason IS NOT NULL)",
        name="corrects",
    ),
    CheckConstraint("isfinite(valid_from)", name="finite"),
    Index("ix_cluster_facts_cluster_id", "cluster_id"),
)

# The steps of renewals: while the last step is `pending`, an expired cluster is shown so.
cluster_renewals = Table(
    "cluster_renewals",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("cluster_id", Uuid, ForeignKey("clusters.id"), nullable=False),
    Column("application_id", Uuid, nullable=False),
    Column("round_id", Uuid, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("cause", Text, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("state IN ('pending', 'ended')", name="state"),
    CheckConstraint("isfinite(at)", name="finite"),
    Index("ix_cluster_renewals_cluster_id", "cluster_id"),
    Index("ix_cluster_renewals_application_id", "application_id"),
)

# Which clusters a renewal round concerns: each was told by name, at an instant; the round's window.
renewal_calls = Table(
    "renewal_calls",
    metadata,
    Column("round_id", Uuid, ForeignKey("rounds.id"), primary_key=True),
    Column("cluster_id", Uuid, ForeignKey("clusters.id"), primary_key=True),
    Column("last_day", Date, nullable=False),
    Column("closes_at", DateTime(timezone=True), nullable=False),
    Column("told_at", DateTime(timezone=True), nullable=False),
    Column("lead_id", Uuid, ForeignKey("revocation_cases.id")),
    CheckConstraint("isfinite(last_day)", name="finite"),
    Index("ix_renewal_calls_cluster_id", "cluster_id"),
)
