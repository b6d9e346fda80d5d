"""Why a message was not sent. The words are shown to the process office and hold no address and no secret."""


class NotSent(Exception):
	"""It may be tried again."""


class Hopeless(NotSent):
	"""Trying again would not help, or might tell the same thing twice."""
