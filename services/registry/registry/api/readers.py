"""Who reads here: the public register's own role."""

from typing import Annotated

from fastapi import Depends

from common.errors import Unavailable
from common.http.dependencies import Running
from registry.store.register import PublicRegister


async def public_register(runtime: Running) -> PublicRegister:
    """The register as the role `registry_public` sees it."""
    if runtime.public_database is None:
        raise Unavailable()
    return PublicRegister(runtime.public_database)


Register = Annotated[PublicRegister, Depends(public_register)]
