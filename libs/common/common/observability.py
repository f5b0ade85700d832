"""Structured logs, one JSON line per thing that happened, and the trace they belong to."""

import logging
import os
import re
import secrets
import sys
from contextvars import ContextVar
from typing import Final

import structlog

_TRACEPARENT: Final = re.compile(r"^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$")
_current: ContextVar[str] = ContextVar("traceparent", default="")


def begin_trace(incoming: str | None = None) -> str:
    """Enter a trace: the caller's if its W3C `traceparent` is well formed, else a new one."""
    match = _TRACEPARENT.match(incoming or "")
    trace_id = match[1] if match else secrets.token_hex(16)
    parent = f"00-{trace_id}-{secrets.token_hex(8)}-01"
    _current.set(parent)
    return parent


def traceparent() -> str:
    """The current W3C traceparent; a new one where none was begun."""
    return _current.get() or begin_trace()


def trace_id() -> str:
    """The current trace's 32 hex digits."""
    return traceparent().split("-")[1]


def configure_logging(*, service: str, process: str) -> None:
    """Send every log line, our own and the libraries', to standard error as JSON."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _stamp(service, process),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.basicConfig(level=os.environ.get("LOG_LEVEL", "INFO"), handlers=[handler], force=True)
    for noisy in ("httpx", "httpcore", "alembic.runtime.plugins"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _stamp(service: str, process: str) -> structlog.typing.Processor:
    def stamp(
        _logger: object, _method: str, event: structlog.typing.EventDict
    ) -> structlog.typing.EventDict:
        trace = _current.get()
        event["service"] = service
        event["process"] = process
        if trace:
            event.setdefault("trace_id", trace.split("-")[1])
        return event

    return stamp
