"""The databases as they are provided on a real server."""

from pathlib import Path

import asyncpg
import pytest

from deploy.local.binaries import Missing
from deploy.local.databases import SERVICES, given_server, provide
from deploy.local.ports import free_port
from deploy.local.postgres import THROW_AWAY, PostgresServer
from deploy.local.supervisor import Supervisor


async def test_databases_are_provided_once_and_again(postgres_server: str) -> None:
    await provide(postgres_server)
    databases = await provide(postgres_server)
    for service in SERVICES:
        url = databases[service].url("owner").replace("+asyncpg", "")
        owner = await asyncpg.connect(url)
        assert await owner.fetchval("SELECT current_user") == f"{service}_owner"
        await owner.close()


async def test_a_role_of_one_service_cannot_connect_to_anothers_database(
    postgres_server: str,
) -> None:
    databases = await provide(postgres_server)
    own = databases["intake"].url("api").replace("+asyncpg", "")
    foreign = own.removesuffix("/intake") + "/registry"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(foreign)


async def test_a_process_role_makes_no_tables_and_passes_no_wall(postgres_server: str) -> None:
    databases = await provide(postgres_server)
    api = await asyncpg.connect(databases["intake"].url("api").replace("+asyncpg", ""))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await api.execute("CREATE TABLE public.own (id int)")
    role = await api.fetchrow(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
        " WHERE rolname = current_user"
    )
    assert role is not None
    assert not any(role.values())
    await api.close()


async def test_the_server_checks_its_pages_and_its_passwords(postgres_server: str) -> None:
    admin = await asyncpg.connect(await given_server(postgres_server))
    assert await admin.fetchval("SHOW data_checksums") == "on"
    methods = await admin.fetch("SELECT DISTINCT auth_method FROM pg_hba_file_rules")
    assert [row["auth_method"] for row in methods] == ["scram-sha-256"]
    await admin.close()


async def test_a_given_server_that_is_not_there_is_named_in_one_sentence() -> None:
    with pytest.raises(Missing, match="cannot be reached"):
        await given_server("postgresql+asyncpg://nobody:x@127.0.0.1:1/none")


async def test_a_given_role_need_not_be_a_superuser(tmp_path: Path) -> None:
    server = PostgresServer(tmp_path / "server", free_port())
    server.initialise()
    supervisor = Supervisor(tmp_path / "logs", echo=False)
    await supervisor.start(server.program(THROW_AWAY))
    admin = await asyncpg.connect(server.admin_url())
    await admin.execute("CREATE ROLE given LOGIN CREATEDB CREATEROLE PASSWORD 'given'")
    await admin.execute("CREATE ROLE powerless LOGIN PASSWORD 'powerless'")
    await admin.close()
    address = f"127.0.0.1:{server.port}/postgres"
    given = await given_server(f"postgresql+asyncpg://given:given@{address}")
    await provide(given)
    assert (await provide(given)).keys() == set(SERVICES)
    with pytest.raises(Missing, match="may not create databases"):
        await given_server(f"postgresql://powerless:powerless@{address}")
    await supervisor.stop()
