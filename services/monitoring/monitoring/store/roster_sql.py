"""The statements by which a roster comes in; every name in them is a column of the code's own."""

from typing import Final

from monitoring.domain.roster import COLUMNS, NAMES, Column
from programme.credit_code import ALPHABET, PRIME, WEIGHTS


def _wrong(column: Column) -> str:
    missing = f"{column.name} IS NULL OR " if column.required else ""
    return f"({missing}{column.name} !~ '^({column.pattern})$')"


_TEXTS: Final = ", ".join(f"{name} text" for name in NAMES)
_CASTS: Final = ", ".join(f"{each.name}::{each.cast}" for each in COLUMNS)
_NAMED: Final = ", ".join(f"CASE WHEN {_wrong(each)} THEN '{each.name}' END" for each in COLUMNS)
_ANY: Final = " OR ".join(_wrong(each) for each in COLUMNS)
# The check digit of GB 32100 by the bytes of the code, from the programme's own alphabet.
_VALUES: Final = ",".join(str(max(ALPHABET.find(chr(byte)), 0)) for byte in range(1, 128))
_TIMES: Final = ((17, 1), *enumerate(WEIGHTS))
_SUM: Final = " + ".join(
    f"('{{{_VALUES}}}'::integer[])[get_byte(code, {place})] * {weight}" for place, weight in _TIMES
)

# Everything as it was written, by its line in the file: what cannot be taken is told by it.
STAGE: Final = f"""
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
    SELECT $1, line - 1, {_CASTS} FROM roster_stage
    """  # noqa: S608
TALLY: Final = f"""
    SELECT count(*) AS enterprises,
      count(*) - count(DISTINCT uscc) AS repeated_codes,
      count(*) FILTER (WHERE ({_SUM}) % {PRIME} <> 0) AS doubtful_codes,
      count(*) FILTER (WHERE uses_platform = 'true') AS platform_users,
      coalesce(sum(employees::integer), 0) AS employees,
      coalesce(sum(revenue::numeric), 0) AS revenue,
      coalesce(sum(output::numeric), 0) AS output,
      coalesce(sum(output::numeric) FILTER (WHERE in_leading_industry = 'true'), 0)
        AS leading_output,
      coalesce(sum(rd_expense::numeric), 0) AS rd_expense,
      coalesce(sum(valid_invention_patents::integer), 0) AS valid_invention_patents
    FROM (SELECT *, uscc::bytea AS code FROM roster_stage) AS staged
    """  # noqa: S608
