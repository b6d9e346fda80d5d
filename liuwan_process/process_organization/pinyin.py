"""Searching Chinese names by their Latin spelling."""

from functools import lru_cache


@lru_cache(maxsize=10_000)
def search_key(name: str) -> str:
	"""`张伟` gives `zhangwei zw`: the whole spelling, then the initials, as far as 140 characters go."""
	from pypinyin import Style, lazy_pinyin  # 50 MB, which a web worker does without until something is spelt

	spelling = "".join(lazy_pinyin(name or "", style=Style.NORMAL)).lower().replace(" ", "")
	initials = "".join(lazy_pinyin(name or "", style=Style.FIRST_LETTER)).lower().replace(" ", "")
	return f"{spelling[:100]} {initials[:39]}".strip()
