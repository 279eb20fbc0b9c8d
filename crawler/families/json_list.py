"""JSON lists: an API, a static JSON file, JSONP, or a variable in a page's script names the articles."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urljoin

from scrapy import Request

from crawler.extract.charset import decode
from crawler.failures import header_texts
from crawler.item_page import make_page
from crawler.site import ListItem, NewsSpider

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping
    from datetime import date

    from scrapy.http import Response

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_JSONP = re.compile(r"^\s*(?:/\*.*?\*/)?\s*[\w$.]+\s*\(\s*(.*?)\s*\)\s*;?\s*$", re.DOTALL)
_ASSIGNED = re.compile(r"^\s*(?:var|let|const)?\s*[\w$.]+\s*=\s*(.*?)\s*;?\s*$", re.DOTALL)


class JsonListSpider(NewsSpider):
    """Reads lists of JSON objects.

    A *path* is keys joined by dots (``data.items``, ``0.list``; ``""``: the whole), alternatives
    joined by ``|``.  A *template* holds ``{path}`` in braces and is filled from the object.
    """

    family = "json_list"

    # ── The list's request (read by JsonListSpider) ─────────────────────────────────────────────
    method: str = "GET"
    list_body: str = ""
    """Body of a POST; may hold ``%(page)s``."""
    state: str = ""
    """Regular expression whose group 1 is the JSON, where it stands in a page's script."""

    # ── What the objects mean ───────────────────────────────────────────────────────────────────
    items: str = ""
    """Path of the array (of an object whose values are the items, too)."""
    item_url: str = "url"
    """Path or template of the article's address; relative addresses are joined with the list's."""
    item_title: str = "title"
    item_date: str = ""
    """Path; Unix seconds and milliseconds are understood."""
    item_author: str = ""
    item_source: str = ""
    item_section: str = ""
    item_keywords: str = ""
    item_html: str = ""
    """Path of the whole text where the list carries it."""
    only: ClassVar[Mapping[str, tuple[Any, ...]]] = {}
    """Path → values: objects that have another value there are no articles."""

    # ── The article's request, where its text comes as JSON too ─────────────────────────────────
    detail: str = ""
    """Template of the address that gives the text."""
    detail_body: str = ""
    """Template of the POST body; empty: GET.  Braces of JSON are doubled: ``{{"id": {recid}}}``."""
    detail_html: str = ""
    """Path of the text in the answer."""

    # ── A token the site's own pages ask for first ──────────────────────────────────────────────
    token: str = ""
    """Address that is POSTed to once; its answer is sent as the header ``token_header``."""
    token_path: str = ""
    token_header: str = "Authorization"  # noqa: S105 (a header's name)

    def start_lists(self) -> Iterator[Any]:
        """Ask for the lists, after the token where one is needed."""
        if self.token:
            yield Request(
                self.token, self.parse_token, method="POST", errback=self.list_failed, dont_filter=True,
                headers=dict(self.headers),
            )  # fmt: skip
            return
        yield from super().start_lists()

    async def parse_token(self, response: Response) -> AsyncIterator[Any]:
        """Remember the token, then ask for the lists."""
        token = at_path(self.read(response), self.token_path)
        if not isinstance(token, str):
            yield self.set_aside(response.url, "no_token", "the site gave no list token", step="list")
            return
        for request in super().start_lists():
            request.headers[self.token_header] = token
            yield request

    def list_request(self, template: str, page: int, day: date | None = None, **options: Any) -> Request:
        """Return the request of one page of a list, with its body where it is a POST."""
        if self.method == "POST":
            options = {"method": "POST", "body": self.list_body.replace("%(page)s", str(page)), **options}
        return super().list_request(template, page, day, **options)

    def read(self, response: Response) -> Any:
        """Return the JSON of a response; ``None`` where there is none."""
        return read_json(decode(response.body, header_texts(response)).text, self.state)

    def find_items(self, response: Response) -> Iterator[ListItem]:
        """Yield the list's objects that are articles."""
        rows = at_path(self.read(response), self.items)
        for row in rows.values() if isinstance(rows, dict) else rows or ():
            if not isinstance(row, dict) or any(at_path(row, p) not in ok for p, ok in self.only.items()):
                continue
            address = text_at(row, self.item_url)
            url = urljoin(response.url, address)
            if not address or not self.accepts(url):
                continue
            yield ListItem(
                url,
                title=plain(text_at(row, self.item_title)),
                published_raw=text_at(row, self.item_date),
                author=plain(text_at(row, self.item_author)),
                source=plain(text_at(row, self.item_source)),
                section=plain(text_at(row, self.item_section)),
                keywords=words(at_path(row, self.item_keywords)) if self.item_keywords else [],
                html=text_at(row, self.item_html),
                detail=self.detail_request(row, response.url),
            )

    def detail_request(self, row: dict[str, Any], base: str) -> dict[str, Any]:
        """Return how to ask for an article's text, ``{}`` where its page has it."""
        if not self.detail:
            return {}
        request: dict[str, Any] = {"url": urljoin(base, text_at(row, self.detail))}
        if self.detail_body:
            request |= {"method": "POST", "body": fill(self.detail_body, row)}
        return request

    async def parse_article(self, response: Response, item: ListItem) -> AsyncIterator[Any]:
        """Extract an article, from its page or from the JSON that carries its text."""
        if self.detail_html and item.detail:
            text = as_text(at_path(self.read(response), self.detail_html))
            if text:
                page = make_page(item.url, item.title, text)
                page.request = response.request
                response = page
        async for output in super().parse_article(response, item):
            yield output


# ── Reading JSON ────────────────────────────────────────────────────────────────────────────────


def read_json(text: str, state: str = "") -> Any:
    """Return the JSON in ``text``: bare, as JSONP, assigned to a variable, or JSON inside a JSON string.

    ``state`` is a regular expression whose group 1 is the JSON.  ``None`` when there is none.
    """
    text = _CONTROL.sub("", text)
    if state:
        found = re.search(state, text, re.DOTALL)
        text = found[1] if found else ""
    for candidate in (text, *(m[1] for m in (_JSONP.match(text), _ASSIGNED.match(text)) if m)):
        try:
            value = json.loads(candidate, strict=False)
        except ValueError:
            continue
        if isinstance(value, str) and value.lstrip()[:1] in {"{", "["}:
            return read_json(value)
        return value
    return None


def at_path(value: Any, path: str) -> Any:
    """Return what stands at ``path`` (``a.b.0``, alternatives with ``|``); ``None`` where nothing does."""
    for option in path.split("|"):
        found = value
        for key in option.split(".") if option else ():
            if isinstance(found, dict):
                found = found.get(key)
            elif (
                isinstance(found, list) and key.lstrip("-").isdigit() and -len(found) <= int(key) < len(found)
            ):
                found = found[int(key)]
            else:
                found = None
        if found not in (None, ""):
            return found
    return None


_FIELD = re.compile(r"\{\{|\}\}|\{([\w.|]+)\}")


def fill(template: str, row: dict[str, Any]) -> str:
    """Return ``template`` with every ``{path}`` filled in (``{{`` is a brace); ``""`` if one is missing."""
    missing = False

    def value(match: re.Match[str]) -> str:
        nonlocal missing
        if match[1] is None:
            return match[0][0]
        text = as_text(at_path(row, match[1]))
        missing = missing or not text
        return text

    filled = _FIELD.sub(value, template)
    return "" if missing else filled


def text_at(row: dict[str, Any], source: str) -> str:
    """Return the text that ``source``, a path or a template, gives for an object; ``""`` for none."""
    if not source:
        return ""
    return fill(source, row) if "{" in source else as_text(at_path(row, source))


def as_text(value: Any) -> str:
    """Return a scalar as text, the texts of a list joined, ``""`` for anything else."""
    if isinstance(value, bool) or value is None or isinstance(value, dict):
        return ""
    if isinstance(value, list):
        return "".join(as_text(entry) for entry in value)
    return str(value).strip()


def plain(value: Any) -> str:
    """Return a text without tags and entities: titles in JSON often carry ``<em>`` or ``&amp;``."""
    return " ".join(unescape(re.sub(r"</?[a-zA-Z][^>]*>", "", as_text(value))).split())


def words(value: Any) -> list[str]:
    """Return keywords: a list's texts (of objects their ``name``/``tag``/``title``), or a text split."""
    if isinstance(value, list):
        texts = (
            as_text(next((entry[k] for k in ("name", "tag", "title") if k in entry), ""))
            if isinstance(entry, dict)
            else as_text(entry)
            for entry in value
        )
        return [text for text in texts if text]
    return [word for word in re.split(r"[,，;；、|\s]+", as_text(value)) if word]
