"""The rows over HTTP: submissions, a case, a public read, a list; each beside its floor."""

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from deploy.demo.cast import part
from tests.bench import cases, floors
from tests.bench.load import Rate, load
from tests.bench.place import Place, until_idle
from tests.bench.sheets_stand import Stand

SECONDS: Final = 3
SUBMISSIONS: Final = 12_000  # more than can be made in the time
Figures = dict[str, list[float]]


def sheet(folder: Path) -> Path:
    """A body of 3.6 kB."""
    lines = [{"item": f"第{n:03d}项 行业应用软件", "amount": f"{n}405000.00"} for n in range(55)]
    file = folder / "sheet.json"
    file.write_text(json.dumps({"title": "合成数据", "lines": lines}, ensure_ascii=False))
    return file


def one_round(place: Place, stand: Stand, model: str, figures: Figures) -> None:
    """Measure every row and its floor once."""

    def note(row: str, rate: Rate, floor: float) -> None:
        figures.setdefault(row, []).append(rate.per_s / floor)
        figures.setdefault(f"{row} per s", []).append(rate.per_s)
        figures.setdefault(f"{row} cpu us", []).append(rate.cpu_us)

    noop = load(place.noop_url, pid=place.noop_pid, seconds=SECONDS)
    note("noop", noop, noop.per_s)
    trips = _pgbench(place, floors.SUBMIT)
    figures.setdefault("five trips per s", []).append(trips)
    with _paused(place.pid("intake-worker")):
        note("mechanism", _mechanism(place, stand), trips)
        note("submission", _submission(place, model), trips)
        note("case", _read(place, f"/applications/{model}"), noop.per_s)
        rows = _pgbench(place, floors.LIST)
        figures.setdefault("list floor per s", []).append(rows)
        note("list", _read(place, "/applications?limit=50"), rows)
    until_idle(place)
    public = load(
        place.url("evaluation", "/standards"), pid=place.pid("evaluation-api"), seconds=SECONDS
    )
    note("public", public, noop.per_s)


def _mechanism(place: Place, stand: Stand) -> Rate:
    paths = cases.paths_file(place, "sheets", stand.open_sheets(SUBMISSIONS))
    headers = {"Authorization": place.bearer("district"), "If-Match": '"v1"'}
    headers["Content-Type"] = "application/json"
    body = sheet(place.folder)
    return load(stand.url, pid=stand.pid, seconds=SECONDS, headers=headers, paths=paths, body=body)


def _submission(place: Place, model: str) -> Rate:
    ids = cases.run(cases.copied(place, model, SUBMISSIONS // 6))
    paths = [f"/v1/applications/{each}/submission" for each in ids]
    headers = {
        "Authorization": place.bearer(part("software").institution),
        "If-Match": '"v1"',
    }
    return load(
        place.url("intake", "/"),
        pid=place.pid("intake-api"),
        seconds=SECONDS,
        headers=headers,
        paths=cases.paths_file(place, "submissions", paths),
    )


def _read(place: Place, path: str) -> Rate:
    return load(
        place.url("intake", path),
        pid=place.pid("intake-api"),
        seconds=SECONDS,
        headers={"Authorization": place.bearer("auditor")},
    )


def _pgbench(place: Place, script: str) -> float:
    return floors.pgbench(place.database("intake"), script, folder=place.folder, seconds=SECONDS)


@contextmanager
def _paused(pid: int) -> Iterator[None]:
    # The worker seals and relays what is submitted: another process's work, measured by itself.
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def prepared(place: Place) -> dict[str, Any]:
    """The model case, with enough others beside it to make a list of."""
    cases.run(floors.prepare(place.database("intake")))
    model: dict[str, Any] = cases.run(cases.filed(place))
    cases.run(cases.copied(place, model["id"], 3_000))
    return model
