"""Every status and choice with its term in both languages: one word for one thing."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from programme.forms.tables import Choice, load_form
from programme.jurisdictions import jurisdictions
from programme.strict_toml import Table, packaged_table

FORMS = ("application", "annual_report")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The values that one kind of field may have."""

    name: str
    zh: str
    en: str
    terms: tuple[Choice, ...]

    def values(self) -> frozenset[str]:
        """The values alone."""
        return frozenset(term.value for term in self.terms)


@cache
def vocabularies() -> tuple[Vocabulary, ...]:
    """All vocabularies: of the procedure, of the districts, and those of the forms by form."""
    return (*_of_the_procedure(), _districts(), *_of_the_forms())


def _of_the_procedure() -> tuple[Vocabulary, ...]:
    document = packaged_table("programme", "vocabularies.toml")
    read = tuple(_vocabulary(table) for table in document.tables("vocabularies"))
    document.close()
    return read


def _vocabulary(table: Table) -> Vocabulary:
    read = Vocabulary(
        name=table.text("name"),
        zh=table.text("zh"),
        en=table.text("en"),
        terms=tuple(_term(term) for term in table.tables("terms")),
    )
    table.close()
    return read


def _term(table: Table) -> Choice:
    term = Choice(value=table.text("value"), zh=table.text("zh"), en=table.text("en"))
    table.close()
    return term


def _districts() -> Vocabulary:
    terms = tuple(
        Choice(value=each.code, zh=each.name_zh, en=each.name_en) for each in jurisdictions()
    )
    return Vocabulary(name="district", zh="区", en="District", terms=terms)


def _of_the_forms() -> Iterator[Vocabulary]:
    for form_id in FORMS:
        form = load_form(form_id)
        kinds = {"document_kind": form.document_kinds}
        for name, choices in {**form.vocabularies, **kinds}.items():
            yield Vocabulary(
                name=f"{form_id}.{name}",
                zh=f"{form.zh}：{name}",
                en=f"{form.en}: {name.replace('_', ' ')}",
                terms=tuple(choices),
            )
