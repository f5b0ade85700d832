"""The dashboard put on a page: every figure is one of the answer's, charts are drawn from them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from common.clock import told
from monitoring.report.charts import FULL, bars, columns, strip
from monitoring.report.words import Words

_TEMPLATES: Final = Environment(
    loader=PackageLoader("monitoring", "report"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
Shown = Mapping[str, Any]


def page(shown: Shown, *, language: str, at: datetime) -> str:
    """The dashboard as one page that asks for nothing else: no script, no picture, no font."""
    words = Words("en" if language == "en" else "zh-CN")
    template = _TEMPLATES.get_template("dashboard.html.jinja")
    return template.render(content_of(shown, words, at=at), words=words)


def content_of(shown: Shown, words: Words, *, at: datetime) -> dict[str, Any]:
    """What stands on the page, section by section."""
    scope = words.district(shown["district"]) if shown["district"] else words("whole_city")
    return {
        "language": words.language,
        "subtitle": words("subtitle", period=shown["period"], scope=scope),
        "made": words("made", made=told(at)),
        "tiles": _tiles(shown, words),
        "districts": _districts(shown, words),
        "districts_note": _districts_note(shown, words),
        "industries": _industries(shown, words),
        "years": _years(shown),
        "steps": _steps(shown["reports"], words),
        "steps_note": words("steps_note", period=shown["period"]),
        "expiring": _expiring(shown["expiring"], words),
        "warnings": [_warning(each, words) for each in shown["early_warnings"]["newest"]],
        "supports": _supports(shown["supports"], words),
        "supports_note": _supports_note(shown, words),
        "grades": _grades(shown["grades"], words),
        "grades_note": words("grades_note", period=shown["period"]),
    }


def _tiles(shown: Shown, words: Words) -> list[dict[str, Any]]:
    reports, warnings, ends = shown["reports"], shown["early_warnings"], shown["expiring"]
    return [
        _target(shown["against_target"], words, whole_city=shown["district"] is None),
        _tile(words("valid"), shown["valid"]["value"], words("valid_note")),
        _rate(words("on_time"), "on_time_note", reports["on_time"], words),
        _rate(words("returned"), "returned_note", reports["returned"], words),
        _tile(
            words("warnings"),
            warnings["standing"]["value"],
            words("warnings_note"),
            alarm=warnings["standing"]["value"] > 0,
        ),
        _tile(
            words("expiring", year=ends["year"]), ends["clusters"]["value"], words("expiring_note")
        ),
    ]


def _tile(name: str, value: object, note: str, **more: Any) -> dict[str, Any]:
    plain = {"unit": "", "alarm": False, "ring": None}
    return {"name": name, "value": _grouped(value), "note": note, **plain, **more}


def _target(target: Shown, words: Words, *, whole_city: bool) -> dict[str, Any]:
    first, last, number = target["first_year"], target["last_year"], target["designated"]["value"]
    name = "designated" if first != last else "designated_year"
    said, about = words(name, first=first, last=last), target["about"]
    if about is None:
        return _tile(said, number, words("no_target"))
    if not whole_city:  # the target is the city's; a district has none of its own
        return _tile(said, number, words("city_target", about=about))
    note = words("about_target", about=about, clause=target["clause"])
    return _tile(said, number, note, ring=min(FULL, round(number / about * FULL, 1)))


def _rate(name: str, note: str, share: Shown, words: Words) -> dict[str, Any]:
    part, whole, percent = share["part"]["value"], share["whole"]["value"], share["percent"]
    told_note = words(note, part=_grouped(part), whole=_grouped(whole))
    if percent is None:
        return _tile(name, words("none"), words("nothing"))
    return _tile(name, percent, told_note, unit="%", ring=float(percent))


def _districts(shown: Shown, words: Words) -> list[dict[str, Any]]:
    rows = [
        {
            "name": words.district(each["district"]),
            "designated": each["designated"]["value"],
            "valid": each["valid"]["value"],
        }
        for each in shown["by_district"]
    ]
    rows.sort(key=lambda row: (-row["valid"], -row["designated"], row["name"]))
    return bars(rows, "designated", "valid")


def _districts_note(shown: Shown, words: Words) -> str:
    target = shown["against_target"]
    return words("by_district_note", first=target["first_year"], last=target["last_year"])


def _industries(shown: Shown, words: Words) -> list[dict[str, Any]]:
    whole = shown["valid"]["value"]
    rows = [
        {
            "name": each["industry"] or words("others"),
            "valid": each["valid"]["value"],
            "percent": f"{each['valid']['value'] / whole:.0%}" if whole else words("none"),
            "rest": each["industry"] is None,
        }
        for each in shown["by_industry"]
    ]
    return strip(rows, "valid")


def _years(shown: Shown) -> list[dict[str, Any]]:
    rows = [
        {
            "period": each["period"],
            "percent": each["on_time"]["percent"],
            "on_time": each["on_time"]["part"]["value"],
            "late": each["late"]["value"],
            "overdue": each["overdue"]["value"],
        }
        for each in shown["by_year"]
    ]
    return columns(rows, ("on_time", "late", "overdue"))


def _steps(reports: Shown, words: Words) -> list[dict[str, Any]]:
    found = []
    for name in ("review", "confirmation"):
        days = reports[name]["days"]
        text = words("none") if days is None else words("days", days=days)
        found.append({"days": text, "width": days or 0})
    return found


def _expiring(ends: Shown, words: Words) -> dict[str, Any]:
    rows = [
        {
            "name": each["name"],
            "number": each["number"],
            "district": words.district(each["district"]),
            "last_day": each["last_day"],
        }
        for each in ends["next"]
    ]
    number = _grouped(ends["clusters"]["value"])
    note = words("timeline_note", number=number, year=ends["year"])
    return {"rows": rows, "months": _months(ends, words), "note": note}


def _months(ends: Shown, words: Words) -> list[dict[str, Any]]:
    numbers = {each["month"]: each["clusters"]["value"] for each in ends["by_month"]}
    rows = [
        {"name": name, "number": numbers.get(f"{ends['year']}-{place:02d}", 0)}
        for place, name in enumerate(words.months(), 1)
    ]
    return columns(rows, ("number",))


def _warning(each: Shown, words: Words) -> dict[str, Any]:
    return {
        "name": each["cluster_name"],
        "number": each["cluster_number"],
        "district": words.district(each["district"]),
        "criterion": words("criterion", id=each["criterion_id"]),
        "sign": words.term("early_warning_sign", each["sign"]),
        "value": each["sign"],
        "period": each["period"],
    }


def _supports(supports: Sequence[Shown], words: Words) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {
            "name": words.term("support_kind", each["kind"]),
            "amount": float(each["supports"]["amount_10k_yuan"]),
            "told": words(
                "amount",
                number=_grouped(each["supports"]["number"]["value"]),
                amount=_amount(each["supports"]["amount_10k_yuan"]),
            ),
        }
        for each in supports
    ]
    rows.sort(key=lambda row: (-row["amount"], row["name"]))
    return bars(rows, "amount")


def _supports_note(shown: Shown, words: Words) -> str:
    amounts = (Decimal(each["supports"]["amount_10k_yuan"]) for each in shown["supports"])
    total = _amount(str(sum(amounts, Decimal("0.00"))))
    return words("supports_note", year=shown["period"][:4], amount=total)


def _grades(grades: Sequence[Shown], words: Words) -> list[dict[str, Any]]:
    best_first = sorted(grades, key=lambda each: str(each["grade"]))
    rows = [
        {
            "name": words("grade", grade=each["grade"]),
            "number": each["assessments"]["value"],
        }
        for each in best_first
    ]
    return bars(rows, "number")


def _grouped(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _amount(text: str) -> str:
    return f"{Decimal(text):,}"
