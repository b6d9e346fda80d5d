"""Test runs of a draft: the engine's own moves over values kept in memory. Nothing of the real flow is written.

`case.py` is the run, `play.py` what the one person who plays all roles does, `auto.py` plays by itself, `coverage.py`
counts what has been tried, `record.py` keeps test runs.
"""
