"""The standards that come with the programme, as revisions."""

from collections.abc import Sequence
from functools import cache

from evaluation.domain.standard import Revision
from programme.standards import registry
from programme.strict_toml import packaged_text


def ids() -> tuple[str, ...]:
    """Their ids, in order."""
    return tuple(each.id for each in registry.available())


@cache
def revision(standard_id: str) -> Revision:
    """The packaged revision of a standard; raises `UnknownStandard`."""
    standard = registry.load(standard_id)
    text = packaged_text("programme.standards", f"{standard_id}.toml")
    return Revision(standard=standard, text=text, cases=registry.cases_text(standard_id))


def beyond(standard_id: str, kept: Sequence[Revision]) -> Sequence[Revision]:
    """The packaged revision, if no revision of its number is kept yet and it is the next one."""
    if standard_id not in ids():
        return ()
    own = revision(standard_id)
    return () if kept and own.number <= kept[-1].number else (own,)
