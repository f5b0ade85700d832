"""`docs/GLOSSARY.md`: the things in English, Chinese and code, then every vocabulary."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from programme.vocabularies import vocabularies

HEAD: Final = """# Glossary

This page is made by `make contracts` from `deploy/glossary.toml` and the vocabularies that
`GET /v1/vocabularies` answers; `make check` compares it. One word per thing, in code, API, events
and documents.

The official English of the State Council Information Office calls the clusters "SME industrial
clusters with local features" and 认定 "recognition". Code and API say *SME characteristic industry
cluster* and *designation*.
"""


def glossary() -> str:
    """The whole page."""
    return "\n".join((HEAD, *_things(), *_vocabularies())) + "\n"


def _things() -> Iterator[str]:
    things = tomllib.loads((Path(__file__).parent / "glossary.toml").read_text())["things"]
    yield "## Things\n"
    yield "| English (code) | 中文 | remark |"
    yield "|---|---|---|"
    for thing in things:
        yield f"| {thing['en']} | {thing['zh']} | {thing.get('remark', '')} |"


def _vocabularies() -> Iterator[str]:
    for vocabulary in vocabularies():
        yield f"\n## {vocabulary.en} ({vocabulary.zh})\n"
        yield f"`{vocabulary.name}`\n"
        yield "| code | 中文 | English |"
        yield "|---|---|---|"
        for term in vocabulary.terms:
            yield f"| `{term.value}` | {term.zh} | {term.en} |"
