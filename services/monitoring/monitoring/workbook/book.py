"""Which sections of the annual report its workbook holds, and who reads and writes it."""

from dataclasses import replace
from typing import Final

from common.workbook.apart import Clerk
from common.workbook.sheets import Book, book_of
from monitoring.terms.report_reading import workbook_words
from programme.forms.tables import Form, load_form


def _book(form: Form) -> Book:
    words = workbook_words()
    words = replace(words, notes=(*words.notes, f"{form.note_zh}。"))
    return book_of(form.sections, words)


BOOK: Final = _book(load_form("annual_report"))
FIELDS: Final = {section.name: section.fields for section in load_form("annual_report").sections}
CLERK: Final = Clerk(BOOK)
