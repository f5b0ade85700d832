"""Where the roster, the titles and the annual series do not agree; each finding names its rows."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from common.errors import Text
from intake.domain.application import Sections
from intake.domain.gap import Gap, gap
from intake.domain.roster_tally import Tally, Total
from intake.domain.roster_terms import ENTERPRISES, RosterSum, RosterTerms
from programme.forms.facts_of import holds_on
from programme.forms.tables import load_form

Rows = Sequence[Mapping[str, Any]]
OF_ROSTER: Final = "附件二"
OF_TITLES: Final = "附件三"
HEAVIEST: Final = 3

TWICE: Final = Text(
    "此企业在清单中重复出现。", "This enterprise stands in the roster more than once."
)
YEAR_TWICE: Final = Text("同一年度填写了两次。", "This year is filed twice.")
TITLE_TWICE: Final = Text("此资质重复填写。", "This title is filed more than once.")
NOT_A_MEMBER: Final = Text(
    "持有此资质的企业不在企业清单中，不计数。",
    "The holder of this title is not in the roster; it does not count.",
)
NOT_VALID: Final = Text(
    "此资质在 {day} 不在有效期内，不计数。", "This title is not valid on {day}; it does not count."
)
NO_SIZE: Final = Text(
    "有 {count} 家企业无法按行业划型标准确定规模，请核对行业代码、从业人员、营业收入和资产总额。",
    "The size of {count} enterprises cannot be told: check industry code, employees, revenue, "
    "assets.",
)
DIFFERS: Final = Text(
    "{year} 年{label}与企业清单合计（{sum}）不符，请核对所列 {count} 行。",
    "{label} of {year} differs from the sum of the roster ({sum}): check the {count} rows named.",
)


def roster_gaps(
    sections: Sections, terms: RosterTerms, tally: Tally, *, base_year: int, on: date
) -> Iterator[Gap]:
    """Everything that does not agree; an enterprise filed twice blocks, sums are warnings.

    A difference beyond the tolerance is the district's reason for a correction, not the machine's.
    """
    roster, titles = sections.get("roster") or (), sections.get("titles") or ()
    yield from _repeated(roster)
    yield from _sizes(roster, tally, terms)
    yield from _title_gaps(titles, roster, on=on)
    yield from _differences(sections, terms, tally, base_year=base_year)


def _repeated(roster: Rows) -> Iterator[Gap]:
    seen: dict[str, int] = {}
    for index, row in enumerate(roster):
        code = row.get("uscc")
        if code in seen:
            first = (f"/roster/{seen[code]}/uscc",)
            pointer = f"/roster/{index}/uscc"
            yield gap(pointer, "enterprise_twice", TWICE, clause=OF_ROSTER, related=first)
        elif code:
            seen[code] = index
        years = [entry.get("year") for entry in row.get("figures") or ()]
        for at, year in enumerate(years):
            if year is not None and year in years[:at]:
                pointer = f"/roster/{index}/figures/{at}/year"
                yield gap(pointer, "year_twice", YEAR_TWICE, clause=OF_ROSTER)


def _sizes(roster: Rows, tally: Tally, terms: RosterTerms) -> Iterator[Gap]:
    unknown = [index for index, size in enumerate(tally.sizes) if size is None]
    if roster and unknown:
        words = NO_SIZE.filled({"count": len(unknown)})
        named = tuple(f"/roster/{index}" for index in unknown[: terms.rows_named])
        yield gap("/roster", "size_unknown", words, clause=OF_ROSTER, blocks=False, related=named)


def _title_gaps(titles: Rows, roster: Rows, *, on: date) -> Iterator[Gap]:
    members = {row.get("uscc") for row in roster}
    first: dict[tuple[Any, ...], int] = {}
    for index, title in enumerate(titles):
        at, code = f"/titles/{index}", title.get("uscc")
        if code and code not in members:
            yield _doubt(f"{at}/uscc", "holder_not_in_roster", NOT_A_MEMBER)
        if title.get("granted_on") and not holds_on(title, on):
            words = NOT_VALID.filled({"day": on.isoformat()})
            yield _doubt(f"{at}/valid_until", "title_not_valid", words)
        same = (code, title.get("title_kind"), title.get("title_level"))
        if all(same) and same in first:
            yield _doubt(at, "title_twice", TITLE_TWICE, related=(f"/titles/{first[same]}",))
        first.setdefault(same, index)


def _doubt(pointer: str, code: str, words: Text, *, related: tuple[str, ...] = ()) -> Gap:
    return gap(pointer, code, words, clause=OF_TITLES, blocks=False, related=related)


def _differences(
    sections: Sections, terms: RosterTerms, tally: Tally, *, base_year: int
) -> Iterator[Gap]:
    basis = (sections.get("industry") or {}).get("scale_basis")
    tolerance = Decimal(terms.tolerance.numerator) / terms.tolerance.denominator
    for index, row in enumerate(sections.get("series") or ()):
        year = row.get("year")
        for one in terms.sums:
            total = tally.of((one.of, one.rows, year))
            if total is None and year == base_year:  # what a row says of itself is of that year
                total = tally.of((one.of, one.rows, None))
            stated = row.get(one.series)
            if stated is None or total is None or one.basis not in {None, basis}:
                continue
            if not total.agrees_with(Decimal(stated), tolerance=tolerance):
                rows = _rows_to_check(sections.get("roster") or (), one.of, year)
                at = f"/series/{index}/{one.series}"
                yield _difference(at, one, total, year=year, rows=rows, named=terms.rows_named)


def _difference(
    pointer: str, one: RosterSum, total: Total, *, year: int, rows: Sequence[int], named: int
) -> Gap:
    field = load_form("application").section("series").field(one.series)
    span = str(total.low) if total.low == total.high else f"{total.low}–{total.high}"
    values = {"year": year, "sum": f"{span} {field.unit}", "count": len(rows)}
    return gap(
        pointer,
        "roster_sum_differs",
        Text(
            DIFFERS.zh.format(label=field.zh, **values), DIFFERS.en.format(label=field.en, **values)
        ),
        clause=one.clause,
        blocks=False,
        related=tuple(f"/roster/{at}" for at in rows[:named]),
    )


def _rows_to_check(roster: Rows, of: str, year: int | None) -> list[int]:
    """The rows that say nothing of that year; where all do, those that weigh most."""
    weights, silent = dict[int, Decimal](), []
    for index, row in enumerate(roster):
        entries = [one for one in row.get("figures") or () if one.get("year") == year]
        said = [one[of] for one in (row, *entries) if one.get(of) is not None]
        if said or of == ENTERPRISES:
            weights[index] = Decimal(said[0]) if said else Decimal(1)
        else:
            silent.append(index)
    return silent or sorted(weights, key=lambda at: -weights[at])[:HEAVIEST]
