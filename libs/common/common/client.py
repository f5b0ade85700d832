"""The one place that knows the HTTP client library."""

from typing import Any

import httpx

Client = httpx.AsyncClient
HTTPError = httpx.HTTPError


def http_client(**options: Any) -> Client:
    """A client with time-outs and without redirects; the caller closes it."""
    defaults: dict[str, Any] = {
        "timeout": httpx.Timeout(5.0),
        "follow_redirects": False,
        "trust_env": False,  # a proxy of the environment must not see tokens
    }
    return httpx.AsyncClient(**(defaults | options))


def application_client(app: Any, *, base_url: str = "http://jiqun.test") -> Client:
    """A client that calls an ASGI application in this process."""
    # A failing application shall answer its own 500, as it would on a real server.
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return http_client(transport=transport, base_url=base_url)
