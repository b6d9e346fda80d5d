"""Keys of inputs: a step is done again only when what it reads has changed."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

SKIP = {"__pycache__", "node_modules", "dist", ".pytest_cache", ".hypothesis"}


def of_text(*texts: object) -> str:
	"""A short key of some texts."""
	return hashlib.sha256("\0".join(map(str, texts)).encode()).hexdigest()[:20]


def of_files(files: Iterable[Path], root: Path) -> str:
	"""A key of files: their places and what is in them."""
	digest = hashlib.sha256()
	for file in sorted(files):
		digest.update(f"{file.relative_to(root)}\0".encode())
		digest.update(hashlib.sha256(_bytes(file)).digest())
	return digest.hexdigest()[:20]


def _bytes(file: Path) -> bytes:
	"""Others may be saving at this moment: a file that has just gone counts as empty."""
	try:
		return file.read_bytes()
	except FileNotFoundError:
		return b""


def walk(folder: Path) -> list[Path]:
	"""All source files below a folder, without what is built or cached."""
	if not folder.exists():
		return []
	found = []
	for path in folder.iterdir():
		if path.name in SKIP or path.suffix == ".pyc":
			continue
		if path.is_dir() and not path.is_symlink():
			found += walk(path)
		elif path.is_file():
			found.append(path)
	return found
