"""A receiver of webhooks for tests: it checks each signature by itself and keeps what came."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from fastapi import FastAPI, Request, Response

from common.client import application_client
from common.outbound.webhook import Webhook

KEY: Final = bytes(range(32))
SECRET: Final = f"whsec_{base64.b64encode(KEY).decode()}"


@dataclass(slots=True)
class Hook:
    """`answers` with its status; `came` holds (id, body) of each call, `forged` counts bad ones."""

    answers: int = 204
    came: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    forged: int = 0

    def channel(self) -> Webhook:
        """The channel that posts here."""
        app = FastAPI(openapi_url=None)
        app.post("/hook")(self._take)
        return Webhook("http://hook.test/hook", SECRET, client=partial(application_client, app))

    async def _take(self, request: Request) -> Response:
        head, body = request.headers, await request.body()
        signed = f"{head['webhook-id']}.{head['webhook-timestamp']}.".encode() + body
        expected = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
        self.forged += head["webhook-signature"] != f"v1,{expected}"
        self.forged += head["idempotency-key"] != head["webhook-id"]
        self.came.append((head["webhook-id"], json.loads(body)))
        return Response(status_code=self.answers)
