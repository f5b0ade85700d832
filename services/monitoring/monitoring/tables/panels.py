"""What the panels of the dashboard count by: indexes on the tables of others."""

from typing import Final

from sqlalchemy import Index

from monitoring.tables.obligations import obligations
from monitoring.tables.reports import annual_reports

BY_PERIOD: Final = Index("ix_obligations_period", obligations.c.period, obligations.c.district)
REPORTS_BY_PERIOD: Final = Index("ix_annual_reports_period", annual_reports.c.period)
