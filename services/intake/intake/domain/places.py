"""A place of the form in words: `/series/2/total_output` is 年度指标第 3 行“集群总产值”."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from programme.forms.tables import Field, Form, form_of, load_form

DOCUMENTS: Final = "佐证材料"


def place_named(pointer: str, held: Mapping[str, str]) -> str:
    """What a pointer of a correction points at; `held` names the case's documents by id."""
    form = load_form("application")
    first, *rest = pointer.split("/")[1:] or [""]
    if first == "documents":
        return _document(rest, form, held)
    for section in form_of("renewal").sections:
        if section.name == first:
            words = _inside(section.fields, rest, listed=section.shape == "list")
            return "".join([section.zh, *words])
    return form.zh


def _document(rest: Sequence[str], form: Form, held: Mapping[str, str]) -> str:
    named = rest[0] if rest else ""
    kinds = {kind.value: kind.zh for kind in form.document_kinds}
    name = held.get(named) or kinds.get(named)
    return f"{DOCUMENTS}：{name}" if name else DOCUMENTS


def _inside(fields: Iterable[Field], parts: Sequence[str], *, listed: bool) -> Iterator[str]:
    if listed and parts:
        index, *parts = parts
        yield f"第 {int(index) + 1} 行"
    if not parts:
        return
    name, *rest = parts
    for field in fields:
        if field.name == name:
            yield f"“{field.zh}”"
            yield from _inside(field.columns, rest, listed=field.type in {"table", "list"})
