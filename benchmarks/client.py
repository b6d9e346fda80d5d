"""A closed-loop HTTP client: n clients, each sends its next request when the last was answered.

A process of its own on one core, without a library: it reads a plan as JSON and prints what it measured. Every
request opens a connection, as a proxy in front of the web server does.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Iterator
from typing import Any

Request = dict[str, Any]
QUOTED = 300


def main() -> None:
	"""Plan: `port`, `core`, `clients`, `seconds`, `requests` (method, path, body, headers; `good`: the status wanted)."""
	plan = json.load(sys.stdin)
	os.sched_setaffinity(0, {plan["core"]})
	json.dump(asyncio.run(drive(plan)), sys.stdout)


async def drive(plan: dict[str, Any]) -> dict[str, Any]:
	"""Send until the time is up or nothing is left; whatever was sent is waited for."""
	texts = [(encoded(request, plan["port"]), request.get("good", 200)) for request in plan["requests"]]
	waiting = iter([(i, *each) for i, each in enumerate(texts)])
	answers: list[dict[str, Any]] = []
	begun, busy = time.perf_counter(), time.process_time()
	until = begun + plan["seconds"]
	await asyncio.gather(*(one_client(plan["port"], waiting, until, answers) for _ in range(plan["clients"])))
	seconds = time.perf_counter() - begun
	return {"answers": answers, "seconds": seconds, "busy": (time.process_time() - busy) / seconds}


async def one_client(
	port: int, waiting: Iterator[tuple[int, bytes, int]], until: float, answers: list
) -> None:
	for number, text, good in waiting:
		begun = time.perf_counter()
		status, body = await send(port, text)
		ms = (time.perf_counter() - begun) * 1000
		error = "" if status == good else f"{status} {body[:QUOTED].decode(errors='replace')}"
		answers.append({"number": number, "ms": ms, "error": error})
		if time.perf_counter() >= until:
			return


async def send(port: int, text: bytes) -> tuple[int, bytes]:
	"""(status, body); status 0 when the connection broke."""
	try:
		reader, writer = await asyncio.open_connection("127.0.0.1", port)
		writer.write(text)
		answer = await reader.read()
		writer.close()
		head, _, body = answer.partition(b"\r\n\r\n")
		return int(head.split(b" ", 2)[1]), body
	except (OSError, IndexError, ValueError) as error:
		return 0, repr(error).encode()


def encoded(request: Request, port: int) -> bytes:
	"""A request as it goes over the wire."""
	body = request.get("body", "").encode()
	headers = {"Accept": "application/json", "Content-Type": "application/json", **request["headers"]}
	head = [
		f"{request['method']} {request['path']} HTTP/1.1",
		f"Host: 127.0.0.1:{port}",
		*(f"{name}: {value}" for name, value in headers.items()),
		f"Content-Length: {len(body)}",
		"Connection: close",
	]
	return "\r\n".join([*head, "", ""]).encode() + body


if __name__ == "__main__":
	main()
