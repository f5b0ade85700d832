"""What a part of the benchmark found, told as a table beside what is wanted (rows.toml)."""

import statistics
import tomllib
from pathlib import Path
from typing import Any, Final

ROUNDS: Final = 5
ROWS: Final = tomllib.loads((Path(__file__).parent / "rows.toml").read_text())
Figures = dict[str, list[float]]


def note(figures: Figures, **values: float) -> None:
    """Add what one round found."""
    for name, value in values.items():
        figures.setdefault(name, []).append(value)


def told(part: str, figures: Figures, *, beside: tuple[str, ...] = ()) -> list[str]:
    """Print the table of a part's medians; returns what is not reached.

    `beside` are figures that belong to no row.
    """
    short = []
    print("| what | of its floor | goal | a second | server µs each |\n|---|---|---|---|---|")
    for name, row in ROWS[part].items():
        value = statistics.median(figures[name])
        goal = float(row["goal"]) if "goal" in row else None
        per_s, cpu = (_median(figures, f"{name} {of}") for of in ("per s", "cpu us"))
        print(f"| {_worded(row)} | {value:.3g} | {_goal(row)} | {per_s} | {cpu} |")
        if goal is not None and (value > goal if row.get("at_most") else value < goal):
            short.append(f"{row['what']}: {value:.3g}, wanted {_goal(row)}")
    for name in beside:
        print(f"{name}: {_median(figures, name)}")
    return short


def _worded(row: dict[str, Any]) -> str:
    return f"{row['what']}, of {row['floor']}" if "floor" in row else str(row["what"])


def _goal(row: dict[str, Any]) -> str:
    sign = "≤" if row.get("at_most") else "≥"
    return f"{sign} {row['goal']} {row.get('unit', '')}".rstrip() if "goal" in row else ""


def _median(figures: Figures, name: str) -> str:
    return f"{statistics.median(figures[name]):,.4g}" if name in figures else ""
