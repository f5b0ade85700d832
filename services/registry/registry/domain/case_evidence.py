"""What is missing on record of a revocation case or a change filing: nothing, when all is well."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from common.clock import legal_day
from registry.domain.change_filing import ChangeFiling
from registry.domain.cluster import Cluster
from registry.domain.revocation import RevocationCase

DECIDED: Final = ("propose", "open", "notify", "serve", "decide")
CLOSED: Final = ("propose", "close")
ASKED: Final = ("open", "notify", "serve", "answer", "decide", "close")


def missing_of_case(
    case: RevocationCase, acts: Mapping[str, Mapping[str, Any]], cluster: Cluster
) -> Iterator[str]:
    """What a case lacks; `acts` are the contents of its acts by their names."""
    for act in ASKED:
        if act in acts and "ground_check" not in acts[act]:
            yield f"its ground was not held against the record at the act: {act}"
    if any(each.case_id == case.id for each in cluster.set_asides) and "set_aside" not in acts:
        yield "there is no record of the act: set_aside"
    yield from _missing_of_decision(case, acts, cluster)


def missing_of_filing(
    filing: ChangeFiling, acts: Mapping[str, Mapping[str, Any]], stated: Collection[str]
) -> Iterator[str]:
    """What a change filing lacks; `stated` are the references of facts that the register holds."""
    for act in ("file", "review", "record") if filing.recording else ("file",):
        if act not in acts:
            yield f"there is no record of the act: {act}"
    changed = bool(acts.get("record", {}).get("changed"))
    if changed != (filing.number in stated):
        yield "the register does not state what was recorded"


def _missing_of_decision(
    case: RevocationCase, acts: Collection[str], cluster: Cluster
) -> Iterator[str]:
    revocation = next((r for r in cluster.revocations if r.case_id == case.id), None)
    decision = case.decision
    if decision is None:
        if revocation is not None:
            yield "the register shows a revocation that nobody decided"
        return
    for act in CLOSED if decision.after == "closed" else DECIDED:
        if act not in acts:
            yield f"there is no record of the act: {act}"
    if decision.after == "answered" and "answer" not in acts:
        yield "there is no record of the answer"
    if decision.after == "silent" and not _was_silent(case):
        yield "it was decided as silent before the period to answer had ended"
    if decision.after != "closed" and case.took_part(decision.decided_by):
        yield "a person who took part in it decided it"
    if (decision.outcome == "revoked") != (revocation is not None):
        yield "the register does not show what was decided"
    elif revocation is not None and revocation.effective_on != decision.effective_on:
        yield "the register shows another effective day"


def _was_silent(case: RevocationCase) -> bool:
    assert case.decision is not None
    decided_on, due_on = legal_day(case.decision.decided_at), case.answer_due_on
    return case.answer is None and due_on is not None and decided_on > due_on
