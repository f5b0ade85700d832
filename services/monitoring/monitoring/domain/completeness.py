"""What a report still lacks before it can be submitted."""

from collections.abc import Iterator, Mapping
from typing import Any

from common.errors import FieldError, Text
from monitoring.domain.refusals import ReportIncomplete
from programme.forms.tables import Field, Form, Section


def require_complete(sections: Mapping[str, Any], form: Form) -> None:
    """Refuse a report that is not complete, naming each place with its clause."""
    gaps = tuple(gaps_of(sections, form))
    if gaps:
        raise ReportIncomplete(errors=gaps)


def gaps_of(sections: Mapping[str, Any], form: Form) -> Iterator[FieldError]:
    """Every required place that is empty; a list must be stated, even if it is empty."""
    for section in form.sections:
        filed = sections.get(section.name)
        if section.shape == "object":
            yield from _missing(section, filed or {}, pointer=f"/{section.name}")
        elif filed is None:
            yield _gap(f"/{section.name}", section.zh, section.en, section.fields[0].clause)
        else:
            for number, row in enumerate(filed):
                yield from _missing(section, row, pointer=f"/{section.name}/{number}")


def _missing(section: Section, filed: Mapping[str, Any], *, pointer: str) -> Iterator[FieldError]:
    for field in section.fields:
        if field.required == "yes" and filed.get(field.name) in (None, ""):
            yield _field_gap(field, pointer)


def _field_gap(field: Field, pointer: str) -> FieldError:
    return _gap(f"{pointer}/{field.name}", field.zh, field.en, field.clause)


def _gap(pointer: str, zh: str, en: str, clause: str) -> FieldError:
    words = Text(f"缺少：{zh}（{clause}）", f"Missing: {en} ({clause})")
    return FieldError(pointer, "missing", words)
