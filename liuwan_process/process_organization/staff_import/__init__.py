"""People from one Excel or CSV file: `file` reads it, `check` judges it in memory, `write` writes it in bulk,
`job` runs the three in the background and keeps the state in the DocType Staff Import.

Why not Frappe's Data Import: see docs/adr/0002-staff-import.md.
"""
