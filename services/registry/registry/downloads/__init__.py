"""The whole register as a file: JSON, CSV or a workbook."""
