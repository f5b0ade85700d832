"""The development token issuer and the legal clock's switch; both refuse production.

`python -m deploy.local.issuer` reads JIQUN_ENVIRONMENT, ISSUER_PORT, ISSUER_KEY_FILE and
LEGAL_CLOCK_FILE.
"""

import json
import os
import sys
import time
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import uvicorn
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from common.clock import SHANGHAI, LegalClock
from deploy.local import legal_clock

AUDIENCE: Final = "jiqun"
LIFETIME_S: Final = 12 * 3600
PEOPLE: Final[dict[str, dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "people.toml").read_text()
)
CLAIMS: Final = frozenset({"sub", "roles", "district", "institution", "scope"})
REFUSED: Final = 78  # EX_CONFIG


def signing_key(file: Path) -> ECKey:
    """The stack's key, made at the first call and kept beside its state."""
    if not file.exists():
        key = ECKey.generate_key("P-256", {"use": "sig", "kid": uuid4().hex}, auto_kid=False)
        legal_clock.write_whole(file, json.dumps(key.as_dict(private=True)), mode=0o600)
    return ECKey.import_key(json.loads(file.read_text()))


def mint(key: ECKey, *, issuer: str, claims: dict[str, Any]) -> str:
    """An access token (RFC 9068) with the claims of a person."""
    now = int(time.time())
    header = {"alg": "ES256", "kid": key.kid, "typ": "at+jwt"}
    own = {"iss": issuer, "aud": AUDIENCE, "iat": now, "exp": now + LIFETIME_S}
    return jwt.encode(header, claims | own | {"jti": uuid4().hex}, key)


def tokens(key: ECKey, *, issuer: str) -> dict[str, str]:
    """A token of everybody in `people.toml`."""
    return {
        name: mint(key, issuer=issuer, claims={"sub": name, **claims})
        for name, claims in PEOPLE.items()
    }


def create_app(*, key: ECKey, issuer: str, clock_file: Path) -> Starlette:
    """The issuer's few addresses."""

    async def livez(_: Request) -> JSONResponse:
        return JSONResponse({"status": "live"})

    async def jwks(_: Request) -> JSONResponse:
        return JSONResponse(KeySet([key]).as_dict(private=False))

    async def token(request: Request) -> JSONResponse:
        if request.method == "GET":
            return JSONResponse({"people": PEOPLE, "how": "POST a person, or sub and roles"})
        try:
            wanted: dict[str, Any] = dict(await request.json())
        except (ValueError, TypeError):
            wanted = {}
        claims = {
            "sub": wanted.get("person"),
            **PEOPLE.get(str(wanted.get("person")), {}),
            **wanted,
        }
        claims.pop("person", None)
        if not claims["sub"] or not claims.get("roles") or not claims.keys() <= CLAIMS:
            known = ", ".join(PEOPLE)
            return _refused(f"Give person ({known}), or sub and roles, with {sorted(CLAIMS)}.")
        minted = mint(key, issuer=issuer, claims=claims)
        answer = {"access_token": minted, "token_type": "Bearer", "expires_in": LIFETIME_S}
        return JSONResponse(answer, 201)

    async def clock(request: Request) -> JSONResponse:
        try:
            if request.method == "POST":
                to = datetime.fromisoformat((await request.json())["to"])
                legal_clock.move(clock_file, to=to)
        except (ValueError, KeyError, TypeError) as error:
            return _refused(f"Give {{'to': '2024-03-01T09:00:00+08:00'}}: {error}.")
        legal = LegalClock(clock_file)
        now = legal.now().astimezone(SHANGHAI).isoformat()
        return JSONResponse({"now": now, "today": legal.today().isoformat()})

    return Starlette(
        routes=[
            Route("/livez", livez),
            Route("/jwks.json", jwks),
            Route("/tokens", token, methods=["GET", "POST"]),
            Route("/clock", clock, methods=["GET", "POST"]),
        ]
    )


def main() -> int:
    """Serve on 127.0.0.1; refuses production with a word."""
    if os.environ.get("JIQUN_ENVIRONMENT", "production") == "production":
        print("the development issuer and the legal clock refuse production", file=sys.stderr)
        return REFUSED
    port = int(os.environ["ISSUER_PORT"])
    app = create_app(
        key=signing_key(Path(os.environ["ISSUER_KEY_FILE"])),
        issuer=address(port),
        clock_file=Path(os.environ["LEGAL_CLOCK_FILE"]),
    )
    uvicorn.run(app, host="127.0.0.1", port=port, access_log=False, log_level="warning")
    return 0


def address(port: int) -> str:
    """The issuer's name in tokens, which is its address too."""
    return f"http://127.0.0.1:{port}"


def _refused(detail: str) -> JSONResponse:
    return JSONResponse({"status": 422, "detail": detail}, 422)


if __name__ == "__main__":
    sys.exit(main())
