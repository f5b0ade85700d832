"""The district on site: who went, what they saw, with photographs (READING, art. 9)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from common.errors import FieldError, InvalidContent, Text
from intake.domain.act import Act
from intake.domain.application_refusals import (
    PhotosMissing,
    SiteDiffers,
    SiteVerificationMissing,
    VerifiersTooFew,
)
from intake.domain.document import SITE_PHOTO, Document
from intake.domain.review_terms import ReviewTerms
from intake.domain.round import Round

NO_SUCH_PHOTO: Final = Text(
    "没有此现场照片，或尚未上传。", "There is no such photograph of this case, or it is empty."
)
NOT_YET: Final = Text("核查日期不得晚于今日。", "The visit lies in the future.")


def require_visit(given: Mapping[str, Any], terms: ReviewTerms, *, today: date) -> None:
    """Refuse a visit by too few people, or on a day that has not come."""
    if date.fromisoformat(given["visited_on"]) > today:
        raise InvalidContent(errors=[FieldError("/visited_on", "not_yet", NOT_YET)])
    people = {"".join(person["name"].split()) for person in given["verifiers"]}
    if len(people) < terms.people:
        few = VerifiersTooFew(people=terms.people)
        few.errors = (FieldError("/verifiers", few.code, few.explained()),)
        raise few


def photos_of(
    given: Mapping[str, Any], documents: Sequence[Document], terms: ReviewTerms
) -> list[Document]:
    """The photographs that a visit names; each is of this case and uploaded."""
    held = {str(d.id): d for d in documents if d.kind == SITE_PHOTO and d.sha256 is not None}
    strange = [
        FieldError(f"/photos/{index}", "no_such_photo", NO_SUCH_PHOTO)
        for index, photo in enumerate(given["photos"])
        if photo not in held
    ]
    if strange:
        raise InvalidContent(errors=strange)
    named = [held[photo] for photo in dict.fromkeys(given["photos"])]
    if len({photo.sha256 for photo in named}) < terms.photos:
        few = PhotosMissing(photos=terms.photos)
        few.errors = (FieldError("/photos", few.code, few.explained()),)
        raise few
    return named


def require_site_verified(acts: Iterable[Act], in_round: Round, *, submission: int) -> None:
    """Refuse to recommend without the visit that the round asks for, or against what it found."""
    visits = [act for act in acts if act.act == "verify_site"]
    if not visits:
        if in_round.terms.site_verification.required:
            raise SiteVerificationMissing()
        return
    last = visits[-1]
    if last.content["conclusion"] == "differs" and last.submission == submission:
        raise SiteDiffers()
