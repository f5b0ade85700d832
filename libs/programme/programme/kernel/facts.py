"""Facts as a standard is checked against them: parsed strictly, missing figures left out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from programme.kernel import filed
from programme.kernel.filed import Reason
from programme.kernel.problems import ContradictoryFacts, FactProblem, InvalidFacts
from programme.standards.measures import Offset
from programme.standards.reading_measures import offsets_over
from programme.standards.standard import Input, Standard

_SERIES = "series"
_INCIDENTS = "incidents"
_YEAR = "year"


class Ref(NamedTuple):
    """One figure: its name and its year as an offset from T; no year where it is filed once."""

    name: str
    offset: Offset | None = None


class Years(NamedTuple):
    """The calendar years that offsets stand for."""

    application_year: int
    base_year: int

    def of(self, offset: Offset) -> int:
        """The calendar year of an offset."""
        return self.application_year if offset > 0 else self.base_year + offset


@dataclass(frozen=True, slots=True)
class Facts:
    """Figures in the unit of filing, flags and words; what was not filed is absent."""

    application_year: int
    base_year: int
    figures: Mapping[Ref, Fraction]
    flags: Mapping[str, bool]
    words: Mapping[str, str]
    years: Years = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "years", Years(self.application_year, self.base_year))

    def year_of(self, offset: Offset) -> int:
        """The calendar year of an offset."""
        return self.years.of(offset)


def parse_facts(
    raw: Mapping[str, Any],
    standard: Standard,
    application_year: int,
    *,
    base_year: int | None = None,
) -> Facts:
    """The facts of a JSON object; T is the round's base year, by default the year before.

    Raises `InvalidFacts`, or `ContradictoryFacts` where every figure is well formed but a part
    exceeds its whole; both carry every problem, with pointers into `raw`.
    """
    base = application_year - 1 if base_year is None else base_year
    reader = _Reader(standard, base_year=base)
    reader.read(raw)
    contradictions = tuple(_contradictions(reader, standard))
    if reader.problems:
        raise InvalidFacts((*reader.problems, *contradictions))
    if contradictions:
        raise ContradictoryFacts(contradictions)
    return Facts(application_year, base, reader.figures, reader.flags, reader.words)


class _Reader:
    """Walks the facts object once and notes figures, where each stood, and problems."""

    def __init__(self, standard: Standard, *, base_year: int) -> None:
        self.inputs = standard.inputs
        self.base_year = base_year
        self.figures: dict[Ref, Fraction] = {}
        self.places: dict[Ref, str] = {}
        self.flags: dict[str, bool] = {}
        self.words: dict[str, str] = {}
        self.problems: list[FactProblem] = []

    def read(self, raw: Any) -> None:
        readers: dict[str, Callable[[Any, str], None]] = {}
        if any(entry.over == "year" for entry in self.inputs.values()):
            readers[_SERIES] = self._series
        if any(entry.over == "conduct" for entry in self.inputs.values()):
            readers[_INCIDENTS] = self._incidents
        for key, value, place in self._members(raw, ""):
            if key in readers:
                readers[key](value, place)
            else:
                self._single(key, value, place)

    def _single(self, key: str, value: Any, place: str) -> None:
        entry = self._input(key, "once", place)
        if entry is None or value is None:
            return
        if entry.is_figure:
            self._note(Ref(key), value, entry, place)
            return
        word = filed.word_of(value, entry)
        if isinstance(word, Reason):
            self._refuse(word, place, label=entry)
        elif isinstance(word, bool):
            self.flags[key] = word
        else:
            self.words[key] = word

    def _series(self, rows: Any, place: str) -> None:
        if rows is None:
            return
        if not isinstance(rows, list):
            self._refuse(filed.NOT_A_LIST, place)
            return
        seen: set[int] = set()
        for number, row in enumerate(rows):
            self._row(row, f"{place}/{number}", seen)

    def _row(self, row: Any, place: str, seen: set[int]) -> None:
        members = list(self._members(row, place))
        offset = None
        if isinstance(row, Mapping):
            offset = self._offset(row.get(_YEAR), f"{place}/{_YEAR}", seen)
        for key, value, at in members:
            entry = None if key == _YEAR else self._input(key, "year", at)
            if entry is not None and value is not None:
                self._note(Ref(key, offset), value, entry, at)

    def _offset(self, year: Any, place: str, seen: set[int]) -> Offset | None:
        if isinstance(year, bool) or not isinstance(year, int):
            self._refuse(filed.YEAR_MISSING, place)
            return None
        if year in seen:
            self._refuse(filed.YEAR_TWICE, place)
            return None
        seen.add(year)
        if year - self.base_year not in offsets_over("year"):
            self._refuse(self._outside(), place)
            return None
        return year - self.base_year

    def _incidents(self, lists: Any, place: str) -> None:
        if lists is None:
            return
        for key, values, at in self._members(lists, place):
            entry = self._input(key, "conduct", at)
            if entry is not None and values is not None:
                self._conduct(entry, values, at)

    def _conduct(self, entry: Input, values: Any, place: str) -> None:
        offsets = offsets_over("conduct")
        if not isinstance(values, list) or len(values) != len(offsets):
            size = len(offsets)
            zh, en = f"须为 {size} 个数的列表", f"must be a list of {size} numbers"
            self._refuse(Reason("not_the_conduct_window", zh, en), place, label=entry)
            return
        for number, (offset, value) in enumerate(zip(offsets, values, strict=True)):
            if value is not None:
                self._note(Ref(entry.name, offset), value, entry, f"{place}/{number}")

    def _note(self, ref: Ref, value: Any, entry: Input, place: str) -> None:
        figure = filed.figure_of(value, entry)
        if isinstance(figure, Reason):
            self._refuse(figure, place, label=entry)
            return
        self.figures[ref] = figure
        self.places[ref] = place

    def _input(self, key: str, over: str, place: str) -> Input | None:
        entry = self.inputs.get(key)
        if entry is None or entry.over != over:
            self._refuse(filed.UNKNOWN_FIELD, place)
            return None
        return entry

    def _members(self, raw: Any, place: str) -> Iterator[tuple[str, Any, str]]:
        if not isinstance(raw, Mapping) or not all(isinstance(key, str) for key in raw):
            self._refuse(filed.NOT_AN_OBJECT, place)
            return
        for key, value in raw.items():
            yield key, value, f"{place}/{_escaped(key)}"

    def _outside(self) -> Reason:
        first, last = self.base_year + min(offsets_over("year")), self.base_year
        return Reason(
            "year_outside_window",
            f"年份须在 {first} 至 {last} 之间",
            f"the year must lie between {first} and {last}",
        )

    def _refuse(self, reason: Reason, place: str, *, label: Input | None = None) -> None:
        zh = f"{label.label.zh}：{reason.zh}" if label else reason.zh
        en = f"{label.label.en}: {reason.en}" if label else reason.en
        self.problems.append(FactProblem((place,), zh, en, reason.code))


def parts_above_wholes(
    figures: Mapping[Ref, Fraction], standard: Standard
) -> tuple[tuple[Ref, Ref], ...]:
    """The pairs of figures of one year of which the part exceeds the whole."""
    pairs = (
        (Ref(pair.part, ref.offset), ref)
        for pair in standard.wholes
        for ref in figures
        if ref.name == pair.whole
    )
    return tuple(
        (part, whole) for part, whole in pairs if part in figures and figures[part] > figures[whole]
    )


def _contradictions(reader: _Reader, standard: Standard) -> Iterator[FactProblem]:
    for part, whole in parts_above_wholes(reader.figures, standard):
        yield _contradiction(
            (reader.places[part], reader.places[whole]),
            part=standard.inputs[part.name],
            whole=standard.inputs[whole.name],
        )


def _contradiction(pointers: tuple[str, str], *, part: Input, whole: Input) -> FactProblem:
    return FactProblem(
        pointers,
        f"{part.label.zh}大于{whole.label.zh}",
        f"{part.label.en}: larger than {whole.label.en}",
        "part_above_whole",
    )


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
