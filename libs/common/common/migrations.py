"""Migrations: run by the owner's role, one history a service, walls built by one helper each."""

import asyncio
import re
from importlib import import_module
from pathlib import Path
from typing import Final

from alembic import command, context, op
from alembic.config import Config
from sqlalchemy import MetaData, text
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from common import tables
from common.outbound.tables import outbound_messages

LOCK_TIMEOUT: Final = "5s"


def config_of(service: str, url: str) -> Config:
    """Alembic's configuration of one service."""
    package = import_module(f"{service}.migrations")
    config = Config()
    config.set_main_option("script_location", str(Path(package.__path__[0])))
    config.attributes["url"] = url
    return config


def migrate(service: str, url: str) -> None:
    """Bring a service's database to the newest revision."""
    command.upgrade(config_of(service, url), "head")


def check(service: str, url: str) -> None:
    """Raise when the declared tables differ from what the migrations make."""
    command.check(config_of(service, url))


def run_environment(metadata: MetaData) -> None:
    """What each service's `env.py` calls: its own tables beside those every service has."""
    asyncio.run(_run(context.config.attributes["url"], metadata))


async def _run(url: str, metadata: MetaData) -> None:
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        await connection.run_sync(_run_in, metadata)
        await connection.commit()
    await engine.dispose()


def _run_in(connection: Connection, metadata: MetaData) -> None:
    connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
    context.configure(
        connection=connection,
        target_metadata=[tables.metadata, metadata],
        compare_type=True,
        compare_server_default=False,
    )
    with context.begin_transaction():
        context.run_migrations()


def role(kind: str) -> str:
    """The role of this database for a kind of process: `api`, `worker`, `owner`, `public`.

    Derived from the owner who runs the migration, so that names may carry a prefix.
    """
    owner = op.get_bind().execute(text("SELECT current_user")).scalar_one()
    return f"{str(owner).removesuffix('_owner')}_{kind}"


def grant(table: str, rights: str, *, to: str) -> None:
    """Grant rights on a table to a kind of process."""
    op.execute(f'GRANT {rights} ON "{table}" TO "{role(to)}"')


def protect(table: str, **policies: str | tuple[str, str]) -> None:
    """Force row-level security on a table: all rows for the worker, `policies` for the API.

    A policy is named by its command (`select`, `insert`, `update`, `delete`) and given as the SQL
    condition on the row, or as (condition on the old row, condition on the new one).
    """
    op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    op.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
    worker = f'CREATE POLICY worker_all ON "{table}" TO "{role("worker")}"'
    op.execute(f"{worker} USING (true) WITH CHECK (true)")
    grant(table, "SELECT, INSERT, UPDATE, DELETE", to="worker")
    for verb, condition in policies.items():
        both = condition if isinstance(condition, tuple) else (condition, condition)
        old, new = (_asked_once(each) for each in both)
        clauses = {
            "select": f"USING ({old})",
            "insert": f"WITH CHECK ({new})",
            "update": f"USING ({old}) WITH CHECK ({new})",
            "delete": f"USING ({old})",
        }[verb]
        op.execute(
            f'CREATE POLICY api_{verb} ON "{table}" FOR {verb.upper()} TO "{role("api")}" {clauses}'
        )
        grant(table, verb.upper(), to="api")


def _asked_once(condition: str) -> str:
    # As a sub-select of its own, what a policy asks of the context is asked once a statement.
    return re.sub(r"(app_\w+\([^()]*\))", r"(SELECT \1)", condition)


_FUNCTIONS: Final = (
    """
    CREATE FUNCTION app_subject() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN NULLIF(current_setting('app.subject', true), '')
    """,
    """
    CREATE FUNCTION app_district() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN NULLIF(current_setting('app.district', true), '')
    """,
    """
    CREATE FUNCTION app_institution() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN NULLIF(current_setting('app.institution', true), '')
    """,
    """
    CREATE FUNCTION app_has_role(wanted text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN wanted = ANY (string_to_array(NULLIF(current_setting('app.roles', true), ''), ','))
    """,
    """
    CREATE FUNCTION app_has_scope(wanted text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN wanted = ANY (string_to_array(NULLIF(current_setting('app.scopes', true), ''), ','))
    """,
    """
    CREATE FUNCTION claim_idempotency_key(lock bigint, its_method text, its_path text, its_key text)
    RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      IF NOT pg_try_advisory_xact_lock(lock) THEN
        RAISE EXCEPTION 'the same request is in flight' USING ERRCODE = 'JQ409';
      END IF;
      IF EXISTS (SELECT FROM answered_request WHERE subject = app_subject()
                 AND method = its_method AND path = its_path AND key = its_key) THEN
        RAISE EXCEPTION 'the request was answered before' USING ERRCODE = 'JQ208';
      END IF;
    END $$
    """,
    # Who calls it writes as itself: the walls of the three tables hold for each row.
    """
    CREATE FUNCTION put_on_record(what jsonb) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
      entry record;
      head resource_head;
      genesis CONSTANT bytea := decode(repeat('00', 32), 'hex');
      audits integer;
      events integer;
      content bytea;
    BEGIN
      FOR entry IN SELECT * FROM jsonb_to_recordset(what -> 'entries')
        AS e (kind text, about uuid, audit jsonb, event jsonb)
      LOOP
        audits := (entry.audit IS NOT NULL)::integer;
        events := (entry.event IS NOT NULL)::integer;
        content := sha256(convert_to(entry.audit ->> 'content', 'UTF8'));
        INSERT INTO resource_head AS h
          (kind, id, audit_count, audit_hash, audit_previous, event_count)
        VALUES (entry.kind, entry.about, audits,
                coalesce(sha256(genesis || content), genesis), genesis, events)
        ON CONFLICT (kind, id) DO UPDATE SET
          audit_count = h.audit_count + audits,
          audit_previous = CASE audits WHEN 1 THEN h.audit_hash ELSE h.audit_previous END,
          audit_hash = coalesce(sha256(h.audit_hash || content), h.audit_hash),
          event_count = h.event_count + events
        RETURNING * INTO head;
        INSERT INTO audit (id, kind, resource_id, number, act, content, previous, hash)
        SELECT (entry.audit ->> 'id')::uuid, entry.kind, entry.about, head.audit_count,
               entry.audit ->> 'act', entry.audit ->> 'content', head.audit_previous,
               head.audit_hash
        WHERE audits = 1;
        INSERT INTO outbox (event_id, type, kind, aggregate_id, sequence, actor, at, data,
                            sha256, traceparent, cause)
        SELECT (entry.event ->> 'id')::uuid, entry.event ->> 'type', entry.kind, entry.about,
               head.event_count, entry.event ->> 'actor', (entry.event ->> 'at')::timestamptz,
               entry.event ->> 'data', sha256(convert_to(entry.event ->> 'data', 'UTF8')),
               entry.event ->> 'traceparent', (entry.event ->> 'cause')::uuid
        WHERE events = 1;
      END LOOP;
      IF what ? 'applied' THEN
        INSERT INTO inbox (stream, event_id, type, kind, aggregate_id, sequence, envelope, sha256,
                           state, applied_at)
        SELECT a.stream, a.event_id, a.type, a.kind, a.aggregate_id, a.sequence, a.envelope,
               sha256(convert_to(a.envelope, 'UTF8')), 'applied', now()
        FROM jsonb_populate_record(NULL::inbox, what -> 'applied') a
        ON CONFLICT (stream, event_id)
          DO UPDATE SET state = 'applied', reason = NULL, applied_at = now();
        UPDATE inbox_progress p SET last_sequence = a.sequence
        FROM jsonb_populate_record(NULL::inbox, what -> 'applied') a
        WHERE p.stream = a.stream AND p.kind = a.kind AND p.aggregate_id = a.aggregate_id;
      END IF;
      INSERT INTO answered_request
        (subject, method, path, key, fingerprint, status, headers, body)
      SELECT a.subject, a.method, a.path, a.key, decode(a.fingerprint, 'hex'), a.status,
             a.headers, convert_to(a.body, 'UTF8')
      FROM jsonb_to_record(what -> 'answer') AS a (subject text, method text, path text, key text,
        fingerprint text, status integer, headers jsonb, body text)
      WHERE a.key IS NOT NULL;
    END $$
    """,
    # Two statements: the state is read once the lock is there; another may just have applied it.
    """
    CREATE FUNCTION take_up(its_stream text, its_kind text, its_aggregate uuid, its_event uuid,
                            OUT last_sequence integer, OUT held_by uuid, OUT state text)
    LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO inbox_progress (stream, kind, aggregate_id, last_sequence)
      VALUES (its_stream, its_kind, its_aggregate, 0) ON CONFLICT DO NOTHING;
      SELECT p.last_sequence, p.held_by INTO last_sequence, held_by FROM inbox_progress p
      WHERE p.stream = its_stream AND p.kind = its_kind AND p.aggregate_id = its_aggregate
      FOR UPDATE;
      SELECT i.state INTO state FROM inbox i
      WHERE i.stream = its_stream AND i.event_id = its_event;
    END $$
    """,
    # A head only moves on by one link; whoever wrote past the helpers would be refused here.
    """
    CREATE FUNCTION head_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.event_count - OLD.event_count NOT IN (0, 1)
         OR NEW.audit_count - OLD.audit_count NOT IN (0, 1)
         OR (NEW.audit_count > OLD.audit_count AND NEW.audit_previous <> OLD.audit_hash)
         OR (NEW.audit_count = OLD.audit_count AND NEW.audit_hash <> OLD.audit_hash) THEN
        RAISE EXCEPTION 'a head moves on by one link' USING ERRCODE = 'JQ001';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE FUNCTION series_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.last <> OLD.last + 1 THEN
        RAISE EXCEPTION 'a series moves on by one' USING ERRCODE = 'JQ001';
      END IF;
      RETURN NEW;
    END $$
    """,
)


def create_mechanism() -> None:
    """The tables and functions every service has, with their walls (first revision only)."""
    tables.metadata.create_all(op.get_bind())
    for function in _FUNCTIONS:
        op.execute(function)
    op.execute(f'GRANT USAGE ON SCHEMA public TO "{role("api")}", "{role("worker")}"')
    # Hashes and counters without a case's content; each appends by its own row.
    for mechanism in ("resource_head", "number_series"):
        acting = "app_subject() IS NOT NULL"
        protect(mechanism, select=acting, insert=acting, update=acting)
    for table, function in (("resource_head", "head"), ("number_series", "series")):
        op.execute(
            f"CREATE TRIGGER moves_on BEFORE UPDATE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {function}_moves_on()"
        )
    reconciles = "app_has_scope('reconciliation:read') OR app_has_role('operator')"
    protect("outbox", select=reconciles, insert="actor = app_subject()")
    protect("inbox", select=reconciles, update=("app_has_role('operator')", "true"))
    protect("inbox_progress", select=reconciles, update=("app_has_role('operator')", "true"))
    protect("audit", select="app_has_role('auditor')", insert="true")
    protect("audit_seal", select="app_has_role('auditor') OR app_has_scope('reconciliation:read')")
    own = "subject = app_subject()"
    protect("answered_request", select=own, insert=own)


def create_messages(**policies: str | tuple[str, str]) -> None:
    """The table of messages to people, behind the walls of the service that makes them."""
    outbound_messages.create(op.get_bind())
    protect("outbound_messages", **policies)


def drop_mechanism() -> None:
    """Undo `create_mechanism`."""
    tables.metadata.drop_all(op.get_bind())
    for name in ("app_subject", "app_district", "app_institution", "app_has_role", "app_has_scope"):
        op.execute(f"DROP FUNCTION {name}")
    for name in (
        "claim_idempotency_key",
        "put_on_record",
        "take_up",
        "head_moves_on",
        "series_moves_on",
    ):
        op.execute(f"DROP FUNCTION {name}")
