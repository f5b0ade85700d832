"""SQLAlchemy tables, one module per aggregate."""
