"""The four services' databases, and how a given server's URL is read."""

from typing import Final

import asyncpg

from common.provisioning import ServiceDatabase, provision
from deploy.local.binaries import Missing

SERVICES: Final = ("intake", "evaluation", "registry", "monitoring")


async def provide(admin_url: str) -> dict[str, ServiceDatabase]:
    """Make the databases and roles of all services where they are missing; idempotent."""
    return {service: await provision(admin_url, service) for service in SERVICES}


async def given_server(url: str) -> str:
    """The admin URL of a server that stands already; raises `Missing` when it is of no use."""
    scheme, separator, rest = url.partition("://")
    if scheme.split("+")[0] not in {"postgresql", "postgres"} or not separator:
        raise Missing("DATABASE_URL must begin with postgresql://.")
    admin_url = f"postgresql://{rest}"
    try:
        connection = await asyncpg.connect(admin_url, timeout=5)
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        raise Missing(f"DATABASE_URL cannot be reached: {type(error).__name__}.") from error
    try:
        may = await connection.fetchval(
            "SELECT rolsuper OR (rolcreatedb AND rolcreaterole)"
            " FROM pg_roles WHERE rolname = current_user"
        )
    finally:
        await connection.close()
    if not may:
        raise Missing("DATABASE_URL names a role that may not create databases and roles.")
    return admin_url
