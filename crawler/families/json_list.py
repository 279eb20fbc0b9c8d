"""JSON lists: an API, a static JSON file, JSONP, or a variable in a page's script names the articles."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy import Request

from crawler.extract.charset import decode
from crawler.families.item_page import make_page
from crawler.families.list_page import absolute
from crawler.fetch.failures import header_texts
from crawler.site import ListItem, NewsSpider, parse_day

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
    from datetime import date

    from scrapy.http import Response

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# What stands before the JSON.  What stands behind it is taken off by hand: a pattern for both, on a page that
# is neither, tries every way to part a run of blanks.
_CALLED = re.compile(r"(?:/\*.*?\*/\s*)?[\w$.]+\s*\(", re.DOTALL)
_ASSIGNED = re.compile(r"(?:var|let|const)?\s*[\w$.]+\s*=")


class JsonListSpider(NewsSpider):
    """Reads lists of JSON objects.

    A *path* is keys joined by dots (``data.items``, ``0.list``; ``""``: the whole), alternatives
    joined by ``|``.  A *template* holds ``{path}`` in braces and is filled from the object.
    """

    family = "json_list"

    # ── The list's request (read by JsonListSpider) ─────────────────────────────────────────────
    list_body: str = ""
    """Body of a POST (empty: GET); ``%(page)s`` is the page, ``%(channel)s`` what follows ``#``."""
    list_type: str = "application/json"
    """Content type of that body."""
    list_headers: ClassVar[Mapping[str, str]] = {}
    """Sent with lists only."""
    menu: str = ""
    """JSON that names the site's channels: lists are then made from it."""
    menu_names: tuple[str, ...] = ()
    """Names of the channels wanted (objects with such a ``name``, at any depth)."""
    menu_list: str = ""
    """Template of a list's address, filled from the channel's object; ``{url_end}``: last part of ``url``."""
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
    auth_url: str = ""
    """Address that is POSTed to once; its answer is sent as the header ``auth_header``."""
    auth_path: str = ""
    auth_header: str = "Authorization"

    @classmethod
    def home_urls(cls) -> Sequence[str]:
        """Return addresses whose domains belong to the site."""
        return [*cls.list_templates(), *filter(None, (cls.menu, cls.auth_url))]

    def start_lists(self) -> Iterator[Any]:
        """Ask for the token where one is needed, then the menu where lists come from one, then the lists."""
        if self.auth_url:
            yield self.first_request(self.auth_url, self.parse_token, method="POST")
        else:
            yield from self.after_token()

    def first_request(self, url: str, callback: Any, **options: Any) -> Request:
        """Return the request of what comes before the lists."""
        return Request(
            url, callback, errback=self.list_failed, dont_filter=True, headers=dict(self.headers), **options
        )

    def after_token(self) -> Iterator[Request]:
        """Yield the requests that need no further preparation."""
        if self.menu:
            yield self.first_request(self.menu, self.parse_menu)
        else:
            yield from super().start_lists()

    async def parse_token(self, response: Response) -> AsyncIterator[Any]:
        """Keep the token for the lists."""
        token = as_text(at_path(self.read(response), self.auth_path))
        if not token:
            yield self.set_aside(response.url, "no_token", "the site gave no list token", step="list")
            return
        self.list_headers = {**self.list_headers, self.auth_header: token}  # type: ignore[misc] # this crawl's
        for request in self.after_token():
            yield request

    async def parse_menu(self, response: Response) -> AsyncIterator[Any]:
        """Ask for the lists of the wanted channels."""
        channels = [c for c in named_objects(self.read(response)) if c["name"] in self.menu_names]
        if not channels:
            yield self.set_aside(response.url, "empty_list", "no wanted channel in the menu", step="list")
        for channel in channels:
            row = {**channel, "url_end": as_text(channel.get("url")).rpartition("/")[2], "page": "{page}"}
            filled = fill(self.menu_list, row)
            if address := filled and absolute(response.url, filled):
                yield self.list_request(address, self.first_list, dont_filter=True)

    def list_request(self, template: str, page: int, day: date | None = None, **options: Any) -> Request:
        """Return the request of one page of a list, with its body where it is a POST."""
        headers = {**self.headers, **self.list_headers}
        if self.list_body:
            channel = template.partition("#")[2]
            body = self.list_body.replace("%(page)s", str(page)).replace("%(channel)s", channel)
            options = {"method": "POST", "body": body, **options}
            headers["Content-Type"] = self.list_type
        return super().list_request(template, page, day, **{"headers": headers, **options})

    def next_lists(self, response: Response, template: str, page: int, day: str) -> Iterator[Request]:
        """Yield the request of the list's next page, where address or body count pages."""
        if "%(page)s" in self.list_body:
            yield self.list_request(template, page + 1, parse_day(day, "day"))
            return
        yield from super().next_lists(response, template, page, day)

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
            url = absolute(response.url, address)
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
        request: dict[str, Any] = {"url": absolute(base, fill(self.detail, row)) or base}
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
    for candidate in (text, *_unwrapped(text)):
        try:
            value = json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, str) and value.lstrip()[:1] in {"{", "["}:
            return read_json(value)
        return None if is_deep(value) else value
    return None


def _unwrapped(text: str) -> Iterator[str]:
    """Yield what a text may hold as JSONP (``callback(…);``) or as a variable's value (``var list = …;``)."""
    text = text.strip().removesuffix(";").rstrip()
    if (called := _CALLED.match(text)) and text.endswith(")"):
        yield text[called.end() : -1]
    if assigned := _ASSIGNED.match(text):
        yield text[assigned.end() :]


def is_deep(value: Any, most: int = 64) -> bool:
    """Tell whether JSON is nested deeper than any list of articles: what reads it follows the nesting."""
    level = [value]
    for _ in range(most):
        inner = [held for held in level if isinstance(held, dict | list)]
        level = [item for held in inner for item in (held.values() if isinstance(held, dict) else held)]
        if not level:
            return False
    return True


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


def named_objects(found: Any) -> Iterator[dict[str, Any]]:
    """Yield every object that has a ``name``, at any depth."""
    if isinstance(found, dict):
        if isinstance(found.get("name"), str):
            yield found
        for inner in found.values():
            yield from named_objects(inner)
    elif isinstance(found, list):
        for inner in found:
            yield from named_objects(inner)


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
    return " ".join(unescape(re.sub(r"</?[a-zA-Z][^<>]*>", "", as_text(value))).split())


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
