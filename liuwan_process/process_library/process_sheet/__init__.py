"""Processes as an Excel workbook: one row a step. Export, template and import speak of the columns in `columns.py`."""
