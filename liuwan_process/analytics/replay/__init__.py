"""Runs the same generated cases through several flows, by the real engine under a simulated clock, and compares them.

`cases.py` generates, `walk.py` walks, `results.py` reads what the log then says, `document.py` and `chart.py` write it
down, `power_connection.py` is the command.
"""
