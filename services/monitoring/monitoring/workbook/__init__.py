"""The annual report's workbook: each section as a sheet."""
