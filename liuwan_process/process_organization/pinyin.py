"""Searching Chinese names by their Latin spelling."""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin


@lru_cache(maxsize=10_000)
def search_key(name: str) -> str:
	"""`张伟` gives `zhangwei zw`: the whole spelling, then the initials, as far as 140 characters go."""
	spelling = "".join(lazy_pinyin(name or "", style=Style.NORMAL)).lower().replace(" ", "")
	initials = "".join(lazy_pinyin(name or "", style=Style.FIRST_LETTER)).lower().replace(" ", "")
	return f"{spelling[:100]} {initials[:39]}".strip()
