"""Which sections of the application a workbook holds, and who reads and writes it."""

from dataclasses import replace
from typing import Final

from common.workbook.apart import Clerk
from common.workbook.sheets import Book, book_of
from intake.terms.reading import workbook_words
from programme.forms.tables import Form, load_form

SECTIONS: Final = ("series", "roster", "titles", "plan")


def _book(form: Form) -> Book:
    words = workbook_words()
    words = replace(words, notes=(*words.notes, f"{form.note_zh}。"))
    return book_of([form.section(name) for name in SECTIONS], words)


BOOK: Final = _book(load_form("application"))
FIELDS: Final = {section.name: section.fields for section in load_form("application").sections}
CLERK: Final = Clerk(BOOK)
