"""Traces, and logs as JSON: one line per thing that happened, with the trace it belongs to."""

import logging
import random
import re
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import orjson
import structlog
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import NonRecordingSpan, Span, SpanContext, SpanKind, TraceFlags

# W3C Trace Context, 3.2; of a later version only what this one knows is read.
_TRACEPARENT: Final = re.compile(
    r"(?P<version>[0-9a-f]{2})-(?P<trace>[0-9a-f]{32})-(?P<span>[0-9a-f]{16})"
    r"-(?P<flags>[0-9a-f]{2})(?P<more>-.*)?"
)
_TRACER: Final = trace.get_tracer("jiqun")


@contextmanager
def span(
    name: str, *, kind: SpanKind = SpanKind.INTERNAL, parent: str | None = None, **attributes: str
) -> Iterator[Span]:
    """A span of the current trace; given a W3C `parent`, of that trace, or a new one if malformed.

    The text of an exception never gets into a span: it may quote what somebody submitted.
    """
    above = None if parent is None else _above(parent)
    started = _TRACER.start_span(name, above, kind=kind, attributes=attributes)
    if not started.get_span_context().is_valid:  # nothing is exported; the trace has an id anyway
        started = NonRecordingSpan(_new_trace())
    with trace.use_span(
        started, end_on_exit=True, record_exception=False, set_status_on_exception=False
    ):
        yield started


def _above(traceparent: str) -> Context:
    # OpenTelemetry's own reading of the header takes longer than all the rest of a span.
    found = _TRACEPARENT.fullmatch(traceparent)
    if found is None or found["version"] == "ff" or (found["version"] == "00" and found["more"]):
        return Context()
    above = SpanContext(
        trace_id=int(found["trace"], 16),
        span_id=int(found["span"], 16),
        is_remote=True,
        trace_flags=TraceFlags(int(found["flags"], 16)),
    )
    return trace.set_span_in_context(NonRecordingSpan(above), Context())


def in_trace() -> bool:
    """Whether a span is open."""
    return trace.get_current_span().get_span_context().is_valid


def traceparent() -> str:
    """The current W3C traceparent; one of a new trace outside of any span."""
    here = trace.get_current_span().get_span_context()
    if not here.is_valid:
        here = _new_trace()
    return f"00-{here.trace_id:032x}-{here.span_id:016x}-{here.trace_flags:02x}"


def trace_id() -> str:
    """The current trace's 32 hex digits."""
    return traceparent().split("-")[1]


def trace_of(parent: str) -> str:
    """The 32 hex digits of a W3C traceparent's trace; empty where it is malformed."""
    return parent[3:35] if _TRACEPARENT.fullmatch(parent) else ""


def _new_trace() -> SpanContext:
    return SpanContext(
        trace_id=random.getrandbits(128) or 1,
        span_id=random.getrandbits(64) or 1,
        is_remote=False,
        trace_flags=TraceFlags(TraceFlags.SAMPLED),
    )


def export_traces(endpoint: str, *, service: str, process: str) -> None:
    """Send every span to an OTLP/HTTP collector; its other settings are OpenTelemetry's own."""
    # Imported here: a process that exports nothing shall not pay for the exporter.
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415
        OTLPSpanExporter,
    )
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    names = {"service.namespace": "jiqun", "service.name": service, "jiqun.process": process}
    provider = TracerProvider(resource=Resource.create(names))
    exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)


def flush_traces() -> None:
    """Send what waits: uvicorn ends a process by its signal, and then nothing runs at exit."""
    flush = getattr(trace.get_tracer_provider(), "force_flush", None)
    if flush is not None:
        flush(timeout_millis=2000)


def configure_logging(
    *, service: str, process: str, level: str = "INFO", captured: bool = False
) -> None:
    """Send every log line, our own and the libraries', to standard error as JSON.

    Our own go there at once, in a third of the time; `captured` sends them by way of the standard
    library, where a test can catch them.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _stamp(service, process),
        _exception_without_text,
    ]
    last: structlog.typing.Processor = structlog.processors.JSONRenderer(_rendered)
    if captured:
        last = structlog.stdlib.ProcessorFormatter.wrap_for_formatter
    direct = structlog.WriteLoggerFactory(sys.stderr)
    structlog.configure(
        processors=[*shared, last],
        logger_factory=structlog.stdlib.LoggerFactory() if captured else direct,
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(_rendered),
            ],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("httpx", "httpcore", "alembic.runtime.plugins"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _rendered(event: structlog.typing.EventDict, **_options: object) -> str:
    return orjson.dumps(event, default=str).decode()


def _stamp(service: str, process: str) -> structlog.typing.Processor:
    def stamp(
        _logger: object, _method: str, event: structlog.typing.EventDict
    ) -> structlog.typing.EventDict:
        here = trace.get_current_span().get_span_context()
        event["service"] = service
        event["process"] = process
        if here.is_valid:
            event.setdefault("trace_id", f"{here.trace_id:032x}")
        return event

    return stamp


def _exception_without_text(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    # Which exceptions and where, not what they say: PostgreSQL's words quote the offending row.
    told = event.pop("exc_info", None)
    error = told[1] if isinstance(told, tuple) else sys.exc_info()[1] if told is True else told
    lines: list[str] = []
    while isinstance(error, BaseException):
        lines.append(type(error).__name__)
        for frame, line in traceback.walk_tb(error.__traceback__):
            lines.append(f"  {frame.f_code.co_filename}:{line} {frame.f_code.co_name}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if lines:
        event["exception"] = "\n".join(lines)
    return event
