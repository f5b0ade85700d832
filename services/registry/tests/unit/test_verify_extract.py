"""`jiqun verify-extract`: what is proven of a day, and what no forged or old file can prove."""

import base64
import json
import socket
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import OctKey, OKPKey

from common.canonical import canonical_bytes
from registry.extracts import command, status_list
from registry.extracts.keys import Signing, UnfitKeys, keys_from, new_key

ADDRESS = "https://register.jiqun.test"
INDEX = 41
NOON = datetime(2025, 6, 1, 4, tzinfo=UTC)


def signing(*keys: dict[str, Any]) -> Signing:
    return Signing(ADDRESS, keys_from(json.dumps({"keys": list(keys) or [new_key()]})))


def extract(**changes: Any) -> dict[str, Any]:
    period = {"first_day": "2024-03-08", "last_day": "2027-03-07", "published_on": "2024-03-08"}
    facts = {
        "number": "BJ-2024-0001",
        "name": "北京市海淀区行业应用软件产业集群",
        "district": {"code": "110108", "name": "海淀区"},
        "leading_industry": "行业应用软件",
        "institution": {"code": "91110000101623741K", "name": "运营管理机构"},
        "periods": [period],
    }
    entry = {
        "statusListIndex": str(INDEX),
        "statusListCredential": f"{ADDRESS}{status_list.PATH}",
    }
    said = {"iss": ADDRESS, "as_of": "2025-06-01", "standing": "valid"}
    return {**said, "cluster": facts, "status": entry, **changes}


@dataclass
class Files:
    """The three files that somebody took along, and what the command says of them."""

    folder: Path
    capsys: Any
    signer: Signing = field(default_factory=signing)
    revoked: tuple[int, ...] = ()
    made_at: datetime = NOON
    token: str = ""
    listed: str = ""

    def __post_init__(self) -> None:
        self.token = self.signer.signed(extract(), kind="extract+jwt")

    def proven(self, on: str = "2025-06-01") -> tuple[int, str]:
        jwks, given, listed = (self.folder / name for name in ("jwks", "extract", "list"))
        jwks.write_text(json.dumps(self.signer.published()))
        given.write_text(self.token)
        listed.write_text(self.listed or self.list_of(self.signer))
        files = [str(given), "--jwks", str(jwks), "--status-list", str(listed)]
        status = command.main(["verify-extract", *files, "--on", on, "--lang", "en"])
        return status, self.capsys.readouterr().out

    def list_of(self, signer: Signing) -> str:
        bits = status_list.encoded(self.revoked, count=100)
        claims = status_list.credential(bits, issuer=ADDRESS, at=self.made_at)
        return signer.signed(claims, kind="vc+jwt")


@pytest.fixture
def files(tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> Files:
    """The files, on a machine whose network is off."""
    monkeypatch.setattr(socket, "socket", None)
    monkeypatch.setattr(socket, "getaddrinfo", None)
    return Files(tmp_path, capsys)


def test_an_untouched_extract_proves_that_the_designation_is_valid(files: Files) -> None:
    status, said = files.proven()
    assert status == 0
    assert "valid on 2025-06-01" in said
    assert "行业应用软件" in said


def test_the_api_s_json_is_taken_as_it_was_saved(files: Files) -> None:
    files.token = json.dumps({"number": "BJ-2024-0001", "extract": files.token})
    assert files.proven()[0] == 0


@pytest.mark.parametrize(
    ("on", "status"),
    [("2024-03-07", 1), ("2024-03-08", 0), ("2027-03-07", 0), ("2027-03-08", 1)],
)
def test_the_day_is_looked_up_in_the_periods(files: Files, on: str, status: int) -> None:
    files.made_at = datetime.fromisoformat(f"{on}T12:00:00+08:00")
    assert files.proven(on)[0] == status


def test_a_list_of_a_later_day_does_not_prove_an_earlier_one(files: Files) -> None:
    files.made_at = datetime(2025, 6, 2, 4, tzinfo=UTC)
    status, said = files.proven("2025-06-01")
    assert (status, "use the list of the day" in said) == (1, True)


def test_a_revoked_designation_is_told_by_the_list(files: Files) -> None:
    files.revoked = (INDEX,)
    status, said = files.proven()
    assert (status, "was revoked by 2025-06-01" in said) == (1, True)


def test_another_cluster_s_revocation_says_nothing(files: Files) -> None:
    files.revoked = (INDEX - 1, INDEX + 1)
    assert files.proven()[0] == 0


def test_an_expired_status_list_says_so(files: Files) -> None:
    status, said = files.proven("2025-06-02")
    assert (status, "has expired" in said) == (1, True)


def test_a_list_ends_with_its_legal_day(files: Files) -> None:
    files.made_at = datetime(2025, 6, 1, 15, 59, 59, tzinfo=UTC)  # 23:59:59 in Beijing
    claims = status_list.credential("u", issuer=ADDRESS, at=files.made_at)
    assert claims["validUntil"] == "2025-06-01T16:00:00Z"
    assert files.proven("2025-06-02")[0] == 1
    files.made_at = datetime(2025, 6, 1, 16, tzinfo=UTC)
    assert files.proven("2025-06-02")[0] == 0


def parts(token: str) -> list[str]:
    return token.split(".")


def packed(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def changed_claim(files: Files) -> str:
    header, _, signature = parts(files.token)
    return ".".join((header, packed(extract(standing="valid", sub="BJ-2024-0002")), signature))


def wrong_key(files: Files) -> str:
    private = new_key() | {"kid": files.signer.kid}
    return signing(private).signed(extract(), kind="extract+jwt")


def no_algorithm(files: Files) -> str:
    header = {"alg": "none", "kid": files.signer.kid, "typ": "extract+jwt"}
    return ".".join((packed(header), parts(files.token)[1], ""))


def keyed_by_the_public_key(files: Files) -> str:
    header = {"alg": "HS256", "kid": files.signer.kid, "typ": "extract+jwt"}
    key = OctKey.import_key(files.signer.published()["keys"][0]["x"])
    return jws.serialize_compact(header, canonical_bytes(extract()), key, algorithms=["HS256"])


def key_in_the_header(files: Files) -> str:
    own = OKPKey.import_key(new_key())
    header = {"alg": "Ed25519", "kid": "own", "typ": "extract+jwt", "jwk": own.as_dict()}
    return jws.serialize_compact(header, canonical_bytes(extract()), own, algorithms=["Ed25519"])


def a_list_for_an_extract(files: Files) -> str:
    return files.list_of(files.signer)


def of_another_kind(files: Files) -> str:
    return files.signer.signed(extract(), kind="at+jwt")


FORGED = {
    changed_claim: "altered",
    wrong_key: "altered",
    no_algorithm: "Ed25519",
    keyed_by_the_public_key: "Ed25519",
    key_in_the_header: "not among the published",
    a_list_for_an_extract: "another kind",
    of_another_kind: "another kind",
    lambda files: "abc": "no signed text",
    lambda files: files.signer.signed({"sub": "x"}, kind="extract+jwt"): "missing",
    lambda files: files.signer.signed(extract(standing="revoked"), kind="extract+jwt"): "itself",
}


@pytest.mark.parametrize("forge", FORGED)
def test_nothing_is_proven_by_a_forgery(files: Files, forge: Any) -> None:
    files.token = forge(files)
    status, said = files.proven()
    assert status == 1
    assert FORGED[forge] in said
    assert "not proven" in said


def test_a_list_of_another_signer_proves_nothing(files: Files) -> None:
    files.listed = files.list_of(signing())
    status, said = files.proven()
    assert (status, "Status list: " in said) == (1, True)


def test_a_list_of_another_address_proves_nothing(files: Files) -> None:
    bits = status_list.encoded((), count=1)
    claims = status_list.credential(bits, issuer="https://elsewhere.test", at=NOON)
    files.listed = files.signer.signed(claims, kind="vc+jwt")
    assert files.proven()[0] == 1


def test_what_an_older_key_signed_still_holds_after_rotation(files: Files) -> None:
    old = files.signer.keys[0].as_dict(private=False)
    files.signer = signing(new_key(), old)
    assert files.signer.kid != old["kid"]
    assert files.proven()[0] == 0


def test_no_private_part_is_ever_published() -> None:
    assert "d" not in signing(new_key(), new_key()).published()["keys"][0]


KEY = new_key()
PUBLIC = {name: KEY[name] for name in ("kty", "crv", "x", "kid")}
UNFIT = [[], [{"kty": "oct", "k": "AAAA", "kid": "1"}], [KEY, KEY], [KEY | {"kid": ""}], [PUBLIC]]


@pytest.mark.parametrize("jwks", ["", "[]", *(json.dumps({"keys": keys}) for keys in UNFIT)])
def test_keys_that_cannot_sign_are_refused_at_the_start(jwks: str) -> None:
    with pytest.raises(UnfitKeys):
        keys_from(jwks)


def test_a_file_that_is_no_key_set_is_an_error_and_no_proof(tmp_path: Path, capsys: Any) -> None:
    empty = tmp_path / "empty"
    empty.write_text("{}")
    files = [str(empty), "--jwks", str(empty), "--status-list", str(empty)]
    assert command.main(["verify-extract", *files]) == 2
    assert capsys.readouterr().out == ""


@given(st.sets(st.integers(0, 300_000), max_size=20), st.integers(0, 300_000))
def test_exactly_the_bits_of_the_revoked_are_set(revoked: set[int], index: int) -> None:
    bits = status_list.encoded(revoked, count=300_001)
    assert status_list.is_set(bits, index) == (index in revoked)
    assert all(status_list.is_set(bits, each) for each in revoked)


def test_the_shortest_list_has_the_least_length_of_the_recommendation() -> None:
    bits = status_list.encoded((), count=1)
    assert not status_list.is_set(bits, 131_071)
    with pytest.raises(status_list.UnfitList):
        status_list.is_set(bits, 131_072)
    with pytest.raises(status_list.UnfitList):
        status_list.is_set(bits, -1)
