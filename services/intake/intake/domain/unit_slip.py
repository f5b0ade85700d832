"""Figures that look as if 亿元 (or 元) had been typed for 万元: asked about, never changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from common.errors import Text
from intake.domain.application import Sections
from intake.domain.roster_tally import Tally
from intake.domain.roster_terms import RosterTerms, UnitSlip
from programme.forms.tables import Field, load_form

Row = Mapping[str, Any]
_AMONG_YEARS: Final = Text("其他年度", "the other years")
_ROSTER: Final = Text("企业清单合计", "the sum of the roster")
_PART: Final = Text(
    "约为{beside}的万分之一，是否误按“亿元”填写？本栏单位为{unit}。",
    "about a ten-thousandth of {beside}: was it typed in 亿元? The unit is {unit}.",
)
_TIMES: Final = Text(
    "约为{beside}的一万倍，是否误按“元”填写？本栏单位为{unit}。",
    "about ten thousand times {beside}: was it typed in 元? The unit is {unit}.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A figure that is asked about, named by its JSON pointer; confirming it changes nothing."""

    pointer: str
    words: Text


def unit_questions(sections: Sections, terms: RosterTerms, tally: Tally) -> Iterator[Question]:
    """Everything that is asked about the units of the annual series, the roster and the plan."""
    slip = terms.unit_slip
    series = sections.get("series") or ()
    for field in _amounts(load_form("application").section("series").fields, slip):
        asked = set()
        for question in _among(field, series, "/series", slip):
            asked.add(question.pointer)
            yield question
        for question in _against_roster(field, series, terms, tally):
            if question.pointer not in asked:
                yield question
    figures = load_form("application").section("roster").field("figures").columns
    for field in _amounts(figures, slip):
        for index, row in enumerate(sections.get("roster") or ()):
            yield from _of_row(field, row, f"/roster/{index}", slip)
    yield from _of_targets(sections, slip)


def odd_ones(values: Sequence[float], slip: UnitSlip) -> list[int]:
    """Which of some figures are out of scale with the rest; of two, the smaller one."""
    said = [value for value in values if value > 0]
    # Most are in scale: that is seen at once.
    if len(said) < 2 or max(said) * slip.spread < min(said) * slip.factor:
        return []
    found = []
    for index, value in enumerate(values):
        others = [one for at, one in enumerate(values) if at != index and one > 0]
        # Of three, the two that agree are not odd because of the third.
        if 2 * sum(slip.likely(value, other) for other in others) > len(others):
            found.append(index)
    if len(said) == 2:
        found = [index for index in found if values[index] == min(said)]
    return found


def _amounts(fields: Sequence[Field], slip: UnitSlip) -> list[Field]:
    return [field for field in fields if field.unit == slip.unit]


def _among(field: Field, rows: Sequence[Row], at: str, slip: UnitSlip) -> Iterator[Question]:
    values = [_number(row.get(field.name)) for row in rows]
    for index in odd_ones(values, slip):
        others = [one for other, one in enumerate(values) if other != index and one > 0]
        year = rows[index].get("year")
        yield _question(
            f"{at}/{index}/{field.name}",
            field,
            year,
            _AMONG_YEARS,
            part=values[index] < median(others),
            unit=slip.unit,
        )


def _against_roster(
    field: Field, series: Sequence[Row], terms: RosterTerms, tally: Tally
) -> Iterator[Question]:
    slip = terms.unit_slip
    for index, row in enumerate(series):
        value = _number(row.get(field.name))
        for one in terms.sums:
            total = tally.of((one.of, one.rows, row.get("year")))
            if one.series == field.name and total and slip.likely(value, float(total.high)):
                yield _question(
                    f"/series/{index}/{field.name}",
                    field,
                    row.get("year"),
                    _ROSTER,
                    part=value < total.high,
                    unit=slip.unit,
                )
                break


def _of_row(field: Field, row: Row, at: str, slip: UnitSlip) -> Iterator[Question]:
    """A figure of an enterprise beside its other years, and beside what the row itself says."""
    entries = row.get("figures") or ()
    values = [_number(entry.get(field.name)) for entry in entries]
    beside = row.get(slip.beside.get(field.name, ""))
    if beside is not None:
        values.append(_number(beside))
    for index in odd_ones(values, slip):
        own = index < len(entries)
        pointer = f"{at}/figures/{index}/{field.name}" if own else f"{at}/{slip.beside[field.name]}"
        others = [one for other, one in enumerate(values) if other != index and one > 0]
        about = field if own else load_form("application").section("roster").field("revenue")
        yield _question(
            pointer,
            about,
            entries[index].get("year") if own else None,
            _AMONG_YEARS,
            part=values[index] < median(others),
            unit=slip.unit,
        )


def _of_targets(sections: Sections, slip: UnitSlip) -> Iterator[Question]:
    """A target of the plan beside its base value and the other years, in a unit of its own."""
    fields = load_form("application").section("plan").field("targets").columns
    value_of = next(field for field in fields if field.name == "targets").columns[1]
    for index, row in enumerate((sections.get("plan") or {}).get("targets") or ()):
        entries = row.get("targets") or ()
        values = [_number(entry.get("value")) for entry in entries]
        values.append(_number(row.get("base_value")))
        for at in odd_ones(values, slip):
            own = at < len(entries)
            others = [one for other, one in enumerate(values) if other != at and one > 0]
            yield _question(
                f"/plan/targets/{index}/" + (f"targets/{at}/value" if own else "base_value"),
                value_of if own else next(one for one in fields if one.name == "base_value"),
                entries[at].get("year") if own else None,
                _AMONG_YEARS,
                part=values[at] < median(others),
                unit=str(row.get("unit") or ""),
            )


def _question(
    pointer: str, field: Field, year: int | None, beside: Text, *, part: bool, unit: str
) -> Question:
    words = _PART if part else _TIMES
    zh = words.zh.format(beside=beside.zh, unit=unit)
    en = words.en.format(beside=beside.en, unit=unit)
    when_zh, when_en = (f"{year} 年", f" of {year}") if year else ("", "")
    return Question(
        pointer=pointer, words=Text(f"{when_zh}{field.zh}{zh}", f"{field.en}{when_en} is {en}")
    )


def _number(value: Any) -> float:
    return 0.0 if value is None else float(value)
