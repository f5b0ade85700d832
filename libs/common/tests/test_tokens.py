"""Of the tokens an attacker can make, none passes; of the good ones, all."""

import base64
import hmac
import json
import time

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from common.errors import Unauthenticated
from common.testing.tokens import ISSUER, KEY, actor, token, verifier
from common.tokens import LEEWAY_S

NOW = int(time.time())
GOOD = {"iss": ISSUER, "aud": "jiqun", "sub": "x", "iat": NOW, "exp": NOW + 300, "roles": []}
HEADER = {"alg": "ES256", "kid": "test", "typ": "at+jwt"}


def signed(claims=None, header=None, key=KEY, **changes):
    claims = {k: v for k, v in ((claims or GOOD) | changes).items() if v is not None}
    return jwt.encode(header or HEADER, claims, key)


def encoded(raw):
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def by_hand(header, sign):
    """A compact token as no decent library makes it."""
    start = ".".join(encoded(json.dumps(part).encode()) for part in (header, GOOD))
    return f"{start}.{encoded(sign(start.encode()))}"


def unsigned():
    return by_hand({"alg": "none", "typ": "at+jwt"}, lambda _: b"")


def confused():
    public = KEY.as_pem(private=False)
    header = HEADER | {"alg": "HS256"}
    return by_hand(header, lambda start: hmac.digest(public, start, "sha256"))


def critical():
    def sign(start):
        r, s = decode_dss_signature(KEY.private_key.sign(start, ECDSA(SHA256())))
        return r.to_bytes(32) + s.to_bytes(32)

    return by_hand(HEADER | {"crit": ["x"], "x": 1}, sign)


STRANGER = ECKey.generate_key("P-256", {"kid": "test"}, auto_kid=False)
BAD = {
    "nothing": lambda: "",
    "no JWT": lambda: "abc",
    "unsigned": unsigned,
    "HS256 with the public key": confused,
    "another key under our id": lambda: signed(key=STRANGER),
    "a key in its own header": lambda: signed(
        header=HEADER | {"jwk": STRANGER.as_dict(private=False)}, key=STRANGER
    ),
    "an unknown key id": lambda: signed(header=HEADER | {"kid": "other"}, key=STRANGER),
    "an unknown critical header": critical,
    "expired": lambda: signed(iat=NOW - 900, exp=NOW - 600),
    "not valid yet": lambda: signed(nbf=NOW + 600),
    "no expiry": lambda: signed(exp=None),
    "a long life": lambda: signed(exp=NOW + 86_400),
    "another issuer": lambda: signed(iss="https://evil.test"),
    "no issuer": lambda: signed(iss=None),
    "another audience": lambda: signed(aud="other"),
    "no audience": lambda: signed(aud=None),
    "an ID token": lambda: signed(header=HEADER | {"typ": "JWT"}),
    "no subject": lambda: signed(sub=None),
    "a subject that is no text": lambda: signed(sub=7),
    "roles that are no list": lambda: signed(roles="municipal_bureau"),
    "a megabyte": lambda: signed(note="x" * 1_000_000),
}


@pytest.mark.parametrize("name", BAD)
async def test_a_bad_token_is_refused(name):
    bad = BAD[name]()
    with pytest.raises(Unauthenticated):
        await verifier().actor(bad)


@pytest.mark.parametrize("name", ["institution", "district", "bureau", "expert_1", "system"])
async def test_a_good_token_names_its_actor(name):
    assert await verifier().actor(token(name)) == actor(name)


async def test_a_role_nobody_knows_gives_no_right():
    found = await verifier().actor(signed(roles=["municipal_bureau", "emperor"]))
    assert found.roles == {"municipal_bureau"}


async def test_a_token_that_was_good_before_ends_all_the_same(monkeypatch):
    asked, good = verifier(), signed()
    await asked.actor(good)
    monkeypatch.setattr(time, "time", lambda: NOW + 300 + LEEWAY_S + 1)
    with pytest.raises(Unauthenticated):
        await asked.actor(good)


async def test_a_token_that_was_good_before_falls_with_its_key():
    asked, good = verifier(), signed()
    await asked.actor(good)
    asked.source.key_set = KeySet([STRANGER])
    with pytest.raises(Unauthenticated):
        await asked.actor(good)
