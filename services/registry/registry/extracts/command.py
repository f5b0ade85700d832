"""`jiqun verify-extract`: what an extract proves, checked on this machine with the network off."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from common.clock import legal_day
from common.errors import Text
from registry.extracts.keys import UnfitKeys, new_key, published_keys
from registry.extracts.opening import Extract, token_in
from registry.extracts.proving import Proof, proof_of

MOST_BYTES: Final = 8_388_608
UNUSABLE: Final = 2
_FACTS: Final = Text(
    "集群编号：{number}\n集群名称：{name}\n所在区：{district}\n主导产业：{industry}\n"
    "集群运营管理机构：{institution}（{code}）\n摘录日期：{as_of}",
    "Number: {number}\nName: {name}\nDistrict: {district}\nLeading industry: {industry}\n"
    "Operating institution: {institution} ({code})\nExtract of: {as_of}",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 when validity is proven, 1 when it is not, 2 when a file cannot be used."""
    chosen = _parser().parse_args(arguments)
    if chosen.command == "new-extract-key":
        print(json.dumps({"keys": [new_key()]}))  # noqa: T201 (what the command is for)
        return 0
    try:
        proof = _proof(chosen)
    except (OSError, UnicodeDecodeError, UnfitKeys) as error:
        sys.stderr.write(f"jiqun: {error}\n")
        return UNUSABLE
    sys.stdout.writelines(f"{line}\n" for line in _lines(proof, english=chosen.lang == "en"))
    return 0 if proof.holds else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="jiqun")
    commands = parser.add_subparsers(dest="command", required=True)
    verify = commands.add_parser("verify-extract", help=__doc__)
    verify.add_argument("file", type=Path, help="the extract: a compact JWS, or the API's JSON")
    verify.add_argument("--jwks", type=Path, required=True, help="a copy of jwks.json")
    verify.add_argument("--status-list", type=Path, required=True, help="a copy of the list")
    verify.add_argument("--on", type=date.fromisoformat, help="the legal day; today by default")
    verify.add_argument("--lang", choices=["zh", "en"], default="zh")
    commands.add_parser("new-extract-key", help="print a new signing key as a JWK Set")
    return parser


def _proof(chosen: argparse.Namespace) -> Proof:
    keys = published_keys(_read(chosen.jwks))
    on = chosen.on or legal_day(datetime.now(UTC))
    return proof_of(token_in(_read(chosen.file)), keys, token_in(_read(chosen.status_list)), on=on)


def _read(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(MOST_BYTES).decode("utf-8")


def _lines(proof: Proof, *, english: bool) -> Iterator[str]:
    if proof.extract is not None:
        yield _in(_facts(proof.extract), english=english)
    for step in proof.steps:
        mark = "✓" if step.holds else "✗"
        yield f"{mark} {_in(step.said, english=english)}"
    yield _in(proof.result, english=english)


def _facts(of: Extract) -> Text:
    facts = of.facts
    return _FACTS.filled(
        {
            "number": of.number,
            "name": facts.get("name"),
            "district": _named(facts.get("district")),
            "industry": facts.get("leading_industry"),
            "institution": _named(facts.get("institution")),
            "code": (facts.get("institution") or {}).get("code"),
            "as_of": of.as_of,
        }
    )


def _named(thing: object) -> object:
    return thing.get("name") if isinstance(thing, dict) else None


def _in(text: Text, *, english: bool) -> str:
    return text.en if english else text.zh
