"""A ground held against what is on record: asked again at each stage of a case (art. 17).

The answers are facts for a person. None ends a case or blocks it, but for what a case may not be
opened without (READING 13, 14, 15, 18).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from common.clock import legal_day
from programme.periods import shanghai_day
from registry.domain.change_filing import ChangeFiling
from registry.domain.change_period import FilingPeriod
from registry.domain.cluster import Cluster
from registry.domain.day_periods import DayPeriod
from registry.domain.renewal_call import RenewalCall
from registry.domain.revocation import RevocationCase
from registry.domain.revocation_refusals import GroundNotSupported

# The kind of a filing or an incident that a limb is about.
_FILINGS: Final = {"other_major_change": "other"}
_INCIDENTS: Final = {"cyber_incident": "cyber"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked; `needed`: a case is not opened before the answer is yes."""

    id: str
    needed: bool
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundTerms:
    """The questions of each limb, and the period of a written reminder."""

    questions: Mapping[str, tuple[Question, ...]]
    reminder: DayPeriod


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFact:
    """What an event told of a cluster; `reference` is the obligation, incident, task, breach."""

    kind: str
    reference: UUID
    at: datetime
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalHeard:
    """A step of a renewal that the register heard of."""

    application_id: UUID
    cause: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is on record for a case, however it arrived and in whatever order."""

    case: RevocationCase
    cluster: Cluster
    facts: Sequence[CaseFact] = ()
    filings: Sequence[ChangeFiling] = ()
    calls: Sequence[RenewalCall] = ()
    renewals: Sequence[RenewalHeard] = ()
    period: FilingPeriod
    reminder: DayPeriod
    at: datetime

    @property
    def day(self) -> date:
        """The legal day on which is asked."""
        return legal_day(self.at)

    def told(self, kind: str) -> Iterator[CaseFact]:
        """The facts of a kind that concern this case: of what its breach is about, if it says."""
        about = self.case.about
        for fact in self.facts:
            if fact.kind == kind and about in (None, fact.reference):
                yield fact

    def shown(self, kind: str) -> Iterator["Found"]:
        """The evidence of a kind that was given with the case, with its day, which has come."""
        for each in self.case.evidence:
            if each.kind == kind and each.on is not None and each.on <= self.day:
                yield Found(kind=kind, on=each.on, words=each.description)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A recorded fact that an answer rests on."""

    kind: str
    on: date
    words: str
    reference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A question with its answer: yes when something on record says so."""

    question: Question
    found: tuple[Found, ...]

    @property
    def yes(self) -> bool:
        """Whether the record answers it."""
        return bool(self.found)


def ground_check(known: Known, terms: GroundTerms) -> tuple[Answered, ...]:
    """Every question of a case's limb, answered from the record; none while no limb is named."""
    asked = terms.questions[known.case.limb] if known.case.limb else ()
    return tuple(Answered(question=each, found=tuple(ANSWERS[each.id](known))) for each in asked)


def require_supported(answered: Sequence[Answered], *, clause: str) -> None:
    """Refuse to open a case without what its ground needs; names everything that is missing."""
    missing = [each.question for each in answered if each.question.needed and not each.yes]
    if missing:
        raise GroundNotSupported(
            clause=clause,
            zh="；".join(question.zh for question in missing),
            en="; ".join(question.en for question in missing),
        )


def as_content(answered: Sequence[Answered]) -> list[dict[str, Any]]:
    """The answers as an act keeps them."""
    return [
        {
            "question": each.question.id,
            "answer": "yes" if each.yes else "no",
            "facts": [
                {"kind": f.kind, "on": f.on.isoformat(), "words": f.words, "reference": f.reference}
                for f in each.found
            ],
        }
        for each in answered
    ]


def _reminders(known: Known) -> Iterator[Found]:
    for given in known.shown("written_reminder"):
        last = known.reminder.last_day(given.on)
        if last is not None and known.day > last:
            yield given
    for fact in known.told("written_reminder"):
        served, until = (date.fromisoformat(fact.content[k]) for k in ("served_on", "comply_by"))
        if known.day > until:
            number = f"{fact.content['document_number']}（期限至 {until}）"
            yield _found(fact, number, on=served)


def _reports(known: Known) -> Iterator[Found]:
    for kind in ("report_submitted", "report_confirmed"):
        for fact in known.told(kind):
            late = fact.content.get("late_days")
            words = f"{fact.content['period']} 第 {fact.content['version']} 版"
            yield _found(fact, f"{words}，迟报 {late} 天" if late else words)


def _refusals(known: Known) -> Iterator[Found]:
    for fact in known.told("supervision_refused"):
        yield _found(fact, str(fact.content["facts"]))


def _calls(known: Known) -> Iterator[Found]:
    for call in known.calls:
        on, reference = shanghai_day(call.told_at), str(call.round_id)
        yield Found(kind="renewal_call", on=on, words=f"至 {call.last_day}", reference=reference)


def _windows_over(known: Known) -> Iterator[Found]:
    last_day = max(period.last_day for period in known.cluster.periods)
    for call in known.calls:
        if call.closes_at < known.at and last_day < known.day:
            words = f"有效期至 {last_day}"
            on = shanghai_day(call.closes_at)
            yield Found(kind="renewal_call", on=on, words=words, reference=str(call.round_id))


def _renewals(known: Known, *causes: str) -> Iterator[Found]:
    for step in known.renewals:
        if step.cause in causes:
            on, reference = shanghai_day(step.at), str(step.application_id)
            yield Found(kind="renewal", on=on, words=step.cause, reference=reference)


def _renewals_filed(known: Known) -> Iterator[Found]:
    yield from _renewals(known, "submitted")


def _renewals_not_passed(known: Known) -> Iterator[Found]:
    yield from known.shown("renewal_decision")
    yield from _renewals(known, "not_passed")


def _period(known: Known) -> Iterator[Found]:
    published_in = known.period.published_in
    if published_in is not None:
        words = f"{known.period.days} 日"
        on = known.cluster.published_on
        yield Found(kind="published_period", on=on, words=words, reference=published_in)


def _filings(known: Known) -> Iterator[Found]:
    kind = _FILINGS.get(known.case.limb or "", known.case.limb)
    for filing in known.filings:
        if filing.kind == kind:
            late = f"，迟报 {filing.late_days} 天" if filing.late_days else ""
            words = f"变更于 {filing.happened_on} 发生{late}"
            on, number = filing.filed_on, filing.number
            yield Found(kind="change_filing", on=on, words=words, reference=number)


def _determinations(known: Known) -> Iterator[Found]:
    yield from known.shown("determination")
    kind = _INCIDENTS.get(known.case.limb or "", known.case.limb)
    annulled = {fact.reference for fact in known.told("incident_annulled")}
    for fact in known.told("incident_determined"):
        reaches = fact.content.get("supports_17_5") is not False
        if fact.content["kind"] == kind and fact.reference not in annulled and reaches:
            said = (fact.content.get(name) for name in ("authority", "document_number", "grade"))
            yield _found(fact, "，".join(str(word) for word in said if word) or str(kind))


def _weights(known: Known) -> Iterator[Found]:
    yield from known.shown("finding")
    annulled = {fact.reference for fact in known.told("incident_annulled")}
    last = {fact.reference: fact for fact in sorted(known.told("incident_found"), key=_when)}
    for fact in last.values():
        if fact.content["of_weight"] and fact.reference not in annulled:
            yield _found(fact, str(fact.content["reason"]))


def _leads_withdrawn(known: Known) -> Iterator[Found]:
    for fact in known.facts:
        if fact.kind == "breach_withdrawn" and fact.reference == known.case.breach_id:
            yield _found(fact, str(fact.content["reason"]))


def _when(fact: CaseFact) -> datetime:
    return fact.at


def _found(fact: CaseFact, words: str, *, on: date | None = None) -> Found:
    day = on or shanghai_day(fact.at)
    return Found(kind=fact.kind, on=day, words=words, reference=str(fact.reference))


ANSWERS: Final[Mapping[str, Callable[[Known], Iterator[Found]]]] = {
    "written_reminder": _reminders,
    "report_filed": _reports,
    "refusal_on_record": _refusals,
    "renewal_called": _calls,
    "renewal_window_over": _windows_over,
    "renewal_filed": _renewals_filed,
    "renewal_not_passed": _renewals_not_passed,
    "period_published": _period,
    "change_filed": _filings,
    "incident_determined": _determinations,
    "weight_found": _weights,
    "lead_withdrawn": _leads_withdrawn,
}
