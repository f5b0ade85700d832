"""The gateway's whole configuration for Caddy, as its JSON."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from deploy.gateway import routes
from deploy.gateway.problems import NOT_FOUND, TOO_LARGE, UPSTREAM_AWAY, problem

SITE: Final = Path(__file__).parent / "site"
PAGES: Final = {"/docs": "docs.html", "/docs.js": "docs.js", "/docs.css": "docs.css"}
LOADS_NOTHING_FROM_OUTSIDE: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

# A client that trickles its header holds a connection for ten seconds, no longer. Bodies have no
# deadline here: an honest upload may be slow, and the services guard a least rate themselves.
HEADER_WITHIN: Final = "10s"
IDLE_FOR: Final = "60s"
MAX_HEADER_BYTES: Final = 65_536
# uvicorn closes idle connections after 5 s; the gateway must let go first, or a request meets a
# connection that is just being closed.
UPSTREAM_IDLE_FOR: Final = "3s"
ANSWER_WITHIN: Final = "60s"
RETRY_ELSEWHERE_AFTER: Final = "2s"
# No route of any service takes 110 MB. Its own limit is each service's to keep; but a body that is
# declared far over them all is refused here, before a client that waits for the answer sends it.
DECLARED_TOO_LARGE: Final = {
    "header_regexp": {"Content-Length": {"pattern": "^(1[1-9][0-9]{7}|[2-9][0-9]{8}|[0-9]{10,})$"}}
}


def configuration(
    *,
    listen: str,
    hosts: Sequence[str],
    paths: Mapping[str, Sequence[str]],
    upstreams: Mapping[str, Sequence[str]],
    documents: Path = routes.DOCUMENTS,
) -> dict[str, Any]:
    """Caddy's configuration; `paths` and `upstreams` ("host:port") are by service."""
    routes.require_unambiguous(paths)
    handlers = [
        {"match": [{"not": [{"host": list(hosts)}]}], "handle": [problem(NOT_FOUND)]},
        {"match": [{"path": ["/livez"]}], "handle": _livez(upstreams)},
        *_documentation(documents),
        _explained_problems(documents),
        {"match": [DECLARED_TOO_LARGE], "handle": [problem(TOO_LARGE)]},
        *(_service(paths[service], upstreams[service]) for service in paths),
        {"handle": [problem(NOT_FOUND)]},
    ]
    server = {
        "listen": [listen],
        "protocols": ["h1"],
        "automatic_https": {"disable": True},
        "read_header_timeout": HEADER_WITHIN,
        "idle_timeout": IDLE_FOR,
        "max_header_bytes": MAX_HEADER_BYTES,
        "routes": [handler | {"terminal": True} for handler in handlers],
        "errors": {"routes": _errors()},
    }
    return {
        "admin": {"disabled": True, "config": {"persist": False}},
        "apps": {"http": {"servers": {"gateway": server}}},
    }


def _errors() -> list[dict[str, Any]]:
    missing = {"vars": {"{http.error.status_code}": ["404"]}}
    return [
        {"match": [missing], "handle": [problem(NOT_FOUND)], "terminal": True},
        {"handle": [problem(UPSTREAM_AWAY)]},
    ]


def _service(paths: Sequence[str], upstreams: Sequence[str]) -> dict[str, Any]:
    match = {"path_regexp": {"pattern": routes.pattern(paths)}}
    proxy = _proxy(upstreams)
    if len(upstreams) > 1:
        # Another process takes what could not even be delivered; what was delivered stays one try.
        proxy["load_balancing"] = {
            "selection_policy": {"policy": "round_robin"},
            "retries": len(upstreams),
            "try_duration": RETRY_ELSEWHERE_AFTER,
        }
        proxy["health_checks"] = {"passive": {"fail_duration": "1s"}}
    return {"match": [match], "handle": [proxy]}


def _livez(upstreams: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    # Each API is asked in turn; its 2xx hands on to the next, anything else is the answer.
    asked = [
        _proxy([address])
        | {
            "rewrite": {"method": "GET", "uri": "/livez"},
            "handle_response": [{"match": {"status_code": [2]}, "routes": []}],
        }
        for addresses in upstreams.values()
        for address in addresses
    ]
    answer = {
        "handler": "static_response",
        "status_code": "200",
        "headers": {"Content-Type": ["application/json"], "Cache-Control": ["no-store"]},
        "body": '{"status":"live"}',
    }
    return [*asked, answer]


def _proxy(upstreams: Sequence[str]) -> dict[str, Any]:
    return {
        "handler": "reverse_proxy",
        "upstreams": [{"dial": address} for address in upstreams],
        "flush_interval": -1,
        "transport": {
            "protocol": "http",
            "dial_timeout": "2s",
            "response_header_timeout": ANSWER_WITHIN,
            "keep_alive": {"idle_timeout": UPSTREAM_IDLE_FOR},
        },
    }


def _explained_problems(documents: Path) -> dict[str, Any]:
    """`/problems/{code}`, where the `type` of every problem document leads."""
    entries: dict[str, Any] = json.loads((documents / "problems.json").read_text())
    pages = [
        {"match": [{"path": [f"/problems/{code}"]}], "handle": [_page(entry)], "terminal": True}
        for code, entry in entries.items()
    ]
    missing = {"handle": [problem(NOT_FOUND)]}
    match = {"path": ["/problems/*"], "method": ["GET", "HEAD"]}
    return {
        "match": [match],
        "handle": [{"handler": "subroute", "routes": [*pages, missing]}],
    }


def _page(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "handler": "static_response",
        "status_code": "200",
        "headers": {
            "Content-Type": ["application/json"],
            "X-Content-Type-Options": ["nosniff"],
        },
        # Braces are Caddy's placeholders; one that it does not know is left as it is.
        "body": json.dumps(entry, ensure_ascii=False),
    }


def _documentation(documents: Path) -> list[dict[str, Any]]:
    security = {
        "handler": "headers",
        "response": {
            "set": {
                "Content-Security-Policy": [LOADS_NOTHING_FROM_OUTSIDE],
                "X-Content-Type-Options": ["nosniff"],
            }
        },
    }
    openapi = {"handler": "file_server", "root": str(documents)}
    served = [{"match": [{"path": ["/openapi.json"]}], "handle": [security, openapi]}]
    for path, name in PAGES.items():
        rewrite = {"handler": "rewrite", "uri": f"/{name}"}
        page = {"handler": "file_server", "root": str(SITE)}
        served.append({"match": [{"path": [path]}], "handle": [security, rewrite, page]})
    return served
