"""The bureau records what it finds on criteria that a person judges."""

from collections.abc import Callable, Sequence

from common import audit
from common.database import Transaction
from evaluation.domain.evaluation import EVALUATION, Evaluation, judged
from evaluation.domain.judgment import Judgment, JudgmentDraft, recorded, require_admissible
from evaluation.store import checks, evaluations, judgments

Content = Callable[[], Sequence[JudgmentDraft]]


async def record_judgments(
    tx: Transaction, ref: str, *, content: Content, if_match: str | None
) -> Evaluation:
    """Record findings with reason and evidence; later ones supersede, and all are kept."""
    found = await evaluations.load(tx, ref)
    EVALUATION.admit_on("judge", found, actor=tx.actor, if_match=if_match)
    drafts = content()
    last = (await checks.of_evaluation(tx, found.id))[-1]
    require_admissible(drafts, check=last, case=found.case)
    changed = judged(found)
    await evaluations.save(tx, changed)
    earlier = await judgments.of_evaluation(tx, found.id)
    new = recorded(drafts, of=last, after=len(earlier), by=tx.actor.subject, at=tx.at)
    await judgments.add_all(tx, new)
    await audit.record(tx, "evaluation", found.id, act="judge", detail=_detail(new))
    return changed


def _detail(new: Sequence[Judgment]) -> dict[str, str]:
    return {each.criterion_id: each.finding for each in new}
