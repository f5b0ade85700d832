"""The statements by which a roster comes in; every name in them is a column of the code's own."""

from typing import Final

from monitoring.domain.roster import COLUMNS, NAMES, Column
from programme.credit_code import ALPHABET, PRIME, WEIGHTS


def _wrong(column: Column) -> str:
    missing = f"{column.name} IS NULL OR " if column.required else ""
    return f"({missing}{column.name} !~ '^({column.pattern})$')"


_TEXTS: Final = ", ".join(f"{name} text" for name in NAMES)
_TYPED: Final = ", ".join(f"{each.name} {each.cast}" for each in COLUMNS)
_NAMED: Final = ", ".join(f"CASE WHEN {_wrong(each)} THEN '{each.name}' END" for each in COLUMNS)
_ANY: Final = " OR ".join(_wrong(each) for each in COLUMNS)
# Each character of a credit code by its place in the programme's own alphabet; what is not in it
# weighs so much that no sum with it can be right.
_OUTSIDE: Final = -1_000_000
# Six digits of a place in the middle; the check digit comes last.
_DIGITS: Final = range(2, 8)


def _values(alphabet: str) -> str:
    places = (alphabet.find(chr(byte)) for byte in range(1, 128))
    numbers = ",".join(str(_OUTSIDE if place < 0 else place) for place in places)
    return f"'{{{numbers}}}'::integer[]"


def _weighed(place: int, weight: int) -> str:
    digits = ALPHABET[:10] if place in _DIGITS else ALPHABET
    return f"({_values(digits)})[get_byte(code, {place})] * {weight}"


_SUM: Final = " + ".join(
    _weighed(place, weight) for place, weight in (*enumerate(WEIGHTS), (len(WEIGHTS), 1))
)
_AMOUNTS: Final = [each.name for each in COLUMNS if each.cast == "numeric"]
_COUNTS: Final = [each.name for each in COLUMNS if each.cast == "integer"]
# The same as the patterns, for values that have their types already, in a tenth of the time.
_SOUND: Final = " AND ".join(
    (
        *(f"{each.name} IS NOT NULL" for each in COLUMNS if each.required),
        *(f"{name} BETWEEN 0 AND 99999999" for name in _COUNTS),
        *(f"coalesce({name} BETWEEN 0 AND 999999999.99, true)" for name in _AMOUNTS),
        *(f"coalesce(scale({name}) <= 2, true)" for name in _AMOUNTS),
        "length(enterprise_name) BETWEEN 1 AND 200",
        "length(industry_code) BETWEEN 2 AND 4",
        "translate(industry_code, '0123456789', '') = ''",
        f"weighed >= 0 AND length(uscc) = {len(WEIGHTS) + 1}",
    )
)

STAGE: Final = f"""
    CREATE TEMPORARY TABLE roster_stage
      (line integer GENERATED ALWAYS AS IDENTITY (START 2), {_TYPED}) ON COMMIT DROP
    """
# Everything as it was written, by its line in the file: what cannot be taken is told by it.
STAGE_AS_WRITTEN: Final = f"""
    CREATE TEMPORARY TABLE roster_stage
      (line integer GENERATED ALWAYS AS IDENTITY (START 2), {_TEXTS}) ON COMMIT DROP
    """
FAULTY: Final = f"""
    SELECT line, array_remove(ARRAY[{_NAMED}], NULL) AS names
    FROM roster_stage WHERE {_ANY} ORDER BY line LIMIT $1
    """  # noqa: S608
COUNTED: Final = f"SELECT count(*) FROM roster_stage WHERE {_ANY}"  # noqa: S608
KEEP: Final = f"""
    INSERT INTO report_enterprises (roster_id, position, {", ".join(NAMES)})
    SELECT $1, line - 1, {", ".join(NAMES)} FROM roster_stage
    """  # noqa: S608
TALLY: Final = f"""
    SELECT count(*) AS enterprises,
      count(*) FILTER (WHERE ({_SOUND}) IS NOT TRUE) AS faulty,
      count(*) - count(DISTINCT uscc) AS repeated_codes,
      count(*) FILTER (WHERE weighed % {PRIME} <> 0) AS doubtful_codes,
      count(*) FILTER (WHERE uses_platform) AS platform_users,
      coalesce(sum(employees), 0) AS employees,
      coalesce(sum(revenue), 0) AS revenue,
      coalesce(sum(output), 0) AS output,
      coalesce(sum(output) FILTER (WHERE in_leading_industry), 0) AS leading_output,
      coalesce(sum(rd_expense), 0) AS rd_expense,
      coalesce(sum(valid_invention_patents), 0) AS valid_invention_patents
    FROM (
      SELECT *, CASE WHEN octet_length(uscc) = {len(WEIGHTS) + 1} THEN {_SUM} END AS weighed
      FROM (SELECT *, convert_to(uscc, 'UTF8') AS code FROM roster_stage OFFSET 0) AS staged
    OFFSET 0) AS weighed_up
    """  # noqa: S608
