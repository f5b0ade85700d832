"""What a district is called; its code where nobody knows it."""

from programme.jurisdictions import jurisdictions


def district_name(code: str, *, english: bool = False) -> str:
    """The name of the district of a code (GB/T 2260)."""
    for each in jurisdictions():
        if each.code == code:
            return each.name_en if english else each.name_zh
    return code
