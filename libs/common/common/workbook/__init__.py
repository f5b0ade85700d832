"""The workbook: the form's tables as sheets, written for a person and read back."""
