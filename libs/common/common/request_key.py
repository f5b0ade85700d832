"""The key of an idempotent request: who asks for what, and the fingerprint of its body."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RequestKey:
    """One request as its client means it: sent again, it is the same request."""

    subject: str
    method: str
    path: str
    key: str
    fingerprint: bytes

    @property
    def lock(self) -> int:
        """The advisory lock of the request, a signed 64-bit integer."""
        scope = "\n".join((self.subject, self.method, self.path, self.key))
        return int.from_bytes(hashlib.sha256(scope.encode()).digest()[:8], signed=True)
