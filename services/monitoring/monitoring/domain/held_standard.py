"""The text of a pinned standard, where the programme holds the very same."""

from common.contracts.case import StandardPin
from programme.standards.registry import UnknownStandard, load
from programme.standards.standard import Standard


def held(pin: StandardPin) -> Standard | None:
    """The packaged standard with the pin's id and hash; None where the text is another.

    A revision made in evaluation since is not copied here: nothing is computed by another text
    than the one a case was decided by, and the answer says so (ADR 0017).
    """
    try:
        standard = load(pin.id)
    except UnknownStandard:
        return None
    return standard if standard.sha256 == pin.sha256 else None
