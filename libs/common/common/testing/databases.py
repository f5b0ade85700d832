"""Databases for tests: migrated once a run, copied for each test."""

import asyncio
import itertools
import os
from dataclasses import dataclass, field

import asyncpg

from common import migrations
from common.provisioning import ServiceDatabase, provision

_COUNTER = itertools.count(1)


@dataclass(slots=True)
class TestDatabases:
    """The databases of one test run on one server."""

    __test__ = False  # its name begins with "Test", and it is none

    admin_url: str
    _templates: dict[str, ServiceDatabase] = field(default_factory=dict)
    _made: list[str] = field(default_factory=list)

    async def fresh(self, service: str) -> ServiceDatabase:
        """A migrated database of a service that nobody else uses."""
        if service not in self._templates:
            name = f"{service}_template_{os.getpid()}"
            template = await provision(self.admin_url, service, database=name)
            # Alembic runs an event loop of its own, so it runs in a thread of its own.
            await asyncio.to_thread(migrations.migrate, service, template.url("owner"))
            self._templates[service] = template
            self._made.append(name)
        template = self._templates[service]
        name = f"{service}_test_{os.getpid()}_{next(_COUNTER)}"
        admin = await asyncpg.connect(self.admin_url)
        await admin.execute(
            f'CREATE DATABASE "{name}" OWNER "{service}_owner" TEMPLATE "{template.name}"'
        )
        await admin.close()
        self._made.append(name)
        return ServiceDatabase(
            name, template.host, template.port, template.passwords, template.roles
        )

    async def drop(self) -> None:
        """Drop every database this run made."""
        admin = await asyncpg.connect(self.admin_url)
        for name in reversed(self._made):
            await admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await admin.close()
        self._made.clear()
        self._templates.clear()
