"""Who wrote, who edited and who supplied a text: lines and fields of a page, read together.

What a line says is told by ``line_credits``; a field such as meta ``author`` may hold a name alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from crawler.extract.line_credits import Found, read_line
from crawler.extract.markers import Role, as_published, flat, has_marker, segments
from crawler.extract.names import HAN, is_organisation, is_usual, names_in
from crawler.extract.source import (
    clean_source,
    ends_like_outlet,
)
from crawler.items import Byline, Source
from crawler.text.outlets import is_known_outlet

if TYPE_CHECKING:
    from collections.abc import Sequence

_BY = re.compile(r"^(?:by|文|撰文)\s*[:/]?\s+", re.IGNORECASE)
_STATION = re.compile(rf"[A-Za-z0-9]+ [{HAN}]{{2,8}}")  # Now 新聞: one name, no person and his paper


def _bare(raw: str, role: Role, found: Found) -> None:
    """Read a field that is a name by its place (meta author), without a marker."""
    line = _BY.sub("", flat(raw))
    if not line or len(line) > 60 or "://" in line or "@" in line:
        return
    if _STATION.fullmatch(line) and ends_like_outlet(line.replace(" ", "")):
        found.add_source(4, line)
        return
    # A handle such as songqi or L_104485 is an account, not a name
    names = [n for n in names_in(line, loose=True) if re.search(rf"[{HAN} ]|^[A-Z][a-z]+$", n)]
    if re.search(rf"[{HAN}]{{5}}", line) and not all(map(is_usual, names)):
        names = []  # 青网新闻张毅: where such a name begins is a guess
    names = [n for n in names if is_usual(n) or not _is_column(n)]
    found.add(role, names)
    if role != "reporter":
        return
    for piece in line.split(" "):
        if piece not in names and (ends_like_outlet(piece) or is_organisation(piece) or _is_column(piece)):
            found.add_source(4, piece)
            return


def _is_column(name: str) -> bool:
    """Tell a portal's column by the portal's name before it: 江畔女性."""
    return any(is_known_outlet(name[:size]) for size in range(2, min(5, len(name))))


class Credits(NamedTuple):
    """What the strings of a page say."""

    byline: Byline
    source: Source
    told_by: dict[str, str]
    """``reporters``, ``correspondents``, ``editors``, ``reviewers``, ``source`` → what told: ``byline``
    (the lines), ``author``, ``editor``, ``source`` (the fields), ``dateline``, ``reporters_paper``."""


_SOURCE_TOLD_BY = {-1: "source", 0: "byline", 1: "reporters_paper", 2: "dateline", 3: "byline", 4: "author"}


def read_credits(raws: Sequence[str], *, author: str = "", editor: str = "", source: str = "") -> Credits:
    """Split the strings that say who wrote, edited or supplied a text, and say which of them told.

    ``raws``: such lines in page order.  ``author``, ``editor``, ``source``: what the page holds in a
    field of that meaning (meta tags, JSON-LD, a site's selectors), with or without a marker.  Names
    come in order of appearance, as published, each once; job titles, places, verbs and photographers
    are left out.  The names of a bare ``author`` count only when no line names a reporter.
    """
    found = Found()
    told_by: dict[str, str] = {}

    def note(what: str) -> None:
        for role in ("reporters", "correspondents", "editors", "reviewers"):
            if getattr(found, role):
                told_by.setdefault(role, what)

    for raw in raws:
        read_line(raw, found)
    note("byline")
    _read_author(author, found)
    note("author")
    if has_marker(editor):
        read_line(editor, found)
    elif editor:
        _bare(editor, "editor", found)
    note("editor")
    _read_source(source, found)
    note("source")
    weakness, name = min(found.sources, key=lambda s: s[0], default=(0, ""))
    if name:
        told_by["source"] = _SOURCE_TOLD_BY[weakness]
    lines = (*raws, *(() if raws else (author, editor)))
    raw = "\n".join(dict.fromkeys(line.strip() for line in lines if line.strip()))
    name = as_published(name, (*raws, author, source)) if name else ""
    byline = Byline(raw, found.reporters, found.correspondents, found.editors, found.reviewers)
    return Credits(byline, Source(name), told_by)


def parse_byline(
    raws: Sequence[str], *, author: str = "", editor: str = "", source: str = ""
) -> tuple[Byline, Source]:
    """Return what ``read_credits`` reads, without what told it."""
    return read_credits(raws, author=author, editor=editor, source=source)[:2]


def _read_author(author: str, found: Found) -> None:
    """Read an author field: its names count when no line has any, an outlet in it as a last resort."""
    if has_marker(author):
        read_line(author, found)
        return
    own = Found()
    _bare(author, "reporter", own)
    if not found.reporters:
        found.add("reporter", [n for n in own.reporters if n not in found.editors])
    found.sources += own.sources


def _read_source(source: str, found: Found) -> None:
    """Read a source field: it outweighs every line, and may hold names beside the outlet."""
    marked = Found()
    if has_marker(source):
        read_line(source, marked)
        found.add("reporter", marked.reporters)
        found.add("correspondent", marked.correspondents)
        found.add("editor", marked.editors)
        found.add("reviewer", marked.reviewers)
    if marked.sources:
        found.add_source(-1, min(marked.sources, key=lambda s: s[0])[1])
    elif source and not marked.anything():
        found.add_source(-1, clean_source(_value(flat(source))))


def _value(line: str) -> str:
    """Return what stands behind the label a field's value may begin with: 信息来源：本网."""
    begun = next(iter(segments(line)), None)
    return begun.text if begun and begun.role == "source" and begun.strong and not begun.before else line
