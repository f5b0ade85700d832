"""The database of one service and its roles, made by somebody who may create both."""

import secrets
from dataclasses import dataclass
from typing import Final

import asyncpg

KINDS: Final = ("owner", "api", "worker", "public")
# What a service's migrations rely on and only a superuser may install.
EXTENSIONS: Final = ("btree_gist", "pg_trgm")


@dataclass(frozen=True, slots=True)
class ServiceDatabase:
    """One database and the password of each of its roles, `<name>_<kind>`."""

    name: str
    host: str
    port: int
    passwords: dict[str, str]
    roles: str

    def url(self, kind: str) -> str:
        """The SQLAlchemy URL for a kind of process: `owner`, `api`, `worker`, `public`."""
        user = f"{self.roles}_{kind}"
        return f"postgresql+asyncpg://{user}:{self.passwords[kind]}@{self.host}:{self.port}/{self.name}"


async def provision(
    admin_url: str, service: str, *, database: str | None = None, template: str | None = None
) -> ServiceDatabase:
    """Make a service's database and roles where they are missing, and set fresh passwords.

    `admin_url` (postgresql://…) names a role that may create databases and roles. `template`
    copies an existing database instead of making an empty one.
    """
    name, roles = database or service, database_roles(service, database)
    passwords = {kind: secrets.token_urlsafe(24) for kind in KINDS}
    admin = await asyncpg.connect(admin_url)
    try:
        for kind, password in passwords.items():
            await _role(admin, f"{roles}_{kind}", password)
        await _database(admin, name, owner=f"{roles}_owner", template=template)
        host, port = _address(admin_url)
    finally:
        await admin.close()
    if template is None:
        await _walls(admin_url, name, roles)
    return ServiceDatabase(name, host, port, passwords, roles)


def database_roles(service: str, database: str | None) -> str:
    """The prefix of the roles' names: the service's, whatever its database is called."""
    return service if database is None or service in database else database


async def _role(admin: asyncpg.Connection, name: str, password: str) -> None:
    known = await admin.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", name)
    if known:
        # The other attributes were set when it was made, and only a superuser may set them again.
        await admin.execute(f"ALTER ROLE {_quoted(name)} PASSWORD '{password}'")
        return
    await admin.execute(
        f"CREATE ROLE {_quoted(name)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS "
        f"NOINHERIT PASSWORD '{password}'"
    )


async def _database(
    admin: asyncpg.Connection, name: str, *, owner: str, template: str | None
) -> None:
    if await admin.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
        return
    copy = f" TEMPLATE {_quoted(template)}" if template else ""
    # The creator must be a member of the owner to give a database away, unless a superuser.
    await admin.execute(f"GRANT {_quoted(owner)} TO CURRENT_USER")
    await admin.execute(f"CREATE DATABASE {_quoted(name)} OWNER {_quoted(owner)}{copy}")
    await admin.execute(f"REVOKE ALL ON DATABASE {_quoted(name)} FROM PUBLIC")
    for kind in KINDS:
        role = f"{owner.removesuffix('_owner')}_{kind}"
        await admin.execute(f"GRANT CONNECT ON DATABASE {_quoted(name)} TO {_quoted(role)}")


async def _walls(admin_url: str, name: str, roles: str) -> None:
    inside = await asyncpg.connect(admin_url, database=name)
    try:
        await inside.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        await inside.execute(f"ALTER SCHEMA public OWNER TO {_quoted(f'{roles}_owner')}")
        for extension in EXTENSIONS:
            await inside.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    finally:
        await inside.close()


def _address(admin_url: str) -> tuple[str, int]:
    host, port = admin_url.rsplit("@", 1)[-1].split("/", maxsplit=1)[0].rsplit(":", 1)
    return host, int(port)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
