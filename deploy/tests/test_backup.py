"""A backup, and what comes of it in a fresh directory: the same cases, every event taken."""

import asyncio
import itertools
import json
import shutil
import signal
import subprocess
import sys
import time
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio

from common.client import http_client
from common.clock import LegalClock
from common.testing.documents import pdf
from deploy.backup import snapshots as snapshots_of
from deploy.backup.archive import Archive, documents, sha256_of
from deploy.backup.reconciling import Unmatched, reconcile
from deploy.backup.restoring import require_fresh, restore
from deploy.backup.snapshots import one_moment
from deploy.backup.taking import source_of, take
from deploy.demo import filing
from deploy.demo.cast import read
from deploy.demo.stack import fresh_stack
from deploy.demo.world import World
from deploy.local.binaries import ROOT, Missing
from deploy.local.databases import SERVICES, provide
from deploy.local.ports import free_port
from deploy.local.postgres import THROW_AWAY, PostgresServer
from deploy.local.state import State
from deploy.local.supervisor import Supervisor
from deploy.local.verify import verify
from deploy.local.wiring import read as wiring_of

CLOSED_ON = "2024-03-30T09:00"
pytestmark = pytest.mark.timeout(300)  # a whole stack is started four times

MOMENTS = 30
READY_WITHIN_S = 60
STOPPED_WITHIN_S = 40
BARE_TABLES = """
    CREATE TABLE outbox (n int, event_id uuid, published_at timestamptz DEFAULT now(),
      stream text DEFAULT 'MONITORING', stream_sequence bigint DEFAULT 7);
    CREATE TABLE inbox (n int, stream text DEFAULT 'MONITORING', event_id uuid,
      type text DEFAULT 'report.confirmed', kind text DEFAULT 'report',
      aggregate_id uuid DEFAULT gen_random_uuid(), sequence int DEFAULT 1);
    """
PLAN = pdf("三年发展规划，合成数据。")


async def open_a_round(world):
    drafted = await filing.draft_round(world)
    return await world.act("bureau", f"/rounds/{drafted['id']}", "opening")


async def draft_with_a_document(world, in_round):
    begun = {"round_id": in_round["id"], "kind": "designation", "cluster_name": "合成集群"}
    begun["district_code"] = "110108"
    drafted = await world.create("institution", "/applications", begun)
    path = f"/applications/{drafted['id']}/documents"
    document = await world.create("institution", path, read("filing")["document"])
    await world.upload("institution", f"{path}/{document['id']}", PLAN)
    return f"{path}/{document['id']}"


async def settled(run_file):
    verdict = await verify(wiring_of(run_file))
    assert verdict.faults == []
    return verdict


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def taken(tmp_path_factory):
    """Two backups of one running stack: with a round open, and when it has closed."""
    home = tmp_path_factory.mktemp("backed_up")
    state = home / "state"
    with fresh_stack(state) as run:
        async with http_client() as client:
            addresses = {name: run[name] for name in ("base_url", "issuer_url", "tokens")}
            world = World(**addresses, client=client, tell=lambda line: None)
            in_round = await open_a_round(world)
            document = await draft_with_a_document(world, in_round)
            await settled(state / "run.json")
            source = source_of(state / "run.json")
            early, _ = await take(source, home / "early")
            await world.move_to(CLOSED_ON)
            await world.act("bureau", f"/rounds/{in_round['id']}", "closing")
            await settled(state / "run.json")
            late, count = await take(source, home / "late")
            assert count == 1
    return early, late, document


def mixed(taken, folder, *, early):
    """The later backup with one service's dump from the earlier one, sealed as if it were one."""
    shutil.copytree(taken[1].folder, folder)
    archive = Archive(folder)
    shutil.copyfile(taken[0].dump(early), archive.dump(early))
    archive.seal(taken_at=datetime.now(UTC))
    return archive


@contextmanager
def running(state):
    """The stack of a state directory that has been filled, as `run.json` describes it."""
    command = [sys.executable, "-m", "deploy.local", "run", "--quiet", "--state", str(state)]
    with (state / "supervisor.log").open("wb") as log:
        stack = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
    deadline = time.monotonic() + READY_WITHIN_S
    try:
        while not (state / "run.json").exists():
            assert stack.poll() is None and time.monotonic() < deadline  # noqa: PT018
            time.sleep(0.1)
        yield json.loads((state / "run.json").read_text())
    finally:
        stack.send_signal(signal.SIGINT)
        stack.wait(STOPPED_WITHIN_S)


def command(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "deploy.backup", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_is_refused_where_a_stack_has_been(taken, tmp_path):
    (tmp_path / "postgres").mkdir()
    refused = command("restore", "--from", taken[1].folder, "--state", tmp_path)
    assert refused.returncode == 1
    assert "is not empty (postgres)" in refused.stderr
    assert list(tmp_path.iterdir()) == [tmp_path / "postgres"]


async def test_a_producer_restored_to_an_earlier_moment_is_refused_by_name(taken, tmp_path):
    archive = mixed(taken, tmp_path / "mixed", early="intake")
    state = State(tmp_path / "state")
    with state.hold(), pytest.raises(Unmatched) as refused:
        await restore(archive, state)
    lines = str(refused.value).splitlines()
    assert [line.split()[0] for line in lines] == ["evaluation", "registry", "monitoring"]
    assert all("round.closed no. 2" in line and "intake does not have" in line for line in lines)
    require_fresh(state)


async def test_what_one_database_lacks_is_announced_again_and_all_is_sound(taken, tmp_path):
    state = State(tmp_path / "state")
    archive = mixed(taken, tmp_path / "mixed", early="monitoring")
    done = command("restore", "--from", archive.folder, "--state", state.directory)
    assert (done.returncode, done.stderr) == (0, "")
    told = done.stdout.splitlines()
    assert told[:2] == [
        "intake: 1 events will be announced again",
        "evaluation: 0 events will be announced again",
    ]
    assert told[-1].startswith("0 faults")
    with running(state.directory) as run:
        await the_case_is_there(run, document=taken[2])
        assert LegalClock(state.clock_file).today() >= datetime.fromisoformat(CLOSED_ON).date()
        async with connected(run["postgres"]["admin"], "monitoring") as monitoring:
            await forget_the_closing(monitoring)
    shutil.rmtree(state.directory / "nats")
    with running(state.directory) as run:
        done = command("reconcile", "--state", state.directory)
        assert "intake: 1 events will be announced again" in done.stdout
        verdict = await settled(state.run_file)
        assert sum((await reconcile(run["postgres"]["admin"])).values()) == 0
    closing = [line for line in verdict.lines if line.get("type") == "round.closed"]
    assert {line["service"] for line in closing if line["line"] == "taken"} == {
        "evaluation",
        "registry",
        "monitoring",
    }


async def the_case_is_there(run, *, document):
    async with http_client(base_url=f"{run['base_url']}/v1") as client:
        [only] = (await client.get("/rounds")).json()["items"]
        assert only["status"] == "closed"
        bearer = {"Authorization": f"Bearer {run['tokens']['institution']}"}
        content = await client.get(f"{document}/content", headers=bearer)
        assert content.content == PLAN


async def test_a_backup_of_one_moment_lacks_nothing_and_is_restored_once(taken, tmp_path):
    state = State(tmp_path / "state")
    with state.hold():
        assert await restore(taken[1], state) == dict.fromkeys(SERVICES, 0)
    [document] = documents(state.objects)
    assert document.read_bytes() == PLAN
    with pytest.raises(Missing, match="is not empty"):
        require_fresh(state)


async def forget_the_closing(monitoring):
    """As if the database were of the moment before it took the event."""
    gone = "DELETE FROM inbox WHERE type = 'round.closed' RETURNING aggregate_id"
    aggregate = await monitoring.fetchval(gone)
    back = "UPDATE inbox_progress SET last_sequence = 1 WHERE aggregate_id = $1"
    await monitoring.execute(back, aggregate)


@pytest_asyncio.fixture
async def bare_server(tmp_path):
    """A server with four databases of nothing but an outbox and an inbox: its admin URL."""
    server = PostgresServer(tmp_path / "server", free_port())
    server.initialise()
    supervisor = Supervisor(tmp_path / "logs", echo=False)
    await supervisor.start(server.program(THROW_AWAY))
    await provide(server.admin_url())
    for service in SERVICES:
        async with connected(server.admin_url(), service) as database:
            await database.execute(BARE_TABLES)
    yield server.admin_url()
    await supervisor.stop()


@asynccontextmanager
async def connected(admin_url, database):
    connection = await asyncpg.connect(admin_url, database=database)
    yield connection
    await connection.close()


async def numbers(admin_url, database, table, *, snapshot):
    async with (
        connected(admin_url, database) as reader,
        reader.transaction(isolation="repeatable_read"),
    ):
        await reader.execute(f"SET TRANSACTION SNAPSHOT '{snapshot}'")
        return {row["n"] for row in await reader.fetch(f"SELECT n FROM {table}")}


async def test_no_effect_is_in_a_backup_whose_event_is_not(bare_server):
    async with (
        connected(bare_server, "intake") as producer,
        connected(bare_server, "registry") as consumer,
    ):

        async def announce_and_take():
            for n in itertools.count():
                await producer.execute("INSERT INTO outbox (n) VALUES ($1)", n)
                await consumer.execute("INSERT INTO inbox (n) VALUES ($1)", n)

        writing = asyncio.create_task(announce_and_take())
        for _ in range(MOMENTS):
            async with one_moment(bare_server) as snapshots:
                took = await numbers(
                    bare_server, "registry", "inbox", snapshot=snapshots["registry"]
                )
                sent = await numbers(bare_server, "intake", "outbox", snapshot=snapshots["intake"])
            assert took <= sent
        assert sent, "nothing was written meanwhile"
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)


async def test_a_database_that_never_stops_writing_is_named(bare_server, monkeypatch):
    monkeypatch.setattr(snapshots_of, "WAIT_FOR_OUTBOX", "100ms")
    async with connected(bare_server, "evaluation") as busy, busy.transaction():
        await busy.execute("INSERT INTO outbox (n) VALUES (1)")
        with pytest.raises(Missing, match="evaluation has a write under way"):
            async with one_moment(bare_server):
                pass


async def keep(admin_url, database, table, event_id, **more):
    values = {"event_id": event_id, **more}
    places = ", ".join(f"${place}" for place in range(1, len(values) + 1))
    async with connected(admin_url, database) as connection:
        insert = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})"
        await connection.execute(insert, *values.values())


async def unpublished(admin_url):
    async with connected(admin_url, "monitoring") as connection:
        query = "SELECT event_id FROM outbox WHERE published_at IS NULL AND stream IS NULL"
        return {row["event_id"] for row in await connection.fetch(query)}


async def test_an_event_is_announced_again_while_any_of_its_readers_lacks_it(bare_server):
    everywhere, half, unread = uuid4(), uuid4(), uuid4()
    for event_id in (everywhere, half, unread):
        await keep(bare_server, "monitoring", "outbox", event_id)
    for reader in ("registry", "intake"):
        await keep(bare_server, reader, "inbox", everywhere)
        await keep(bare_server, reader, "inbox", uuid4(), kind="unreadable")
    await keep(bare_server, "registry", "inbox", half)
    assert (await reconcile(bare_server))["monitoring"] == 2
    assert await unpublished(bare_server) == {half, unread}
    assert (await reconcile(bare_server))["monitoring"] == 0


async def test_what_no_producer_knows_is_named_and_nothing_is_changed(bare_server):
    await keep(bare_server, "monitoring", "outbox", uuid4())
    stray = uuid4()
    await keep(bare_server, "registry", "inbox", stray)
    with pytest.raises(Unmatched, match=f"registry took report.confirmed .*{stray}"):
        await reconcile(bare_server)
    assert await unpublished(bare_server) == set()


def test_a_changed_missing_or_added_file_is_noticed(taken, tmp_path):
    shutil.copytree(taken[1].folder, tmp_path / "copy")
    archive = Archive(tmp_path / "copy")
    archive.check()
    [document] = documents(archive.objects)
    assert sha256_of(document) == document.name
    document.write_bytes(PLAN + b".")
    with pytest.raises(Missing, match=document.name):
        archive.check()
    document.write_bytes(PLAN)
    archive.dump("registry").unlink()
    with pytest.raises(Missing, match=r"registry\.dump"):
        archive.check()


def test_a_folder_without_manifest_is_no_backup(tmp_path):
    with pytest.raises(Missing, match="is no backup"):
        Archive(tmp_path).check()


def test_a_backup_is_for_its_owner_alone_and_holds_no_password(taken):
    folder = taken[1].folder
    assert folder.stat().st_mode & 0o077 == 0
    manifest = json.loads((folder / "manifest.json").read_text())
    dumps = {f"{service}.dump" for service in SERVICES}
    assert dumps | {"legal_clock.json"} < manifest["sha256"].keys()
    assert not list(folder.glob("*.password"))
