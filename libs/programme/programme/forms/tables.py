"""The forms' field tables as frozen types, explicit enough to generate input models from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import Final, Literal, TypeVar, cast

from programme.strict_toml import DataRefused, Table, packaged_text, parsed

FieldType = Literal["text", "int", "decimal", "bool", "enum", "date", "code", "list", "table"]
Required = Literal["yes", "no", "conditional"]
_T = TypeVar("_T")
_TYPES: Final = ("text", "int", "decimal", "bool", "enum", "date", "code", "list", "table")
_ITEMS: Final = ("text", "code", "enum")
_FORMAT: Final = "form/1"
_FORMS: Final = ("application", "annual_report", "renewal")


class UnknownForm(KeyError):
    """There is no form with this id."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a closed list, with its terms."""

    value: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field. `required` binds at submission, never in a draft.

    By type: `text`, `code` have `max_length` (and a code a `pattern` for the whole string);
    `int`, `decimal` have `minimum` and `maximum`, a decimal a `scale`; `enum` has `choices`;
    `list` has `item` (text, code or enum, described by the same attributes) and `max_items`;
    `table` has `columns` and `max_items`. `fact`: it is a fact of the standard by that name.
    """

    name: str
    zh: str
    en: str
    type: FieldType
    required: Required
    when_zh: str
    when_en: str
    clause: str
    criteria: tuple[str, ...]
    unit: str
    scale: int
    minimum: Fraction | None
    maximum: Fraction | None
    max_length: int | None
    max_items: int | None
    item: Literal["text", "code", "enum"] | None
    pattern: str | None
    choices: tuple[Choice, ...]
    columns: tuple["Field", ...]
    personal: bool
    fact: bool
    filled_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a form: one object, or a list of rows; `printed` fields the system fills in."""

    name: str
    zh: str
    en: str
    shape: Literal["object", "list"]
    max_items: int | None
    fields: tuple[Field, ...]
    printed: tuple[Field, ...]

    def field(self, name: str) -> Field:
        """One typed field by its name; raises `KeyError`."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form with its sections, the kinds of document that go with it, and its vocabularies."""

    id: str
    version: str
    zh: str
    en: str
    note_zh: str
    note_en: str
    sections: tuple[Section, ...]
    document_kinds: tuple[Choice, ...]
    vocabularies: Mapping[str, tuple[Choice, ...]]

    def section(self, name: str) -> Section:
        """One section by its name; raises `KeyError`."""
        for section in self.sections:
            if section.name == name:
                return section
        raise KeyError(name)


@cache
def load_form(form_id: str) -> Form:
    """The form `application`, `annual_report` or `renewal`; raises `UnknownForm`."""
    if form_id not in _FORMS:
        raise UnknownForm(form_id)
    name = f"{form_id}.toml"
    return read_form(packaged_text("programme.forms", name), place=name)


@cache
def form_of(kind: str) -> Form:
    """The whole form of a case of a kind: a renewal says all that a designation does, and more."""
    application = load_form("application")
    if kind == "designation":
        return application
    own = load_form("renewal")
    return replace(
        application,
        id=own.id,
        version=own.version,
        zh=own.zh,
        en=own.en,
        note_zh=own.note_zh,
        note_en=own.note_en,
        sections=(*application.sections, *own.sections),
    )


def read_form(text: str, *, place: str) -> Form:
    """The form of a TOML text; raises `DataRefused` with the place."""
    root = Table(parsed(text, place=place), place=place)
    root.choice("format", (_FORMAT,))
    words = _vocabularies(root.table("vocabularies"))
    patterns = _patterns(root.table("patterns"))
    form = Form(
        id=root.text("id"),
        version=root.text("version"),
        zh=root.text("zh"),
        en=root.text("en"),
        note_zh=root.text("note_zh"),
        note_en=root.text("note_en"),
        sections=tuple(_section(item, words, patterns) for item in root.tables("sections")),
        document_kinds=words.get("document_kind", ()),
        vocabularies=words,
    )
    root.close()
    return form


def personal_paths(form: Form) -> Iterator[tuple[str, str]]:
    """Section and field name of every personal datum: never in an event, a log or the register."""
    for section in form.sections:
        for field in section.fields:
            if field.personal:
                yield section.name, field.name


def _vocabularies(table: Table) -> dict[str, tuple[Choice, ...]]:
    names = table.keys()
    return {name: tuple(_choice(item) for item in table.tables(name)) for name in names}


def _choice(table: Table) -> Choice:
    choice = Choice(table.text("value"), table.text("zh"), table.text("en"))
    table.close()
    return choice


def _patterns(table: Table) -> dict[str, str]:
    names = table.keys()
    return {name: table.text(name) for name in names}


def _section(
    table: Table, words: Mapping[str, tuple[Choice, ...]], patterns: Mapping[str, str]
) -> Section:
    fields = tuple(_field(item, words, patterns) for item in table.tables("fields"))
    shape: Literal["object", "list"] = (
        "list" if table.choice("shape", ("object", "list")) == "list" else "object"
    )
    section = Section(
        name=table.text("name"),
        zh=table.text("zh"),
        en=table.text("en"),
        shape=shape,
        max_items=table.integer("max_items") if shape == "list" else None,
        fields=tuple(field for field in fields if field.filled_by is None),
        printed=tuple(field for field in fields if field.filled_by is not None),
    )
    table.close()
    _require_distinct(fields, place=table.place)
    return section


def _field(
    table: Table, words: Mapping[str, tuple[Choice, ...]], patterns: Mapping[str, str]
) -> Field:
    kind = cast(FieldType, table.choice("type", _TYPES))
    required = cast(Required, table.choice("required", ("yes", "no", "conditional")))
    item = table.choice("item", _ITEMS) if kind == "list" else None
    value = item or kind
    number = kind in {"int", "decimal"} and not table.has("filled_by")
    field = Field(
        name=table.text("name"),
        zh=table.text("zh"),
        en=table.text("en"),
        type=kind,
        required=required,
        when_zh=table.text("when_zh") if required == "conditional" else "",
        when_en=table.text("when_en") if required == "conditional" else "",
        clause=table.text("clause"),
        criteria=table.texts("criteria"),
        unit=table.text_or("unit"),
        scale=table.integer("scale") if kind == "decimal" else 0,
        minimum=table.number("min") if number or table.has("min") else None,
        maximum=table.number("max") if number or table.has("max") else None,
        max_length=table.integer("max_length") if value in {"text", "code"} else None,
        max_items=table.integer("max_items") if kind in {"list", "table"} else None,
        item=cast(Literal["text", "code", "enum"] | None, item),
        pattern=_named(table, "pattern", patterns) if value == "code" else None,
        choices=_named(table, "choices", words) if value == "enum" else (),
        columns=tuple(_field(entry, words, patterns) for entry in table.tables("columns")),
        personal=table.flag("personal"),
        fact=table.flag("fact"),
        filled_by=table.text("filled_by") if table.has("filled_by") else None,
    )
    table.close()
    _require_columns(field, place=table.place)
    return field


def _named(table: Table, key: str, among: Mapping[str, _T]) -> _T:
    name = table.text(key)
    if name not in among:
        raise DataRefused(table.at(key), f"{name} is not declared")
    return among[name]


def _require_columns(field: Field, *, place: str) -> None:
    if (field.type == "table") != bool(field.columns):
        raise DataRefused(place, "a table, and only a table, has columns")
    _require_distinct(field.columns, place=place)


def _require_distinct(fields: tuple[Field, ...], *, place: str) -> None:
    names = [field.name for field in fields]
    if len(names) != len(set(names)):
        raise DataRefused(place, "field names are distinct")
