"""Raw responses as WARC 1.1, and reading them back: what was published can always be looked at again.

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
import zlib
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import UTC, datetime
from gzip import GzipFile
from io import SEEK_END, BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from scrapy import signals
from scrapy.exceptions import NotConfigured
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.fetch.failures import NotArchivedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from warcio.recordloader import ArcWarcRecord

logger = logging.getLogger(__name__)

LARGEST_BODY = 16 * 1024 * 1024
LARGEST_FILE = 1024 * 1024 * 1024
_LEVEL = 6
_HINTS = "WARC-JSON-Hints"
_TRANSFER_HEADERS = frozenset({"transfer-encoding", "content-length", "connection", "keep-alive"})


@dataclass(slots=True)
class ArchivedResponse:
    """A response read back from an archive."""

    url: str
    status: int
    headers: dict[str, str]
    """Repeated headers joined with a comma."""
    body: bytes
    """Without transfer and content encoding."""
    fetched_at: datetime
    file: str
    """As it was given to the reader."""
    offset: int
    """Where the record begins in the file, in bytes."""
    hints: dict[str, Any] = field(default_factory=dict)
    """What the crawl knew beside the response: ``site``, ``news`` (list, article …), ``item``."""
    fault: str = ""
    """Why ``body`` is not to be used (``too_large``, ``undecodable``, ``broken_archive``), else empty."""


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
        known[_HINTS] = json.dumps(hints, ensure_ascii=True, separators=(",", ":"))
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


def find_archives(path: str | Path) -> Iterator[Path]:
    """Yield the WARC files at or below ``path``, in order of name."""
    root = Path(path)
    if root.is_file():
        yield root
        return
    for file in sorted(root.rglob("*")):
        if file.is_file() and file.name.endswith((".warc", ".warc.gz")):
            yield file


def read_warc(path: str | Path, largest_body: int = LARGEST_BODY) -> Iterator[ArchivedResponse]:
    """Yield a file's responses in order, whoever wrote it (WARC 1.0/1.1, gzipped or not).

    Never raises for what the file holds: a body over ``largest_body`` (decompressed), a body that does not
    decode, a file that breaks off come with ``fault``.  Raises OSError when the file cannot be opened.
    """
    with Path(path).open("rb") as stream:
        records = ArchiveIterator(stream, no_record_parse=False)
        offset = end = 0
        while True:
            try:
                record = next(records)
                if record.length is None:
                    raise EOFError("a record's head is not whole")  # noqa: TRY301 (one way for all torn files)
                is_response = record.rec_type == "response" and record.http_headers is not None
                found = _read_record(record, str(path), offset, largest_body) if is_response else None
                offset = records.get_record_offset()  # only now: it reads to the record's end
                end = offset + records.get_record_length()
            except StopIteration:
                if end < stream.seek(0, SEEK_END):  # half a record may end the reading without an error
                    yield _broken(path, end, "breaks off within a record")
                return
            except Exception as error:  # noqa: BLE001 - a torn or foreign file fails in many ways
                yield _broken(path, end, f"{type(error).__name__}: {error}"[:280])
                return
            if found is not None:
                found.offset = offset
                if not found.fault and getattr(record.raw_stream, "limit", 0) > 0:
                    found.body, found.fault = b"", "cut_short: the file ends within the record"
                yield found


def _broken(path: str | Path, offset: int, why: str) -> ArchivedResponse:
    return ArchivedResponse(
        "", 0, {}, b"", datetime.now(UTC), str(path), offset, {}, f"broken_archive: {why}"
    )


def read_response(
    folder: str | Path, where: Mapping[str, Any], largest_body: int = LARGEST_BODY
) -> ArchivedResponse:
    """Return the response an article's ``archive`` field names.

    Raises ValueError when ``where`` leaves the folder or names no response, OSError when the file is gone.
    """
    root = Path(folder).resolve()
    path = (root / str(where.get("file", ""))).resolve()
    offset = where.get("offset")
    if root not in path.parents or not isinstance(offset, int) or offset < 0:
        raise ValueError(f"not a place in the archive: {dict(where)!r}")
    with path.open("rb") as stream:
        stream.seek(offset)
        try:
            record = next(ArchiveIterator(stream))
        except Exception as error:
            raise ValueError(f"no record at {path}:{offset} ({error})") from error
        if record.rec_type != "response" or record.http_headers is None:
            raise ValueError(f"the record at {path}:{offset} is no response")
        return _read_record(record, str(where["file"]), offset, largest_body)


def _read_record(record: ArcWarcRecord, file: str, offset: int, largest_body: int) -> ArchivedResponse:
    headers: dict[str, str] = {}
    for name, value in record.http_headers.headers:
        headers[name.title()] = f"{headers[name.title()]}, {value}" if name.title() in headers else value
    body, fault = b"", ""
    try:
        chunked = "chunked" in (record.http_headers.get_header("Transfer-Encoding") or "").lower()
        raw = ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream
        body = _read_up_to(raw, largest_body + 1)
        for encoding in reversed((record.http_headers.get_header("Content-Encoding") or "").split(",")):
            if len(body) <= largest_body:
                body = decoded(body, encoding.strip().lower(), largest_body + 1)
    except Exception as error:  # noqa: BLE001 - decoders fail each in their own way
        body, fault = b"", f"undecodable: {type(error).__name__}: {error}"[:200]
    if len(body) > largest_body:
        body, fault = b"", "too_large"
    code = record.http_headers.get_statuscode()
    return ArchivedResponse(
        record.rec_headers.get_header("WARC-Target-URI") or "",
        int(code) if code.isdigit() else 0,
        headers,
        body,
        _parse_time(record.rec_headers.get_header("WARC-Date") or ""),
        file,
        offset,
        _parse_hints(record.rec_headers.get_header(_HINTS) or ""),
        fault,
    )


def decoded(body: bytes, encoding: str, limit: int) -> bytes:
    """Return at most ``limit`` bytes of a body without its content encoding.

    A body cut short or damaged is unpacked as far as it goes.  A body that is not in the encoding its header
    names is returned as it is: archives made by others keep the header and store the plain page.  Raises
    ValueError for an encoding nobody here can read.
    """
    if encoding in {"gzip", "x-gzip", "deflate"}:
        return _gunzipped(body, limit) if body.startswith(b"\x1f\x8b") else _inflated(body, limit)
    if encoding == "br":
        import brotli

        try:
            return bytes(brotli.Decompressor().process(body, output_buffer_limit=limit))
        except brotli.error:
            return body
    if encoding == "zstd":
        import zstandard

        try:
            return bytes(zstandard.ZstdDecompressor().stream_reader(BytesIO(body)).read(limit))
        except zstandard.ZstdError:
            return body
    if encoding not in {"", "identity", "none"}:
        raise ValueError(f"unknown content encoding {encoding!r}")
    return body


def _gunzipped(body: bytes, limit: int) -> bytes:
    """Return what all members of a gzipped body hold, as the crawl read it."""
    parts: list[bytes] = []
    try:
        with GzipFile(fileobj=BytesIO(body)) as packed:
            while limit > 0 and (part := packed.read1(min(limit, 65536))):
                parts.append(part)
                limit -= len(part)
    except (OSError, EOFError, zlib.error):
        return b"".join(parts) or body
    return b"".join(parts)


def _inflated(body: bytes, limit: int) -> bytes:
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):  # zlib; else the bare deflate some servers send
        try:
            unpacked = zlib.decompressobj(bits).decompress(body, limit)
        except zlib.error:
            continue
        if unpacked or not body:
            return unpacked
    return body


def _read_up_to(stream: Any, size: int) -> bytes:
    """Read at most ``size`` bytes: a small record may unpack to gigabytes."""
    parts = []
    while size > 0 and (part := stream.read(min(size, 65536))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _parse_time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        return datetime.now(UTC)


def _parse_hints(text: str) -> dict[str, Any]:
    try:
        hints = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return hints if isinstance(hints, dict) else {}
