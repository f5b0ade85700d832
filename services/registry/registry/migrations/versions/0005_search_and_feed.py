"""The search columns of the register and the feed of its changes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from common import migrations

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _search()
    _lists()
    _feed()


def _search() -> None:
    terms = sa.Column(
        "search_terms", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}"
    )
    op.add_column("clusters", terms)
    op.add_column(
        "clusters", sa.Column("pinyin_key", sa.Text(), nullable=False, server_default="")
    )
    migrations.grant("clusters", "SELECT (search_terms, pinyin_key)", to="public")
    op.create_index(
        "ix_clusters_search_terms", "clusters", ["search_terms"], postgresql_using="gin"
    )
    # A pending list of entries would be read through by each search until somebody vacuums.
    op.execute("ALTER INDEX ix_clusters_search_terms SET (fastupdate = off)")


def _lists() -> None:
    op.drop_index("ix_clusters_district", "clusters")
    op.create_index("ix_clusters_district", "clusters", ["district", "number"])
    op.create_index("ix_clusters_leading_industry", "clusters", ["leading_industry", "number"])
    op.create_index("ix_clusters_pinyin_key", "clusters", ["pinyin_key", "number"])
    # Names begin with their district, so that a walk in their order would be a long one.
    by_name = ["district", "pinyin_key", "number"]
    op.create_index("ix_clusters_district_pinyin_key", "clusters", by_name)
    days = ["cluster_id", "published_on", "first_day", "last_day"]  # all that a standing asks for
    op.create_index("ix_cluster_periods_cluster_id", "cluster_periods", days)
    # The planner would look periods up by cluster in the index of this constraint, which takes
    # twenty times as long as in the one above; it does not if the constraint asks for a text.
    op.drop_constraint("ex_cluster_periods_days", "cluster_periods")
    op.execute(OVERLAPPING.format("(cluster_id::text)"))
    op.create_index("ix_cluster_periods_last_day", "cluster_periods", ["last_day"])
    op.create_index("ix_cluster_revocations_effective_on", "cluster_revocations", ["effective_on"])


OVERLAPPING = (
    "ALTER TABLE cluster_periods ADD CONSTRAINT ex_cluster_periods_days"
    " EXCLUDE USING gist ({} WITH =, days WITH &&)"
)


def _feed() -> None:
    op.create_table(
        "feed_head",
        sa.Column("singleton", sa.Boolean(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("singleton", name=op.f("ck_feed_head_singleton")),
        sa.PrimaryKeyConstraint("singleton", name=op.f("pk_feed_head")),
    )
    op.create_table(
        "register_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("cluster_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["clusters.id"], name=op.f("fk_register_changes_cluster_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_changes")),
        sa.UniqueConstraint("number", name=op.f("uq_register_changes_number")),
    )
    op.create_index("ix_register_changes_cluster_id", "register_changes", ["cluster_id"])
    op.execute("INSERT INTO feed_head (singleton, last) VALUES (true, 0)")
    for statement in NUMBERED:
        op.execute(statement)
    _protect()


# A change is numbered by its COMMIT: the counter's row is locked from then until the change can be
# seen, so a number is never seen before a smaller one, none is left out, and no writer waits for
# another one's work. A sequence would give numbers earlier, and a reader who had seen 8 would
# never ask for the 7 that was committed after it.
NUMBERED = (
    """
    CREATE FUNCTION number_change() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      its_number bigint;
    BEGIN
      UPDATE feed_head SET last = last + 1 RETURNING last INTO STRICT its_number;
      UPDATE register_changes SET number = its_number WHERE id = NEW.id AND number IS NULL;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'a change of the register stays without its number';
      END IF;
      RETURN NULL;
    END $$
    """,
    """
    CREATE CONSTRAINT TRIGGER numbered AFTER INSERT ON register_changes
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION number_change()
    """,
    """
    CREATE TRIGGER moves_on BEFORE UPDATE ON feed_head
    FOR EACH ROW EXECUTE FUNCTION series_moves_on()
    """,
)


def _protect() -> None:
    bureau = "app_has_role('municipal_bureau')"
    migrations.protect("feed_head", select="true", update=bureau)
    migrations.protect(
        "register_changes",
        select="true",
        insert=f"number IS NULL AND {bureau}",
        update=(f"number IS NULL AND {bureau}", f"number IS NOT NULL AND {bureau}"),
    )
    public = migrations.role("public")
    for table, columns in PUBLISHED.items():
        migrations.grant(table, f"SELECT ({columns})", to="public")
        op.execute(
            f'CREATE POLICY public_select ON "{table}" FOR SELECT TO "{public}" USING (true)'
        )


PUBLISHED = {"feed_head": "last", "register_changes": "number, kind, recorded_at, facts"}


def downgrade() -> None:
    op.drop_table("register_changes")
    op.drop_table("feed_head")
    op.execute("DROP FUNCTION number_change")
    op.drop_index("ix_cluster_revocations_effective_on", "cluster_revocations")
    op.drop_index("ix_cluster_periods_last_day", "cluster_periods")
    op.drop_constraint("ex_cluster_periods_days", "cluster_periods")
    op.execute(OVERLAPPING.format("cluster_id"))
    op.drop_index("ix_cluster_periods_cluster_id", "cluster_periods")
    op.drop_index("ix_clusters_district_pinyin_key", "clusters")
    op.drop_index("ix_clusters_pinyin_key", "clusters")
    op.drop_index("ix_clusters_leading_industry", "clusters")
    op.drop_index("ix_clusters_district", "clusters")
    op.create_index("ix_clusters_district", "clusters", ["district"])
    op.drop_column("clusters", "pinyin_key")
    op.drop_column("clusters", "search_terms")
