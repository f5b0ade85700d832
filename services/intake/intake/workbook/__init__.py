"""The application's workbook: its tables and its plan as sheets."""
