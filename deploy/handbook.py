"""The pages of docs/ that are made from code: every setting, every metric."""

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from types import NoneType
from typing import Any, Final, Literal, get_args, get_origin

from prometheus_client.metrics import MetricWrapperBase
from pydantic import SecretStr
from pydantic_settings import SettingsConfigDict

from common import metrics
from common.config import ServiceSettings, Variable, variables

MADE: Final = "This page is made by `make contracts`; `make check` compares it.\n"
SETTINGS_HEAD: Final = f"""# Settings

{MADE}
Every process is set by environment variables alone. `python -m <service> config` prints the ones
in force, passwords hidden, without needing a database.
"""
METRICS_HEAD: Final = f"""# Metrics

{MADE}
Each API and each worker answers `GET /metrics` on its own port, in Prometheus' text format; the
gateway does not route it. Lag is one query, asked at most once a second; `NaN` says that the
database did not answer in time. Of the workers of a service one leads and publishes; lag is the
same figure from each of its processes.

The log has one JSON line a request (`request`), use case (`use case`) and event (`event published`,
`event applied`, `event parked`), each with the `trace_id` that the problem document names.
"""


class AnyService(ServiceSettings):
    """The settings of no service in particular."""

    model_config = SettingsConfigDict(env_prefix="<SERVICE>_")


def handbook(services: Sequence[str]) -> Iterator[tuple[Path, str]]:
    """Every page as the text that is committed."""
    yield Path("docs/SETTINGS.md"), settings_page(services)
    yield Path("docs/METRICS.md"), metrics_page()


def settings_page(services: Sequence[str]) -> str:
    """What every service is told, then what one service alone is told."""
    sections = ["\n## Every service\n", _settings_table(variables(AnyService))]
    for service in services:
        if own := _own(service):
            sections += [f"\n## {service}\n", _settings_table(own)]
    return SETTINGS_HEAD + "\n".join(sections) + "\n"


def metrics_page() -> str:
    """Every metric with its labels and its meaning."""
    rows = [
        (f"`{name}`", kind, ", ".join(labels) or "–", meaning)
        for name, kind, labels, meaning in documented_metrics()
    ]
    return f"{METRICS_HEAD}\n{_table(('name', 'kind', 'labels', 'meaning'), rows)}\n"


def documented_metrics() -> Iterator[tuple[str, str, Sequence[str], str]]:
    """Each metric's name as a scrape shows it, its kind, its labels, its meaning."""
    labels = {
        metric._name: metric._labelnames
        for metric in vars(metrics).values()
        if isinstance(metric, MetricWrapperBase)
    }
    for family in metrics.REGISTRY.collect():
        name = f"{family.name}_total" if family.type == "counter" else family.name
        yield name, family.type, labels.get(family.name, ()), family.documentation


def _own(service: str) -> list[Variable]:
    settings = import_module(f"{service}.config").Settings
    return [each for each in variables(settings) if each.field not in AnyService.model_fields]


def _settings_table(given: Iterable[Variable]) -> str:
    rows = [(f"`{v.name}`", _type(v.type), v.default, v.meaning) for v in given]
    return _table(("variable", "type", "default", "meaning"), rows)


def _type(kind: Any) -> str:
    inner = [each for each in get_args(kind) if each is not NoneType]
    if get_origin(kind) is Literal:
        return " or ".join(inner)
    if get_origin(kind) is tuple:
        return f"list of {_type(inner[0])}"
    if inner:  # annotated, or with a default of nothing
        return _type(inner[0])
    return {SecretStr: "secret", str: "text", Path: "path"}.get(kind, str(kind.__name__))


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)
