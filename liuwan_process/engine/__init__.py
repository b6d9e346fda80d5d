"""Runs definitions. The only writer of Process Instance, Process Task, Process Log and Process Instance Participant.

`start.py` and `acts.py` hold what people do, `clock.py` what time does; the others serve them.
"""
