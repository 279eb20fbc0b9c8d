"""Reading responses back from WARC files: our own archive's, or anybody's."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from gzip import GzipFile
from io import SEEK_END, BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from warcio.recordloader import ArcWarcRecord

LARGEST_BODY = 16 * 1024 * 1024
HINTS = "WARC-JSON-Hints"
"""Header of a record: what the crawl knew beside the response."""


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
        _parse_hints(record.rec_headers.get_header(HINTS) or ""),
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
