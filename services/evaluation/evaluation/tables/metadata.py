"""The metadata that this service's tables belong to."""

from sqlalchemy import MetaData

from common.tables import NAMING

metadata = MetaData(naming_convention=NAMING)
