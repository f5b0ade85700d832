"""Who the caller is, as the token states it."""

from fastapi import APIRouter, Response

from common.http.answers import shown
from common.http.app import router
from common.http.dependencies import CurrentActor
from common.http.problems import READS, documented
from common.http.validation import StrictModel


class Me(StrictModel):
    """The actor that a token makes of its bearer."""

    subject: str
    roles: list[str]
    district: str | None
    institution: str | None
    scopes: list[str]


def me_router() -> APIRouter:
    """The router of `/v1/me`."""
    routes = router(tag="me")

    @routes.get("/me", response_model=Me, responses=documented(READS), name="read_me")
    async def me(actor: CurrentActor) -> Response:
        """The caller as every service sees it: subject, roles, district or institution."""
        return shown(
            Me(
                subject=actor.subject,
                roles=sorted(actor.roles),
                district=actor.district,
                institution=actor.institution,
                scopes=sorted(actor.scopes),
            )
        )

    return routes
