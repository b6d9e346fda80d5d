"""The web portal under /process: what each page shows. `renderer.py` answers, the others gather, templates/portal draws.

Nothing here changes a run; acts go through `api/`.
"""
