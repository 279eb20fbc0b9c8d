"""Raw responses as WARC 1.1: what was published can always be looked at again (``archive_reading``).

Each crawl writes its own files, ``ARCHIVE_DIR/SITE/SITE-TIME-PID-NUMBER.warc.gz``: one gzip member per
record, so that ``{file, offset}`` finds a record without reading what is before it, and a killed crawl
loses at most the record it was writing.  Responses are kept as they came (redirects and errors, too; the
body with its content encoding); what a list said of an article goes along as ``WARC-JSON-Hints``.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
import os
import threading
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from scrapy import signals
from scrapy.exceptions import NotConfigured
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.archive_reading import HINTS
from crawler.fetch.failures import NotArchivedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from warcio.recordloader import ArcWarcRecord

logger = logging.getLogger(__name__)

LARGEST_FILE = 1024 * 1024 * 1024
_LEVEL = 6
_TRANSFER_HEADERS = frozenset({"transfer-encoding", "content-length", "connection", "keep-alive"})


class ArchiveWriter:
    """Writes responses to WARC files of one crawl; safe to call from threads."""

    def __init__(self, folder: str | Path, site: str, largest_file: int = LARGEST_FILE) -> None:
        self.root = Path(folder)
        self.site = site
        self.largest_file = largest_file
        self._lock = threading.Lock()
        self._file: IO[bytes] | None = None
        self._name = ""
        self._number = 0

    def write(self, response: Response, at: datetime, hints: Mapping[str, Any]) -> dict[str, Any]:
        """Append a response; returns ``{file, offset}`` with the file relative to the folder.

        When it returns, the record has left this process (a kill cannot take it back).
        """
        with self._lock:
            try:
                file = self._file
                if file is None or file.tell() > self.largest_file:
                    file = self._next_file(at)
                offset = file.tell()
                file.write(_packed(lambda writer: _record(writer, response, at, hints)))
                file.flush()
            except Exception:
                self._give_up()  # what follows half a record could not be read
                raise
            return {"file": self._name, "offset": offset}

    def close(self) -> None:
        """Bring the file to the disk and close it."""
        with self._lock:
            if self._file is not None:
                os.fsync(self._file.fileno())
                self._file.close()
                self._file = None

    def _next_file(self, at: datetime) -> IO[bytes]:
        if self._file is not None:
            full, self._file = self._file, None
            with full:
                os.fsync(full.fileno())
        self._number += 1
        self._name = f"{self.site}/{self.site}-{at:%Y%m%d%H%M%S}-{os.getpid()}-{self._number:05}.warc.gz"
        path = self.root / self._name
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("xb")
        info = {"software": "regional-news", "format": "WARC File Format 1.1", "isPartOf": self.site}
        self._file.write(_packed(lambda writer: writer.create_warcinfo_record(path.name, info)))
        return self._file

    def _give_up(self) -> None:
        if self._file is not None:
            try:
                self._file.close()
            except OSError:
                logger.debug("The archive file could not be closed")
            self._file = None


def _packed(made_by: Callable[[WARCWriter], ArcWarcRecord]) -> bytes:
    """Return a record as a gzip member of its own.

    Not by warcio, whose level 9 takes twice as long as 6 (5 ms a page) and saves half a percent.
    """
    plain = BytesIO()
    writer = WARCWriter(plain, gzip=False, warc_version="WARC/1.1")
    writer.write_record(made_by(writer))
    return gzip.compress(plain.getvalue(), _LEVEL, mtime=0)


def _record(writer: WARCWriter, response: Response, at: datetime, hints: Mapping[str, Any]) -> ArcWarcRecord:
    headers = [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
        if name.decode("latin-1").lower() not in _TRANSFER_HEADERS
    ]
    headers.append(("Content-Length", str(len(response.body))))
    known = {"WARC-Date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    if hints:
        known[HINTS] = json.dumps(hints, ensure_ascii=True, separators=(",", ":"))
    if response.ip_address is not None:
        known["WARC-IP-Address"] = str(response.ip_address)
    return writer.create_warc_record(
        response.url,
        "response",
        payload=BytesIO(response.body),
        http_headers=StatusAndHeaders(str(response.status), headers, protocol="HTTP/1.1"),
        warc_headers_dict=known,
    )


class ArchiveMiddleware:
    """Downloader middleware next to the network: writes every response when ``ARCHIVE_DIR`` is set.

    Sets ``meta["archive"]`` (``{file, offset}``) and ``meta["fetched_at"]`` of the request.  Where the folder
    takes nothing the crawl stops: what it fetched on could not be done again.
    """

    _stopping: asyncio.Future[None] | None = None

    def __init__(self, crawler: Crawler) -> None:
        folder = crawler.settings["ARCHIVE_DIR"]
        if not folder:
            raise NotConfigured
        self.crawler = crawler
        # The spider's name, not its class's: `paper` is the class of hundreds.
        self.site = crawler.spider.name if crawler.spider is not None else crawler.spidercls.name
        self.writer = ArchiveWriter(folder, self.site)
        crawler.signals.connect(self.close, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware for a crawl."""
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Write the response before anything changes it."""
        if "archived" in response.flags or "cached" in response.flags:
            return response
        at = datetime.now(UTC)
        at = at.replace(microsecond=at.microsecond // 1000 * 1000)
        request.meta["fetched_at"] = at
        try:
            request.meta["archive"] = await asyncio.to_thread(
                self.writer.write, response, at, hints_of(request, self.site)
            )
        except OSError as error:
            self._stop(error)
            raise NotArchivedError(str(error)) from error
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value("archive/responses")
        return response

    def _stop(self, error: OSError) -> None:
        """Say it, and close the spider, once; the page is one the next crawl asks for again."""
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value("archive/unwritten")
        if self._stopping is None and self.crawler.engine is not None:
            logger.error("The archive cannot be written, stopping: %s", error)
            closing = self.crawler.engine.close_spider_async(reason="archive_unwritable")
            self._stopping = asyncio.ensure_future(closing)

    async def close(self) -> None:
        """Close the file."""
        await asyncio.to_thread(self.writer.close)


def hints_of(request: Request, site: str) -> dict[str, Any]:
    """Return what the crawl knows of a request beside its address: plain values only."""
    hints: dict[str, Any] = {"site": site}
    if "news" in request.meta:
        hints["news"] = request.meta["news"]
    if redirected := request.meta.get("redirect_urls"):
        hints["asked_for"] = redirected[0]
    item = request.cb_kwargs.get("item")
    if is_dataclass(item) and not isinstance(item, type):
        known = {name: value for name, value in asdict(item).items() if value}
        known.pop("detail", None)  # options of a request, not all of them plain values
        hints["item"] = known
    return hints
