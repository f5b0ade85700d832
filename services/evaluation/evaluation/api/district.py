"""The code of a jurisdiction as a filter: GB/T 2260, or the development area's."""

from typing import Annotated

from pydantic import AfterValidator

from common.http.field_types import rule
from programme.jurisdictions import jurisdictions


def _known(code: str) -> str:
    if code not in {each.code for each in jurisdictions()}:
        raise rule("unknown_district", zh="没有此区。", en="There is no such district.")
    return code


District = Annotated[str, AfterValidator(_known)]
