"""Who reads here: anybody with or without a token, and the public register's own role."""

from typing import Annotated

from fastapi import Depends

from common.database import Reader
from common.errors import Unavailable
from common.http.dependencies import AnyActor, Running
from registry.store.register import PublicRegister


async def any_reader(actor: AnyActor, runtime: Running) -> Reader:
    """A reader for the caller, or for nobody in particular without a token."""
    return Reader(runtime.database, actor, runtime.clock.now())


async def public_register(runtime: Running) -> PublicRegister:
    """The register as the role `registry_public` sees it."""
    if runtime.public_database is None:
        raise Unavailable()
    return PublicRegister(runtime.public_database)


AnyReading = Annotated[Reader, Depends(any_reader)]
Register = Annotated[PublicRegister, Depends(public_register)]
