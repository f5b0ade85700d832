"""How far the targets of the development plan were reached (art. 15); exact, never rounded to."""

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Final

from common.contracts.application import TargetCompletion
from common.errors import Text
from intake.domain.application import Sections
from intake.domain.gap import Gap, gap

CLAUSE: Final = "第十五条"
NO_REASON: Final = Text("目标未完成的，须说明原因。", "A target that was missed needs its reason.")
_CENT: Final = Decimal("0.01")
_FIGURES: Final = ("base_value", "target", "actual")


def completions(sections: Sections) -> tuple[TargetCompletion, ...]:
    """Each target with its rate, as a complete filing states them."""
    return tuple(_completion(row) for row in _rows(sections))


def target_gaps(sections: Sections) -> Iterator[Gap]:
    """The missed targets that nobody gave a reason for."""
    for index, row in enumerate(_rows(sections)):
        stated = all(row.get(name) is not None for name in _FIGURES)
        if stated and not _reached(row) and not row.get("reason"):
            pointer = f"/renewal/target_completion/{index}/reason"
            yield gap(pointer, "missing", NO_REASON, clause=CLAUSE)


def _rows(sections: Sections) -> list[Mapping[str, Any]]:
    renewal: Mapping[str, Any] = sections.get("renewal") or {}
    return list(renewal.get("target_completion") or ())


def _completion(row: Mapping[str, Any]) -> TargetCompletion:
    return TargetCompletion(
        metric=row["metric"],
        unit=row["unit"],
        base_value=row["base_value"],
        target=row["target"],
        actual=row["actual"],
        reached=_reached(row),
        rate_pct=_rate(row),
        reason=row.get("reason"),
    )


def _reached(row: Mapping[str, Any]) -> bool:
    # A target below its base is one to fall to, such as energy used.
    base, target, actual = (Fraction(row[name]) for name in _FIGURES)
    return actual >= target if target >= base else actual <= target


def _rate(row: Mapping[str, Any]) -> str | None:
    """Actual by target in per cent; of a target to fall to, the fall by the fall that was due."""
    base, target, actual = (Fraction(row[name]) for name in _FIGURES)
    done, due = (actual, target) if target >= base else (base - actual, base - target)
    if not due:
        return None
    share = done / due * 100
    exact = Decimal(share.numerator) / Decimal(share.denominator)
    return str(exact.quantize(_CENT, rounding=ROUND_HALF_UP))
