"""One criterion of the report: what it demands, its tests, and what would have to change."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from evaluation.report.chart import chart_of
from evaluation.report.sums import figure_name, formula_in_figures, formula_in_words
from evaluation.report.words import Words
from programme.kernel.formula import SYMBOLS
from programme.standards.standard import Alternative, Criterion, Finding, Force, Standard, Test


def criterion_shown(found: dict[str, Any], standard: Standard, words: Words) -> dict[str, Any]:
    """A criterion of the answer in words; `numeric` if figures decide or indicate it."""
    criterion = standard.criterion(found["id"])
    return {
        "id": criterion.id,
        "section": criterion.clause,
        "clause": words("clause", clause=words.said(criterion.clause)),
        "title": words.of(criterion.title),
        "quote": criterion.quote,
        "outcome": found["outcome"],
        "outcome_word": words.outcome(found["outcome"]),
        "numeric": criterion.force != "judged",
        "remarks": list(_remarks(found, criterion, standard, words)),
        "tests": list(_tests(found, criterion, standard, words)),
        "missed": found["outcome"] in {"not_met", "soft_miss"} or bool(found["to_pass"]),
        "to_pass": [_change(each, standard, words) for each in found["to_pass"]],
        "finding": _finding(criterion.finding, words),
    }


def attention(shown: dict[str, Any]) -> dict[str, Any] | None:
    """What a reader has to look at first: a numeric criterion that is not simply met."""
    if not shown["numeric"] or shown["outcome"] in {"met", "not_applicable"}:
        return None
    open_tests = [test for test in shown["tests"] if test["outcome"] != "met"]
    return {**shown, "tests": open_tests}


def _remarks(
    found: dict[str, Any], criterion: Criterion, standard: Standard, words: Words
) -> Iterator[str]:
    if criterion.unheld:
        yield words("unheld")
    if criterion.force in {"indicated", "soft"}:
        yield words(criterion.force)
    if len(criterion.tests) > 1:
        yield words("any_of" if criterion.combine == "any" else "all_of")
    if found["outcome"] == "not_applicable":
        yield words("not_applicable")
    for item in found.get("missing", ()):
        name = figure_name(item["name"], [], standard, words)
        yield words("flag_missing", name=name)
    if criterion.reading is not None and criterion.tests:
        reading = criterion.reading
        status = words.said(reading.status)
        yield words("reading", chosen=words.said(reading.chosen), status=status)


def _tests(
    found: dict[str, Any], criterion: Criterion, standard: Standard, words: Words
) -> Iterator[dict[str, Any]]:
    several = len(found["tests"]) > 1
    for test, stated in zip(found["tests"], criterion.tests, strict=False):
        subject = _subject(test, standard, words) if several else ""
        yield _test(test, stated, subject=subject, standard=standard, words=words)


def _test(
    test: dict[str, Any], stated: Test, *, subject: str, standard: Standard, words: Words
) -> dict[str, Any]:
    meaning = _under_force(test["outcome"], stated.force)
    shown = {
        "subject": subject,
        "outcome": test["outcome"],
        "meaning": meaning,
        "outcome_word": words.outcome(meaning),
        "decides": stated.force == "computed",
        "formula": formula_in_words(test, standard, words),
        "figures": formula_in_figures(test, standard, words),
        "value": _value(test, words, short=""),
        "value_short": _value(test, words, short="_short"),
        "line": _line(test, words),
        "line_short": _line_short(test, words),
        "margin": words.amount(test["margin_shown"]),
        "exact": _exact(test),
        "missing": _figures(test["missing"], standard, words),
        "range": _range(test, words),
        "method_sensitive": test["method_sensitive"],
        "alternatives": [
            _alternative(result, named, words)
            for result, named in zip(test["alternatives"], stated.alternatives, strict=True)
        ],
        "chart": chart_of(test),
    }
    return {**shown, "alt": _alt(shown, words)}


def _under_force(outcome: str, force: Force) -> str:
    """What a test means for its criterion: only a computed one can fail it."""
    if force == "indicated" and outcome != "met":
        return "needs_judgment"
    return "soft_miss" if force == "soft" and outcome == "not_met" else outcome


def _value(test: dict[str, Any], words: Words, *, short: str) -> str:
    if test["value_shown"] is None:
        return words(("exempt" if test["outcome"] == "met" else "undefined") + short)
    return words.amount(test["value_shown"])


def _line(test: dict[str, Any], words: Words) -> str:
    line, comparator = _line_short(test, words), test["comparator"]
    if comparator is None:
        return line
    read = words.term("comparators", comparator)
    return words("line_read", line=line, word=test["word"], read=read)


def _line_short(test: dict[str, Any], words: Words) -> str:
    return f"{SYMBOLS.get(test['comparator'], '?')} {words.amount(test['threshold_shown'])}"


def _exact(test: dict[str, Any]) -> str | None:
    """The comparison the verdict rests on, in base units; of growth, the ratio and the power."""
    if test["value"] is None:
        return None
    value, line = Fraction(test["value"]), Fraction(test["threshold"])
    sign = "=" if value == line else ">" if value > line else "<"
    return f"{test['value']} {sign} {test['threshold']}"


def _range(test: dict[str, Any], words: Words) -> str | None:
    if test["value"] is not None or test["value_shown"] is None:
        return None
    return words("missing_range", range=words.amount(test["value_shown"]))


def _subject(test: dict[str, Any], standard: Standard, words: Words) -> str:
    """What a test of several is about: the labels of its figures, each once."""
    items = [*test["inputs"], *test["missing"]]
    labels = dict.fromkeys(figure_name(item["name"], [], standard, words) for item in items)
    return words("comma").join(labels)


def _figures(items: list[dict[str, Any]], standard: Standard, words: Words) -> list[str]:
    """Figures by name, the years of one together."""
    years: dict[str, list[int]] = {}
    for item in items:
        years.setdefault(item["name"], []).extend([item["year"]] if "year" in item else [])
    return [figure_name(name, found, standard, words) for name, found in years.items()]


def _alternative(found: dict[str, Any], named: Alternative, words: Words) -> dict[str, str]:
    return {
        "title": words.of(named.title),
        "value": words.amount(found["value_shown"]),
        "outcome": found["outcome"],
        "outcome_word": words.outcome(found["outcome"]),
    }


def _change(change: dict[str, Any], standard: Standard, words: Words) -> str:
    sentence = words(
        "change",
        figure=_figures([change], standard, words)[0],
        before=words.counted(change["value"], change["unit"]),
        after=words.counted(change["needed"], change["unit"]),
        change=change["change"],
    )
    if not change["would_break"]:
        return sentence
    return sentence + words("would_break", ids=words("comma").join(change["would_break"]))


def _finding(finding: Finding | None, words: Words) -> str | None:
    if finding is None:
        return None
    by = words("comma").join(words.term("roles", role) for role in finding.by)
    shown = [f"{words('judged_by')}{words('colon')}{by}"]
    for name, texts in (("evidence", finding.evidence), ("checklist", finding.items)):
        if texts:
            shown.append(f"{words(name)}{words('colon')}{words('comma').join(texts)}")
    return words("stop").join(shown)


def _alt(shown: dict[str, Any], words: Words) -> str:
    """The chart in a sentence, for whoever hears it."""
    parts = ((words(name), shown[name]) for name in ("value", "line", "margin"))
    said = words("stop").join(f"{name}{words('colon')}{text}" for name, text in parts)
    return f"{said}{words('stop')}{shown['outcome_word']}"
