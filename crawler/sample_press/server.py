"""A small HTTP server for made-up web sites: many host names behind one port of 127.0.0.1.

A crawler is led here by ``HOST_MAP``, any other client by naming it its HTTP proxy; either way every site
keeps its own name (``www.haiyu.example``) and stored addresses do not depend on the port.
"""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType
    from typing import Self

_CHUNK = 1 << 16


@dataclass(slots=True)
class Answer:
    """What the server sends for one address."""

    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    endless: bytes = b""
    """Sent again and again after ``body`` until ``length`` bytes are out; no length is announced."""
    length: int = 0
    delay: float = 0.0
    """Seconds to wait before answering."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request the server got."""

    url: str
    headers: dict[str, str]
    """Names in lower case."""


class PageServer:
    """Serve what ``answer(url)`` returns; runs in a thread of its own between ``start`` and ``stop``."""

    def __init__(self, answer: Callable[[Asked], Answer], port: int = 0) -> None:
        self.answer = answer
        self.port = port
        self.log: list[Asked] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="sample-press", daemon=True)
        self._ready = threading.Event()
        self._failure: OSError | None = None

    @property
    def address(self) -> str:
        """Where the server listens: ``127.0.0.1:PORT``."""
        return f"127.0.0.1:{self.port}"

    def start(self) -> Self:
        """Listen; raises ``OSError`` when the port is taken."""
        self._thread.start()
        self._ready.wait()
        if self._failure is not None:
            raise self._failure
        return self

    def stop(self) -> None:
        """Close every connection and end the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self) -> None:
        loop = self._loop
        asyncio.set_event_loop(loop)
        try:
            server = loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", self.port))
        except OSError as error:
            self._failure = error
            self._ready.set()
            loop.close()
            return
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        loop.run_forever()
        server.close()
        tasks = asyncio.all_tasks(loop)
        for task in tasks:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (asked := await _read_request(reader)) is not None:
                self.log.append(asked)
                answer = self.answer(asked)
                if answer.delay:
                    await asyncio.sleep(answer.delay)
                for piece in _pieces(answer):
                    writer.write(piece)
                    await writer.drain()
                if answer.endless or asked.headers.get("connection", "").lower() == "close":
                    break
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, _NotHttpError):
            pass  # the other side left or speaks no HTTP; the others are still served
        finally:
            writer.close()


class _NotHttpError(Exception):
    pass


async def _read_request(reader: asyncio.StreamReader) -> Asked | None:
    """Return the next request of a connection, ``None`` at its end.  Bodies are not expected."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    _, _, rest = first.partition(" ")
    target = rest.removesuffix(" HTTP/1.1").removesuffix(" HTTP/1.0")
    if not target:
        raise _NotHttpError
    headers = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(":") for line in lines if line)
    }
    if length := int(headers.get("content-length", 0)):
        await reader.readexactly(length)
    url = target if "://" in target else f"http://{headers.get('host', '')}{target}"
    return Asked(url if urlsplit(url).path else url + "/", headers)


def _pieces(answer: Answer) -> Iterator[bytes]:
    """Yield the bytes of a response."""
    reason = HTTPStatus(answer.status).phrase
    headers = {"Content-Type": answer.content_type, **answer.headers}
    if not answer.endless:
        headers["Content-Length"] = str(len(answer.body))
    else:
        headers["Connection"] = "close"
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    yield f"HTTP/1.1 {answer.status} {reason}\r\n{head}\r\n".encode("latin-1") + answer.body
    if answer.endless:
        block = answer.endless * (_CHUNK // len(answer.endless) + 1)
        sent = len(answer.body)
        while sent < answer.length:
            yield block
            sent += len(block)
