"""The lifecycle of an application: who may do what from where, and who moves next.

A *place* is a status together with the stage it belongs to: `returned` and `resubmitted` occur
before acceptance and again during the preliminary review, with other ways on.
"""

from typing import Final

from common.lifecycle import Arc, Lifecycle

INSTITUTION: Final = ("operating_institution",)
DISTRICT: Final = ("district_authority",)
# Acts that only an event of another service performs; nobody holds this role.
SERVICES: Final = ("service",)

IN_REVIEW: Final = "_in_review"
CONCLUDED: Final = "_concluded"
# With the bureau: recommended, or as a renewal forwarded with the district's opinion.
AT_BUREAU: Final = ("recommended", "forwarded")
TO_CHANGE: Final = ("draft", "returned", "returned_in_review")
UNDER_REVIEW: Final = ("accepted", "resubmitted_in_review")
# What an officer of the district has on the desk, also while the institution corrects.
HANDLED: Final = ("submitted", "returned", "resubmitted", *UNDER_REVIEW, "returned_in_review")

APPLICATION: Final = Lifecycle(
    name="application",
    arcs=(
        Arc("change", who=INSTITUTION, start=TO_CHANGE),
        Arc("submit", who=INSTITUTION, start=("draft",), end=("submitted",)),
        Arc("submit", who=INSTITUTION, start=("returned",), end=("resubmitted",)),
        Arc(
            "submit",
            who=INSTITUTION,
            start=("returned_in_review",),
            end=("resubmitted_in_review",),
        ),
        Arc(
            "withdraw",
            who=INSTITUTION,
            start=(
                *TO_CHANGE,
                "submitted",
                "resubmitted",
                *UNDER_REVIEW,
                *AT_BUREAU,
            ),
            end=("withdrawn",),
        ),
        # Before acceptance there is one request, naming everything (READING, art. 9).
        Arc("request_correction", who=DISTRICT, start=("submitted",), end=("returned",)),
        Arc("request_correction", who=DISTRICT, start=UNDER_REVIEW, end=("returned_in_review",)),
        Arc("accept", who=DISTRICT, start=("submitted", "resubmitted"), end=("accepted",)),
        Arc(
            "reject",
            who=DISTRICT,
            start=("submitted", "resubmitted", "returned"),
            end=("rejected",),
        ),
        Arc("record_findings", who=DISTRICT, start=UNDER_REVIEW),
        Arc("verify_site", who=DISTRICT, start=UNDER_REVIEW),
        Arc("recommend", who=DISTRICT, start=UNDER_REVIEW, end=("recommended",)),
        Arc(
            "not_recommend",
            who=DISTRICT,
            start=(*UNDER_REVIEW, "returned_in_review"),
            end=("not_recommended",),
        ),
        # A renewal always goes on, also when a correction that was asked for did not come.
        Arc(
            "forward",
            who=DISTRICT,
            start=(*UNDER_REVIEW, "returned", "returned_in_review"),
            end=("forwarded",),
        ),
        Arc("hand_over", who=DISTRICT, start=HANDLED),
        Arc("take_back", who=SERVICES, start=AT_BUREAU, end=("accepted",)),
        *(
            arc
            for status in AT_BUREAU
            for arc in (
                Arc("conclude", who=SERVICES, start=(status,), end=(f"{status}{CONCLUDED}",)),
                Arc("reopen", who=SERVICES, start=(f"{status}{CONCLUDED}",), end=(status,)),
            )
        ),
    ),
    moves_next={
        "draft": "operating_institution",
        "submitted": "district_authority",
        "returned": "operating_institution",
        "resubmitted": "district_authority",
        "accepted": "district_authority",
        "returned_in_review": "operating_institution",
        "resubmitted_in_review": "district_authority",
        "recommended": "municipal_bureau",
        "recommended_concluded": None,
        "forwarded": "municipal_bureau",
        "forwarded_concluded": None,
        "rejected": None,
        "not_recommended": None,
        "withdrawn": None,
    },
)


def status_of(place: str) -> str:
    """The status as everybody names it, whatever the stage."""
    return place.removesuffix(IN_REVIEW).removesuffix(CONCLUDED)
