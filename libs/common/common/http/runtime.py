"""What a running application holds, made once in `main` and handed to the dependencies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request

from common.clock import LegalClock
from common.database import Database
from common.documents.store import DocumentStore
from common.messaging.broker import Poke
from common.tokens import TokenVerifier


@dataclass(frozen=True, slots=True)
class Runtime:
    """The parts of one API process."""

    service: str
    database: Database
    verifier: TokenVerifier
    clock: LegalClock
    poke: Poke | None = None
    documents: DocumentStore | None = None
    public_database: Database | None = None
    cors_origins: tuple[str, ...] = ()
    public_cache_seconds: float = 0
    # By class of operation, requests a minute that one client may make.
    rate_limits: Mapping[str, int] = field(default_factory=dict)
    # What one service alone needs, made of its own settings: see `Service.parts`.
    parts: Mapping[str, Any] = field(default_factory=dict)


def runtime_of(request: Request) -> Runtime:
    """The runtime of the application that handles a request."""
    runtime = request.app.state.runtime
    assert isinstance(runtime, Runtime)
    return runtime


def documents_of(runtime: Runtime) -> DocumentStore:
    """The documents of a service that has some."""
    assert runtime.documents is not None, f"{runtime.service} needs objects_dir"
    return runtime.documents
