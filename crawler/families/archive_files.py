"""Files that hold pages: saved ones, gzipped or not, and WARC; their names, sizes and own addresses."""

from __future__ import annotations

import gzip
import os
import re
import zlib
from datetime import UTC, datetime
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from crawler.archive_reading import LARGEST_BODY, ArchivedResponse, read_response, read_warc

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGES = (".html", ".htm", ".html.gz", ".htm.gz")
WARCS = (".warc", ".warc.gz")
_ENOUGH_OF_A_FAILURE = 65_536
"""Bytes of a failed answer that are kept until its file is read: they tell a challenge from an error."""
_HEAD = 200_000
"""Bytes of a page in which its own address is looked for."""
_TAG = re.compile(rb"<(?:link|meta)\b[^<>]{0,2000}", re.IGNORECASE)
_OF_ITSELF = re.compile(rb"""\b(?:rel\s*=\s*["']?canonical|property\s*=\s*["']?og:url)\b""", re.IGNORECASE)
_ADDRESS = re.compile(rb"""\b(?:href|content)\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)


class ArchiveFiles:
    """The files with pages at or below ``root``; their names are told relative to it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.found: list[Path] = []
        """Those with pages, in the order they are read in."""
        self._known_next_pages: dict[str, dict[str, int]] = {}

    def hold_pages(self) -> bool:
        """Return whether there is any page or WARC; looks no further than the first."""
        return any(file.name.endswith((*WARCS, *PAGES)) for file in self._all())

    def find(self) -> int:
        """Look for the files with pages; return how many others there are."""
        everything = sorted(self._all())
        self.found = [file for file in everything if file.name.endswith((*WARCS, *PAGES))]
        return len(everything) - len(self.found)

    def read(self, fetched_at: datetime | None = None) -> Iterator[ArchivedResponse]:
        """Yield everything that the found files hold, in order of name."""
        for file in self.found:
            if file.name.endswith(WARCS):
                yield from failures_last(self._named(page, file) for page in read_warc(file))
            else:
                yield self._named(read_page(file, fetched_at), file)

    def next_page(self, page: ArchivedResponse, url: str) -> ArchivedResponse | None:
        """Return a further page of an article of our own crawl; the next file is looked into, too."""
        if not page.hints:
            return None  # in others' archives the next page is an entry like any other
        files = [file.relative_to(self._folder).as_posix() for file in self.found]
        following = dict(pairwise(files))
        for file in (page.file, following.get(page.file, "")):
            if file.endswith(WARCS) and url in self._next_pages(file):
                return read_response(self._folder, {"file": file, "offset": self._next_pages(file)[url]})
        return None

    @property
    def _folder(self) -> Path:
        """What the names of files are relative to."""
        return self.root.parent if self.root.is_file() else self.root

    def _all(self) -> Iterator[Path]:
        """Yield the file that ``root`` is, or all below it."""
        return iter([self.root]) if self.root.is_file() else (f for f in self.root.rglob("*") if f.is_file())

    def _named(self, page: ArchivedResponse, file: Path) -> ArchivedResponse:
        """Say where a page came from without saying where on this machine that lies."""
        page.file = printable(file.relative_to(self._folder).as_posix())
        return page

    def _next_pages(self, file: str) -> dict[str, int]:
        """Return address → offset of the further pages in a WARC of our own crawl."""
        if file not in self._known_next_pages:
            while len(self._known_next_pages) > 1:  # files are read in order: the one before is done with
                del self._known_next_pages[next(iter(self._known_next_pages))]
            self._known_next_pages[file] = {
                found.url: found.offset
                for found in read_warc(self._folder / file)
                if found.status == 200 and found.hints.get("news") == "next_page"
            }
        return self._known_next_pages[file]


def declared_address(body: bytes) -> str:
    """Return the address a saved page declares as its own, ``""`` for none or a site's front page."""
    tags = (tag[0] for tag in _TAG.finditer(body, 0, _HEAD) if _OF_ITSELF.search(tag[0]))
    found = next(filter(None, map(_ADDRESS.search, tags)), None)
    if found is None:
        return ""
    address = unescape(found[1].decode("latin-1"))
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    is_page = parts.scheme in {"http", "https"} and parts.hostname and (parts.path.strip("/") or parts.query)
    return address if is_page and address.isascii() else ""


def read_page(file: Path, fetched_at: datetime | None = None) -> ArchivedResponse:
    """Read a saved page, gzipped or not; a file that cannot be read comes with ``fault``."""
    body, fault = b"", ""
    written = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    try:
        with gzip.open(file) if file.name.endswith(".gz") else file.open("rb") as stream:
            body = stream.read(LARGEST_BODY + 1)
    except (OSError, EOFError, zlib.error) as error:
        fault = f"broken_archive: {getattr(error, 'strerror', None) or error}"
    if len(body) > LARGEST_BODY:
        body, fault = b"", "too_large"
    return ArchivedResponse(
        declared_address(body), 200, {}, body, fetched_at or written, str(file), 0, {}, fault
    )


def failures_last(pages: Iterator[ArchivedResponse]) -> Iterator[ArchivedResponse]:
    """Yield a file's pages; failed answers at the end, and only for addresses that never answered well."""
    good: set[str] = set()
    failed: dict[str, ArchivedResponse] = {}
    for page in pages:
        if page.status >= 400 and not page.fault:
            page.body = page.body[:_ENOUGH_OF_A_FAILURE]
            failed[page.url] = page
        else:
            good.add(page.url)
            yield page
    for url, page in failed.items():
        if url not in good:
            yield page


def is_html(page: ArchivedResponse) -> bool:
    """Return whether a response is a page: by its header, without one by its first character."""
    declared = page.headers.get("Content-Type", "").lower()
    return "html" in declared if declared else page.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def printable(name: str) -> str:
    r"""Return a file's name with bytes that are no UTF-8 as ``\xd2``: archives from GBK systems hold such.

    No database takes the lone surrogates that stand for them; spelt out, two names stay two.
    """
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def file_url(file: str) -> str:
    """Return the address of a saved page that declares none: its name below the folder read."""
    return f"file:///{quote(file)}"
