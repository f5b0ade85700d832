"""What the report says: the figures of the answer's JSON, arranged for reading."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from common.clock import told
from evaluation.report.criteria import attention, criterion_shown
from evaluation.report.legible import legible
from evaluation.report.points import points_shown
from evaluation.report.words import Words
from programme.kernel.facts import Facts
from programme.standards.standard import Standard

_ORDER: Final = ("not_met", "unknown", "soft_miss", "needs_judgment", "met", "not_applicable")


def report_of(
    answer: dict[str, Any],
    standard: Standard,
    *,
    facts: Facts,
    at: datetime,
    words: Words,
) -> dict[str, Any]:
    """The report as plain data, the same for the page and for paper."""
    shown = [criterion_shown(each, standard, words) for each in legible(answer["criteria"])]
    return {
        "language": words.language,
        "words": words.all(),
        "title": words("title"),
        "notice": words.of(standard.notice),
        "standard": _identity(standard, words),
        "years": {"application": facts.application_year, "base": facts.base_year},
        "made": told(at),
        "outcome": {
            "value": answer["outcome"],
            "word": words.term("overall", answer["outcome"]),
        },
        "counts": list(_counts(answer, words)),
        "attention": [each for each in map(attention, shown) if each],
        "rows": [each for each in shown if each["numeric"]],
        "points": points_shown(answer, standard, words),
        "sections": list(_sections(shown, standard, words)),
    }


def _identity(standard: Standard, words: Words) -> dict[str, Any]:
    return {
        "id": standard.id,
        "revision": standard.revision,
        "sha256": standard.sha256,
        "title": words.said(standard.title),
        "issuer": words.said(standard.issuer),
    }


def _counts(answer: dict[str, Any], words: Words) -> Iterator[dict[str, Any]]:
    found = Counter(each["outcome"] for each in answer["criteria"])
    for value in _ORDER:
        if found[value]:
            yield {"value": value, "word": words.outcome(value), "number": found[value]}


def _sections(
    shown: list[dict[str, Any]], standard: Standard, words: Words
) -> Iterator[dict[str, Any]]:
    """The parts of the annex in their order, numeric criteria before the judged ones."""
    for number, title in standard.sections.items():
        inside = [each for each in shown if each["section"] == number]
        yield {
            "number": number,
            "title": words.said(title),
            "clause": words("clause", clause=words.said(number)),
            "numeric": [each for each in inside if each["numeric"]],
            "judged": [each for each in inside if not each["numeric"]],
        }
