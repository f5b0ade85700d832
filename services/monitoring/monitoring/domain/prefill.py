"""What a report can begin with: figures and words that were filed before, each with its source."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from monitoring.domain.report_questions import Told
from monitoring.domain.stated import METRICS, Filing, Origin, amount
from programme.forms.tables import load_form

# What stays as it was until somebody says otherwise.
_KEPT: Final = {"header": ("contact_name", "contact_mobile")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A value put into the form, and where it is from; None where its filing is not held here."""

    pointer: str
    value: Any
    origin: Origin | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A figure of another year, to compare with: never put into the form."""

    name: str
    zh: str
    en: str
    unit: str
    year: int
    value: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefill:
    """Sections to begin with, the source of each value, and the figures of other years."""

    sections: Mapping[str, Any]
    filled: tuple[Filled, ...]
    earlier: tuple[Earlier, ...]


def prefill(told: Told, last: Filing | None, *, plan: Origin | None) -> Prefill:
    """What a report of a year begins with; `last` is the newest report before it."""
    filled = [*_header(last), *_figures(told), *_problems(last)]
    sections = _sections(filled)
    rows = list(_targets(told))
    if rows:
        sections["target_progress"] = rows
        filled += [
            Filled(pointer=f"/target_progress/{nth}", value=row, origin=plan)
            for nth, row in enumerate(rows)
        ]
    return Prefill(sections=sections, filled=tuple(filled), earlier=tuple(_earlier(told)))


def _header(last: Filing | None) -> Iterator[Filled]:
    if last is None:
        return
    for section, names in _KEPT.items():
        before = last.version.sections.get(section) or {}
        for name in names:
            if before.get(name):
                yield Filled(pointer=f"/{section}/{name}", value=before[name], origin=last.origin)


def _figures(told: Told) -> Iterator[Filled]:
    """Figures that somebody has filed of this very year; of two, the later filing's."""
    found: dict[str, Filled] = {}
    known = {field.name for field in load_form("annual_report").section(METRICS).fields}
    for stated in told.earlier:
        if stated.year == told.year:
            for name, value in stated.figures.items():
                if name in known and value is not None:
                    pointer = f"/{METRICS}/{name}"
                    found[name] = Filled(pointer=pointer, value=value, origin=stated.origin)
    yield from found.values()


def _problems(last: Filing | None) -> Iterator[Filled]:
    """What was to be mended is asked about again, until it is told to be done."""
    rows = last.version.sections.get("problems_and_improvements") if last else None
    for nth, row in enumerate(rows or ()):
        assert last is not None, "rows are of a report"
        pointer = f"/problems_and_improvements/{nth}"
        yield Filled(pointer=pointer, value=dict(row), origin=last.origin)


def _targets(told: Told) -> Iterator[dict[str, Any]]:
    for target in told.targets:
        planned = target.targets.get(str(told.year))
        if planned is not None:
            yield {"metric": target.metric, "unit": target.unit, "planned": planned}


def _sections(filled: Sequence[Filled]) -> dict[str, Any]:
    sections: dict[str, Any] = {}
    for each in filled:
        _, section, place = each.pointer.split("/")
        if place.isdecimal():
            sections.setdefault(section, []).append(each.value)
        else:
            sections.setdefault(section, {})[place] = each.value
    return sections


def _earlier(told: Told) -> Iterator[Earlier]:
    for field in load_form("annual_report").section(METRICS).fields:
        for stated in sorted(told.earlier, key=lambda each: each.year):
            value = stated.figures.get(field.name)
            if stated.year != told.year and amount(value) is not None:
                yield Earlier(
                    name=field.name,
                    zh=field.zh,
                    en=field.en,
                    unit=field.unit,
                    year=stated.year,
                    value=str(value),
                    origin=stated.origin,
                )
