"""Tells people what happened: an outbox, its channels, the daily digest, links that decide from an e-mail.

`outbox.py` takes what the engine wrote into the log and delivers it, at most once to each person by each channel;
`plan.py` says who hears of what by which channel, `words.py` how it sounds.
"""
