"""The facts that a filed application states, taken from its sections."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from programme.forms.tables import Field, Section, load_form

_QUALITY: Final = frozenset({"little_giant", "srdi_sme", "innovative_sme", "national_high_tech"})
_CHAMPION: Final = "manufacturing_champion"
_LITTLE_GIANT: Final = "little_giant"
_NATIONAL: Final = "national"
Sections = Mapping[str, Any]
Rows = Sequence[Mapping[str, Any]]


def facts_of(
    application_sections: Sections, base_year: int, *, submitted_on: date
) -> dict[str, Any]:
    """The facts object of filed sections; what was not filed is absent.

    `application_sections` is the stored JSON, by section name. `header`, `applicant`,
    `territory`, `industry`, `narrative`, `plan`, `declarations` are objects of the fields of the
    form table `application`; `series`, `roster`, `titles` are lists of such objects. Decimals are
    strings, dates ISO strings, a table field a list of objects of its columns. A section or field
    that is absent or null is not known.

    From `territory` and `industry` every field that is a fact; from `series` the rows, each with
    `year` and its facts; from `declarations` the four lists of determined matters, counted by the
    year in which they happened as T-2, T-1, T and later, T being `base_year`; from `titles` and
    `roster` the three counts of criterion 3.1, of titles valid on `submitted_on`.
    """
    form = load_form("application")
    facts: dict[str, Any] = {}
    for name in ("territory", "industry"):
        facts |= _stated(form.section(name).fields, application_sections.get(name) or {})
    rows = application_sections.get("series")
    if rows is not None:
        facts["series"] = [_stated(form.section("series").fields, row) for row in rows]
    incidents = _incidents(
        form.section("declarations"),
        application_sections.get("declarations") or {},
        base_year=base_year,
    )
    if incidents:
        facts["incidents"] = incidents
    return facts | _quality(application_sections, submitted_on=submitted_on)


def _stated(fields: Iterable[Field], filed: Mapping[str, Any]) -> dict[str, Any]:
    names = (field.name for field in fields if field.fact)
    return {name: filed[name] for name in names if filed.get(name) is not None}


def _incidents(section: Section, filed: Mapping[str, Any], *, base_year: int) -> dict[str, Any]:
    lists = _stated(section.fields, filed)
    return {name: _by_year(matters, base_year) for name, matters in lists.items()}


def _by_year(matters: Rows, base_year: int) -> list[int]:
    """Counts for T-2, T-1, T and the time since: the current year counts."""
    years = Counter(min(_year_of(matter, base_year + 1), base_year + 1) for matter in matters)
    return [years[base_year + offset] for offset in (-2, -1, 0, 1)]


def _year_of(matter: Mapping[str, Any], current: int) -> int:
    # One without its day is not left out: completeness asks for it, and until then it counts now.
    day = matter.get("happened_on")
    return date.fromisoformat(day).year if day else current


def _quality(sections: Sections, *, submitted_on: date) -> dict[str, int]:
    titles, roster = sections.get("titles"), sections.get("roster")
    if titles is None or roster is None:
        return {}
    valid = [title for title in titles if holds_on(title, submitted_on)]
    # A row that names no enterprise counts for none; the form's completeness asks for its code.
    cluster = {row["uscc"] for row in roster if row.get("uscc")}
    leading = {row["uscc"] for row in roster if row.get("uscc") and row.get("in_leading_industry")}
    return {
        "leading_champion_count": len(_holders(valid, {_CHAMPION}, _NATIONAL) & leading),
        "leading_little_giant_count": len(_holders(valid, {_LITTLE_GIANT}, _NATIONAL) & leading),
        # Distinct enterprises of any industry; a little giant is an SRDI SME too.
        "quality_enterprise_count": len(_holders(valid, _QUALITY) & cluster),
    }


def _holders(titles: Rows, kinds: Iterable[str], level: str | None = None) -> set[str]:
    wanted = frozenset(kinds)
    return {
        title["uscc"]
        for title in titles
        if title.get("uscc")
        and title.get("title_kind") in wanted
        and level in (None, title.get("title_level"))
    }


def holds_on(title: Mapping[str, Any], on: date) -> bool:
    """Whether a title is valid on a day; one without the day it was granted is not."""
    begins, ends = title.get("granted_on"), title.get("valid_until")
    if begins is None:
        return False
    return date.fromisoformat(begins) <= on and (ends is None or on <= date.fromisoformat(ends))
