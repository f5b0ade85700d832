"""What is asked about the figures of a report: it never blocks, and officials see it (art. 16)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from common.contracts.case import PlanTarget
from common.errors import Text
from monitoring.domain.question_terms import QuestionTerms
from monitoring.domain.report_question import Kind, Question, Side
from monitoring.domain.stated import METRICS, Stated, amount
from programme.forms.tables import Field, load_form

_WORDS: Final[Mapping[Kind, Text]] = {
    "unit_jump": Text(
        "{zh}本报告为 {here}，{source_zh}为 {there}，相差约一万倍，是否单位有误？",
        "{en}: {here} here, {there} in {source_en}: ten thousand times apart: is it the unit?",
    ),
    "change": Text(
        "{zh}本报告为 {here}，{source_zh}为 {there}，变动超过 {share}%，请说明原因。",
        "{en}: {here} here, {there} in {source_en}: changed by more than {share} %. Why?",
    ),
    "part_above_whole": Text(
        "{zh}为 {here}，大于{source_zh} {there}。", "{en}: {here}, more than {source_en}, {there}."
    ),
    "roster_sum": Text(
        "{zh}为 {here}，{source_zh}为 {there}，两者不符。",
        "{en}: {here} here, {there} as {source_en}: they do not agree.",
    ),
    "contradiction": Text(
        "{zh}本报告为 {here}，{source_zh}对同一年度为 {there}，两者不一致。",
        "{en}: {here} here, {there} in {source_en} for the same year: they differ.",
    ),
}
_ROSTER: Final = ("企业清单合计", "the sum of the roster")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Everything that a report is held against."""

    year: int | None
    earlier: Sequence[Stated]
    targets: Sequence[PlanTarget]
    targets_in: str
    tally: Mapping[str, str]


def questions_about(
    sections: Mapping[str, Any], told: Told, terms: QuestionTerms
) -> tuple[Question, ...]:
    """Every question that a report's figures raise, each with both values and where they stand."""
    metrics = sections.get(METRICS) or {}
    asking = _Asking(metrics, told, terms)
    return (
        *asking.about_parts(),
        *asking.about_the_roster(),
        *asking.about_other_years(),
        *asking.about_the_same_year(),
        *_about_targets(sections.get("target_progress") or (), told, terms),
    )


class _Asking:
    """The figures of one report beside all others."""

    def __init__(self, metrics: Mapping[str, Any], told: Told, terms: QuestionTerms) -> None:
        self.metrics = metrics
        self.told = told
        self.terms = terms
        self.fields = {
            field.name: field for field in load_form("annual_report").section(METRICS).fields
        }

    def about_parts(self) -> Iterator[Question]:
        for pair in self.terms.parts:
            part, whole = (amount(self.metrics.get(name)) for name in (pair.of, pair.to))
            if part is not None and whole is not None and part > whole:
                there = self._here(pair.to)
                yield self._question("part_above_whole", pair.of, there)

    def about_the_roster(self) -> Iterator[Question]:
        for pair in self.terms.roster_sums:
            stated, total = amount(self.metrics.get(pair.of)), amount(self.told.tally.get(pair.to))
            if stated is None or total is None:
                continue
            if abs(stated - total) > self.terms.roster_tolerance * max(stated, total):
                yield self._question("roster_sum", pair.of, _of_roster(self.told.tally[pair.to]))

    def about_other_years(self) -> Iterator[Question]:
        for name, field in self.fields.items():
            here, before = amount(self.metrics.get(name)), self._last_before(name)
            if here is None or before is None:
                continue
            there = amount(before.figures[name])
            kind = self._kind_of_step(field, here, there or Fraction(0))
            if kind is not None:
                yield self._question(kind, name, _of(before, name))

    def about_the_same_year(self) -> Iterator[Question]:
        for stated in self.told.earlier:
            if stated.year != self.told.year:
                continue
            for name in self.fields:
                here, there = amount(self.metrics.get(name)), amount(stated.figures.get(name))
                if here is not None and there is not None and here != there:
                    yield self._question("contradiction", name, _of(stated, name))

    def _kind_of_step(self, field: Field, here: Fraction, there: Fraction) -> Kind | None:
        jump = self.terms.unit_jump
        if field.unit == jump.unit and jump.likely(here, there):
            return "unit_jump"
        changed = abs(here - there) > self.terms.change_share * there
        return "change" if changed and there >= self.terms.change_least else None

    def _last_before(self, name: str) -> Stated | None:
        """The newest filing of the newest year before this one that states a figure."""
        if self.told.year is None:
            return None
        known = [
            (stated.year, nth, stated)
            for nth, stated in enumerate(self.told.earlier)
            if stated.year < self.told.year and amount(stated.figures.get(name)) is not None
        ]
        return max(known, key=lambda each: each[:2])[2] if known else None

    def _here(self, name: str) -> Side:
        field = self.fields[name]
        return Side(
            value=str(self.metrics[name]),
            year=self.told.year,
            pointer=f"/{METRICS}/{name}",
            source=None,
            version=None,
            zh=field.zh,
            en=field.en,
        )

    def _question(self, kind: Kind, name: str, there: Side) -> Question:
        here = self._here(name)
        return _asked(kind, here, there, unit=self.fields[name].unit, terms=self.terms)


def _asked(kind: Kind, here: Side, there: Side, *, unit: str, terms: QuestionTerms) -> Question:
    words = _WORDS[kind].filled(
        {
            "zh": here.zh,
            "en": here.en,
            "here": f"{here.value} {unit}".strip(),
            "there": f"{there.value} {unit}".strip(),
            "source_zh": there.zh,
            "source_en": there.en,
            "share": int(terms.change_share * 100),
        }
    )
    assert here.pointer is not None, "a question is about a place in this report"
    return Question(
        kind=kind,
        pointer=here.pointer,
        label=Text(here.zh, here.en),
        unit=unit,
        here=here,
        there=there,
        words=words,
        clause=terms.clause,
    )


def _of(stated: Stated, name: str) -> Side:
    zh, en = stated.origin.words
    return Side(
        value=str(stated.figures[name]),
        year=stated.year,
        pointer=None,
        source=stated.origin.ref,
        version=stated.origin.version,
        zh=f"{zh}（{stated.year} 年）",
        en=f"{en} ({stated.year})",
    )


def _of_roster(total: str) -> Side:
    zh, en = _ROSTER
    return Side(
        value=total, year=None, pointer="/enterprises", source=None, version=None, zh=zh, en=en
    )


def _about_targets(
    rows: Sequence[Mapping[str, Any]], told: Told, terms: QuestionTerms
) -> Iterator[Question]:
    """What was planned for the year is what the plan says, in the plan's own unit."""
    plan = {
        (target.metric, target.unit): target.targets[str(told.year)]
        for target in told.targets
        if str(told.year) in target.targets
    }
    for nth, row in enumerate(rows):
        promised = plan.get((str(row.get("metric")), str(row.get("unit"))))
        planned = amount(row.get("planned"))
        if promised is None or planned is None or planned == Fraction(promised):
            continue
        zh, en = f"{row['metric']}计划值", f"planned {row['metric']}"
        here = Side(
            value=str(row["planned"]),
            year=told.year,
            pointer=f"/target_progress/{nth}/planned",
            source=None,
            version=None,
            zh=zh,
            en=en,
        )
        there = Side(
            value=promised,
            year=told.year,
            pointer=None,
            source=told.targets_in,
            version=None,
            zh="发展规划",
            en="the development plan",
        )
        yield _asked("contradiction", here, there, unit=str(row["unit"]), terms=terms)
