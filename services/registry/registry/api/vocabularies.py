"""Every status and choice of the whole API, with its term in both languages."""

from fastapi import Response

from common.http.answers import shown
from common.http.app import router
from common.http.problems import PUBLIC, documented
from common.http.validation import StrictModel
from programme.vocabularies import Vocabulary, vocabularies

routes = router(tag="vocabularies")


class TermShown(StrictModel):
    """One value with its term."""

    value: str
    zh: str
    en: str


class VocabularyShown(StrictModel):
    """The values that one kind of field may have."""

    name: str
    zh: str
    en: str
    terms: list[TermShown]


class VocabulariesShown(StrictModel):
    """All vocabularies."""

    items: list[VocabularyShown]


@routes.get(
    "/vocabularies",
    response_model=VocabulariesShown,
    responses=documented(PUBLIC),
    name="list_vocabularies",
)
async def list_vocabularies() -> Response:
    """Every status and choice with its Chinese and English term."""
    return shown(VocabulariesShown(items=[_shown(each) for each in vocabularies()]))


def _shown(of: Vocabulary) -> VocabularyShown:
    terms = [TermShown(value=term.value, zh=term.zh, en=term.en) for term in of.terms]
    return VocabularyShown(name=of.name, zh=of.zh, en=of.en, terms=terms)
