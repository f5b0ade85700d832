"""The sum of a test: the kernel's formula in the names of things, and with the filed figures."""

import re
from collections.abc import Callable
from typing import Any, Final

from evaluation.report.words import Words
from programme.standards.standard import Standard

# The comparator and the line end the formula; the report shows them beside it.
_COMPARED: Final = re.compile(r" [><≥≤=?] ")
# A name, its year, and the same name in further years.
_NAME: Final = re.compile(r"\b([a-z][a-z0-9_]+)(?:\[(\d{4})\])?((?:, \1\[\d{4}\])*)")
_STEPS: Final = re.compile(r"smallest yearly (rise|fall) of (.+) over ([\d, ]+)")
_MEAN: Final = "mean yearly growth of "
Leaf = Callable[[str, list[int]], str]


def formula_in_words(test: dict[str, Any], standard: Standard, words: Words) -> str:
    """The formula with labels and years instead of field names."""

    def label(name: str, years: list[int]) -> str:
        return figure_name(name, years, standard, words)

    return _rewritten(test["formula"], label, standard, words)


def formula_in_figures(test: dict[str, Any], standard: Standard, words: Words) -> str:
    """The formula with what was filed; a missing figure is a question mark."""
    filed = {(item["name"], item.get("year")): item for item in test["inputs"]}

    def figure(name: str, years: list[int]) -> str:
        each = [one(name, year) for year in years] or [one(name, None)]
        return ", ".join(each)

    def one(name: str, year: int | None) -> str:
        item = filed.get((name, year))
        if item is None:
            return words("figure_missing") if standard.inputs[name].is_figure else ""
        return words.counted(item["value"], item["unit"])

    return _rewritten(test["formula"], figure, standard, words).replace(" ()", "")


def figure_name(name: str, years: list[int], standard: Standard, words: Words) -> str:
    """What a figure is called, with its year or years."""
    entry = standard.inputs.get(name)
    label = words.of(entry.label) if entry else name
    told = words("comma").join(str(year) for year in years)
    return words("year_of", year=told, name=label) if years else label


def _rewritten(formula: str, leaf: Leaf, standard: Standard, words: Words) -> str:
    def named(found: re.Match[str]) -> str:
        if found[1] not in standard.inputs:
            return found[0]
        further = re.findall(r"\[(\d{4})\]", found[3])
        return leaf(found[1], [int(year) for year in (found[2], *further) if year])

    text = _COMPARED.split(formula)[0]
    text = _STEPS.sub(lambda found: _steps(found, words), text)
    text = text.replace(_MEAN, words.term("formula", "mean_growth") + words("colon"))
    text = text.replace("min(", words.term("formula", "least"))
    text = text.replace("max(", words.term("formula", "most"))
    return _NAME.sub(named, text)


def _steps(found: re.Match[str], words: Words) -> str:
    """A figure (or a figure per another) from year to year, each year written out."""
    direction, figures, years = found.groups()
    names = figures.split(" ÷ ")
    chain = (" ÷ ".join(f"{name}[{year}]" for name in names) for year in years.split(", "))
    return f"{words.term('formula', direction)}{words('colon')}{' → '.join(chain)}"
