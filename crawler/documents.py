"""Read what people hand to ``scrapy clean``: saved pages, text files, JSON lines, folders, standard input."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from codecs import BOM_UTF8
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.extract.charset import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SUFFIXES = (".html", ".htm", ".html.gz", ".htm.gz", ".txt", ".jsonl", ".jsonl.gz")


class BadInputError(Exception):
    """Something given to clean cannot be read; the message names the file, line and field."""


@dataclass(slots=True)
class Document:
    """One page to clean: either the bytes of an HTML page or the lines of its text."""

    id: str
    html: bytes | None = None
    lines: list[str] | None = None
    url: str = ""
    charset: str = ""
    """As an HTTP header would say it; set for text that was already decoded."""


def read_documents(source: str) -> Iterator[Document | BadInputError]:
    """Yield what ``source`` (a file, a folder, or ``-`` for standard input) holds, errors in their place."""
    if source == "-":
        yield from _from_bytes("-", sys.stdin.buffer.read(), _sniff_suffix)
        return
    path = Path(source)
    if path.is_dir():
        files = sorted(f for f in path.rglob("*") if f.is_file() and f.name.endswith(SUFFIXES))
        if not files:
            yield BadInputError(f"{source}: the folder holds no {', '.join(SUFFIXES)} file")
        for file in files:
            yield from _from_file(file)
    else:
        yield from _from_file(path)


def _from_file(path: Path) -> Iterator[Document | BadInputError]:
    name = _writable(str(path))  # names in another charset, as old archives unpack to, hold lone surrogates
    if path.is_file() and not name.endswith(SUFFIXES):
        yield BadInputError(f"{name}: not one of {', '.join(SUFFIXES)}, a folder or '-'")
        return
    try:
        body = path.read_bytes()
        if name.endswith(".gz"):
            body = gzip.decompress(body)
            name_inside = name[: -len(".gz")]
        else:
            name_inside = name
    except (OSError, EOFError, ValueError, zlib.error) as error:
        yield BadInputError(f"{name}: cannot be read: {getattr(error, 'strerror', None) or error}")
        return
    yield from _from_bytes(name, body, lambda _: Path(name_inside).suffix)


def _sniff_suffix(body: bytes) -> str:
    head = body.removeprefix(BOM_UTF8).lstrip()[:1]
    if head == b"<":
        return ".html"
    return ".jsonl" if head == b"{" else ".txt"


def _from_bytes(
    name: str, body: bytes, suffix_of: Callable[[bytes], str]
) -> Iterator[Document | BadInputError]:
    match suffix_of(body):
        case ".jsonl":
            yield from _rows(name, body)
        case ".txt":
            yield Document(name, lines=_split(decode(body, {}).text))
        case _:
            yield Document(name, html=body)


def _split(text: str) -> list[str]:
    """Split at line ends only: ``str.splitlines`` would also split at U+2028 and the like."""
    return text.removesuffix("\n").replace("\r\n", "\n").split("\n")


def _rows(name: str, body: bytes) -> Iterator[Document | BadInputError]:
    for number, raw in enumerate(body.split(b"\n"), start=1):
        if raw.strip():
            try:
                yield _row(raw, number)
            except (ValueError, RecursionError) as error:
                yield BadInputError(f"{name}:{number}: {error}")


def _row(raw: bytes, number: int) -> Document:
    row = json.loads(raw)
    if not isinstance(row, dict):
        raise ValueError("a row is a JSON object with html, text or lines")  # noqa: TRY004
    name = number if row.get("id") is None else row["id"]
    document = Document(_writable(str(name)), url=_string(row, "url"))
    if "html" in row:
        document.html, document.charset = _string(row, "html").encode("utf-8", "replace"), "utf-8"
    elif "lines" in row:
        lines = row["lines"]
        if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
            raise ValueError("field 'lines' is not a list of strings")
        document.lines = [_writable(line) for line in lines]
    elif "text" in row:
        document.lines = _split(_string(row, "text"))
    else:
        raise ValueError("the row has none of the fields html, text, lines")
    return document


def _string(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"field '{key}' is not a string")  # noqa: TRY004
    return _writable(value)


def _writable(text: str) -> str:
    """Replace lone surrogates, which JSON can name and no output can hold, by U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
