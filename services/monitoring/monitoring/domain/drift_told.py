"""An early warning put into figures and words: exact numbers beside shown ones."""

from fractions import Fraction
from typing import Any, Final

from monitoring.domain.early_warning import Drift, Sign
from monitoring.domain.indicators import Series
from programme.kernel.shown import exact, truncated

_WORDS: Final[dict[Sign, tuple[str, str]]] = {
    "below_line": (
        "{year} 年未达到认定标准。",
        "The standard was not met in {year}.",
    ),
    "would_cross": (
        "按已确认年度的趋势，到复核基准年 {renewal} 年将达不到认定标准（预计 {crosses} 年）。",
        "On the line through the confirmed years it does not meet the standard by {renewal},"
        " the renewal's base year ({crosses}).",
    ),
    "margin_shrinks": (
        "与认定时相比，距认定标准的余量已减少 {lost}%。",
        "Of the margin at the designation {lost} % is gone.",
    ),
}


def told(series: Series, drift: Drift) -> dict[str, Any]:
    """What is kept and shown of a warning."""
    zh, en = _WORDS[drift.sign]
    values = {
        "year": drift.latest.year,
        "renewal": drift.renewal_year,
        "crosses": drift.crosses_in or "—",
        "lost": "—" if drift.lost_share is None else truncated(drift.lost_share * 100),
    }
    return {
        "clause": series.heading["clause"],
        "title": series.heading["title"],
        "comparator": series.heading["comparator"],
        "threshold_shown": series.heading["threshold_shown"],
        "first": {"year": drift.first.year, "margin": exact(drift.first.margin)},
        "latest": {"year": drift.latest.year, "margin": exact(drift.latest.margin)},
        "slope": exact(drift.slope),
        "renewal_year": drift.renewal_year,
        "projected_margin": exact(drift.projected),
        "lost_pct": _pct(drift.lost_share),
        "crosses_in": drift.crosses_in,
        "points": [
            {name: point[name] for name in ("year", "value", "value_shown", "margin_shown")}
            for point in series.points
        ],
        "zh": zh.format(**values),
        "en": en.format(**values),
    }


def _pct(share: Fraction | None) -> str | None:
    return None if share is None else truncated(share * 100)
