"""The report put on a page (HTML) and made ready for paper (Typst)."""

from collections.abc import Iterator
from dataclasses import asdict
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

_TEMPLATES: Final = Environment(
    loader=PackageLoader("evaluation", "report"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
PAPER: Final = files("evaluation.report").joinpath("report.typ").read_text("utf-8")


def page(report: dict[str, Any]) -> str:
    """The report as one page that asks for nothing else: no script, no picture, no font."""
    return _TEMPLATES.get_template("report.html.jinja").render(report)


def for_paper(report: dict[str, Any]) -> dict[str, Any]:
    """The report with its charts drawn, as data for `PAPER`."""
    drawn = _TEMPLATES.get_template("picture.svg.jinja")

    def criterion(shown: dict[str, Any]) -> dict[str, Any]:
        return {**shown, "tests": list(tests(shown))}

    def tests(shown: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for test in shown["tests"]:
            yield {**test, "chart": asdict(test["chart"]), "picture": drawn.render(test=test)}

    return {
        **report,
        "attention": [criterion(each) for each in report["attention"]],
        "rows": [criterion(each) for each in report["rows"]],
        "sections": [
            {**each, "numeric": [criterion(one) for one in each["numeric"]]}
            for each in report["sections"]
        ],
    }
