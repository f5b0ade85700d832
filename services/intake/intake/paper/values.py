"""What was filed, as it stands on paper, with districts by their names."""

from typing import Any

from common.paper import values
from programme.forms.tables import Field
from programme.jurisdictions import jurisdictions


def shown(field: Field, value: Any) -> str:
    """A value of a field; a dash for what was left out."""
    if field.name == "district_code" and value:
        return name_of(value)
    return values.shown(field, value)


def name_of(district: str) -> str:
    """What a district is called; its code where nobody knows it."""
    known = {each.code: each.name_zh for each in jurisdictions()}
    return known.get(district, district)
