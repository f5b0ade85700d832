"""The preliminary review: what may be recommended, and by when (art. 9)."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from common.clock import legal_day, told
from common.errors import BeyondCalendar, FieldError, InvalidContent, Refusal, Text
from intake.domain.act import LineFinding
from intake.domain.application import IN_THE_REGISTER, Application
from intake.domain.application_refusals import (
    CorrectionAskedBefore,
    CorrectionRunning,
    CriterionNotMet,
    FindingMissing,
    NewVersionNeeded,
    QuotaExhausted,
    QuotaReasonMissing,
    RecommendedLate,
    WithdrawalBarred,
)
from intake.domain.round import Round
from programme import workdays
from programme.remedies import remedies_on

NOT_MET = Text("核验结果：不符合。", "The check found it not met.")
NO_FINDING = Text(
    "须由区级逐项确认或提出不同意见，并写明理由。",
    "The district confirms or contests this line, with a reason.",
)
CONTESTED = Text("初审不认可此项核验结果。", "The review contests that it is met.")
UNKNOWN = Text("认定标准中没有此条。", "The standard has no such criterion.")
NO_REASON = Text("超出名额须说明理由。", "Going over the quota needs a reason.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """The district's recommendation; a reason where it goes over a soft quota."""

    opinion: str
    rank: int
    quota_reason: str | None = None


def correction_due_on(in_round: Round, *, at: datetime) -> date:
    """The last day for a correction: working days, the day of the request not counted."""
    return _working_days_after(legal_day(at), in_round)


def recommend_due_on(in_round: Round, *, corrected_by: date) -> date:
    """The district's last day for a case the bureau returned: as many days as the correction."""
    return _working_days_after(corrected_by, in_round)


def _working_days_after(day: date, in_round: Round) -> date:
    days = in_round.terms.correction_days
    try:
        return workdays.add_working_days(day, days, first_counts=False)
    except workdays.BeyondCalendar as error:
        raise BeyondCalendar(year=error.year) from error


def require_correction_over(case: Application, *, at: datetime) -> None:
    """Refuse to end a case, returned by whomever, while its institution may still correct it."""
    if case.correction_due_on is not None and legal_day(at) <= case.correction_due_on:
        raise CorrectionRunning(due_on=case.correction_due_on.isoformat())


def remedies_told(at: datetime) -> dict[str, Any] | None:
    """The text on remedies of the day, as the record of a decision keeps it (READING 21)."""
    text = remedies_on(legal_day(at))
    return asdict(text) | {"in_force_from": text.in_force_from.isoformat()} if text else None


def require_timely(case: Application, in_round: Round, *, at: datetime) -> None:
    """Refuse a late recommendation (READING, art. 9); what the bureau returned has its own day."""
    if at <= in_round.district_due_at:
        return
    if case.recommend_due_on is None:
        raise RecommendedLate(due_at=told(in_round.district_due_at))
    if legal_day(at) > case.recommend_due_on:
        raise RecommendedLate(due_at=case.recommend_due_on.isoformat())


def due_after_request(
    case: Application, in_round: Round, *, due_on: date, at: datetime
) -> date | None:
    """The district's last day once it asked for what the bureau wants corrected.

    Only the first request, made in its time, moves that day: it does not extend its own term.
    """
    own = case.recommend_due_on
    if own is None or case.recommended_version != case.submissions or legal_day(at) > own:
        return own
    return recommend_due_on(in_round, corrected_by=due_on)


def require_withdrawable(case: Application) -> None:
    """Refuse to withdraw what the public has been told, or the register holds (art. 10)."""
    if case.on_notice is not None or case.outcome in IN_THE_REGISTER:
        raise WithdrawalBarred()


def require_first_request(case: Application) -> None:
    """Refuse a second request before acceptance: the first one named everything (art. 9)."""
    if case.accepted_at is None and case.status in {"returned", "resubmitted"}:
        raise CorrectionAskedBefore()


def why_not(act: str, case: Application) -> Refusal | None:
    """The reason and clause against an act, where they say more than the status does."""
    conditions = {"withdraw": require_withdrawable, "request_correction": require_first_request}
    try:
        conditions.get(act, lambda _case: None)(case)
    except Refusal as refused:
        return refused
    return None


def require_new_version(case: Application) -> None:
    """Refuse to recommend once more the version that the bureau returned."""
    if case.recommended_version == case.submissions:
        raise NewVersionNeeded()


def require_recommendable(precheck: Mapping[str, Any], findings: Mapping[str, LineFinding]) -> None:
    """Refuse while a computed criterion is not met, or a line that needs a finding has none."""
    lines = precheck["criteria"]
    failed = [line for line in lines if line["outcome"] == "not_met"]
    if failed:
        raise CriterionNotMet(**_named(failed, code="not_met", detail=NOT_MET))
    # A criterion found not met blocks, whoever found it (READING 8).
    contested = [line for line in lines if _contested(line, findings.get(line["id"]))]
    if contested:
        raise CriterionNotMet(**_named(contested, code="contested", detail=CONTESTED))
    open_lines = [line for line in lines if needs_finding(line) and line["id"] not in findings]
    if open_lines:
        raise FindingMissing(**_named(open_lines, code="finding_missing", detail=NO_FINDING))


def require_known_criteria(precheck: Mapping[str, Any], items: Iterable[Mapping[str, Any]]) -> None:
    """Refuse a finding on something that is no criterion of the round's standard."""
    known = {line["id"] for line in precheck["criteria"]}
    strange = [
        FieldError(f"/items/{index}/criterion_id", "unknown_criterion", UNKNOWN)
        for index, item in enumerate(items)
        if item["criterion_id"] not in known
    ]
    if strange:
        raise InvalidContent(errors=strange)


def with_outcomes(
    precheck: Mapping[str, Any], items: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Findings, each beside the outcome that the stored pre-check had for its line."""
    outcomes = {line["id"]: line["outcome"] for line in precheck["criteria"]}
    return [{**item, "outcome": outcomes[item["criterion_id"]]} for item in items]


def require_quota(in_round: Round, given: Recommendation, *, recommended: int) -> None:
    """Refuse over a hard quota; over a soft one, refuse without a reason (READING 17)."""
    quota = in_round.terms.quota
    if recommended < quota.per_district:
        return
    if quota.force == "hard":
        raise QuotaExhausted(quota=quota.per_district)
    if not given.quota_reason:
        place = FieldError("/quota_reason", "missing", NO_REASON)
        raise QuotaReasonMissing(quota=quota.per_district, errors=[place])


def _contested(line: Mapping[str, Any], finding: LineFinding | None) -> bool:
    return bool(line["outcome"] == "met" and finding and finding.position == "contest")


def needs_finding(line: Mapping[str, Any]) -> bool:
    """Whether a line of the pre-check waits for a person of the district."""
    # A soft miss always has a person's reason; so has a figure that only indicates (READING 8).
    # So has a line that missing figures leave open: nobody after the district could close it.
    if line["outcome"] in {"soft_miss", "unknown"}:
        return True
    return bool(line["force"] != "judged" and line["outcome"] == "needs_judgment")


def _named(lines: list[Mapping[str, Any]], *, code: str, detail: Text) -> dict[str, Any]:
    return {
        "criteria": "、".join(line["id"] for line in lines),
        "clause": f"认定标准 {lines[0]['clause']}",
        "errors": [FieldError(f"/criteria/{line['id']}", code, detail) for line in lines],
    }
