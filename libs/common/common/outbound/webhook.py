"""Messages to another system: one signed POST each, as Standard Webhooks has it."""

import base64
import hashlib
import hmac
import time
from collections.abc import Callable
from typing import Any, Final

from common.canonical import canonical_bytes
from common.client import Client, HTTPError, http_client
from common.outbound.message import Letter, NotSent

BEGINS_WITH: Final = "whsec_"
LEAST_KEY_BYTES: Final = 24


class Webhook:
    """Posts letters as JSON to one address, signed with HMAC-SHA256 over id, time and body.

    `Webhook-Id` and `Idempotency-Key` are the message's id, the same each time it is sent.
    """

    def __init__(
        self, url: str, secret: str, *, client: Callable[[], Client] = http_client
    ) -> None:
        self._url = url
        self._key = key_of(secret)
        self._client = client

    async def send(self, letter: Letter) -> None:
        """Post the letter; any answer but a 2xx is `NotSent`."""
        body = canonical_bytes(told(letter))
        headers = self._headers(str(letter.message.id), body, at=int(time.time()))
        try:
            async with (
                self._client() as client,
                client.stream("POST", self._url, content=body, headers=headers) as answer,
            ):
                status = answer.status_code  # what else it says is not read
        except HTTPError as error:
            raise NotSent(f"webhook: {type(error).__name__}") from error
        if not 200 <= status < 300:
            raise NotSent(f"webhook: answered {status}")

    def _headers(self, message_id: str, body: bytes, *, at: int) -> dict[str, str]:
        return {
            "Content-Type": "application/json",
            "Idempotency-Key": message_id,
            "Webhook-Id": message_id,
            "Webhook-Timestamp": str(at),
            "Webhook-Signature": f"v1,{signature(self._key, message_id, body, at=at)}",
        }


def signature(key: bytes, message_id: str, body: bytes, *, at: int) -> str:
    """Base64 of the HMAC-SHA256 over `id.timestamp.body`; the receiver refuses an old timestamp."""
    signed = f"{message_id}.{at}.".encode() + body
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def key_of(secret: str) -> bytes:
    """The key of a secret (`whsec_` and base64); raises `ValueError` for a weak or other one."""
    if not secret.startswith(BEGINS_WITH):
        raise ValueError(f"begins with {BEGINS_WITH}")
    key = base64.b64decode(secret.removeprefix(BEGINS_WITH), validate=True)
    if len(key) < LEAST_KEY_BYTES:
        raise ValueError(f"has {LEAST_KEY_BYTES} bytes or more")
    return key


def told(letter: Letter) -> dict[str, Any]:
    """What the receiver is told; nothing in it changes from one attempt to the next."""
    message, to = letter.message, letter.message.recipient
    return {
        "id": str(message.id),
        "type": message.rule,
        "timestamp": message.made_at.isoformat(),
        "data": {
            "subject": message.subject,
            "step": message.step,
            "recipient": {
                "role": to.role,
                "district": to.district,
                "institution": to.institution,
            },
            "language": message.language,
            "due_on": message.due_on.isoformat() if message.due_on else None,
            "title": letter.title,
            "text": letter.text,
        },
    }
