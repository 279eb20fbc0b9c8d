"""Digital newspapers as rows of a data file: a spider class is made from a row."""

from __future__ import annotations

import json
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.spiderloader import get_spider_loader

from crawler.families.epaper import EpaperSpider
from crawler.site import NewsSpider

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

FINANCE_PAGES = (
    "经济|财经|金融|证券|产经|商业|商务|商贸|消费|楼市|房产|地产|理财|投资|财富"
    "|企业|产业|市场|工业|农经|银行|保险|股市|公司"
)
"""Names of the pages that are read of a paper that is not about business."""

CATALOGUE = "paper"
"""Name of the spider that becomes any of them."""
_PREFIX = "paper_"
_ATTRIBUTES = ("outlet", "region", "paper", "issue", "first_page", "page_url", "article_url", "title", "body")


@cache
def papers() -> dict[str, dict[str, Any]]:
    """Return the catalogue's rows by id.

    A row has ``id, outlet, region, family, paper, issue, first_page``, where they differ from the
    family's ``page_url, article_url, title, body``, ``business`` (all its pages are read, not only the
    finance pages), ``site`` where a site file covers the paper, and, where it is known, ``recorded``: how
    the source of the row wrote down the addresses of a ``page`` and of an ``article`` (regular expressions
    that search).  The tests hold the patterns to them.
    """
    text = files("spiders.papers").joinpath("papers.jsonl").read_text("utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    return {row["id"]: row for row in rows}


def family_class(name: str) -> type[EpaperSpider]:
    """Return the base spider of a family of digital newspapers."""
    module = import_module(f"crawler.families.{name}")
    return next(
        found
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, EpaperSpider) and found.__module__ == module.__name__
    )


@cache
def paper_class(key: str) -> type[EpaperSpider]:
    """Return the spider class of a catalogue row.  Raises ``ValueError`` naming rows that look alike."""
    if not key:
        raise ValueError("-a id=…: which paper?  docs/papers.md lists them")
    row = papers().get(key)
    if row is None:
        alike = get_close_matches(key, papers(), 5, 0.5) + [
            k for k, r in papers().items() if key in r["outlet"]
        ]
        hint = (
            ", ".join(f"{k} ({papers()[k]['outlet']})" for k in dict.fromkeys(alike)) or "see docs/papers.md"
        )
        raise ValueError(f"-a id={key}: no such paper; {hint}")
    attributes = {name: row[name] for name in _ATTRIBUTES if name in row}
    if not row.get("business"):
        attributes["page_names"] = FINANCE_PAGES
    return type("PaperSpider", (family_class(row["family"]),), {"name": f"{_PREFIX}{key}", **attributes})


def paper_named(name: str) -> type[EpaperSpider] | None:
    """Return the spider class whose ``name`` this is; ``None`` where it is no paper of the catalogue."""
    return paper_class(key) if (key := paper_id(name)) else None


def site_named(settings: BaseSettings, name: str) -> type[NewsSpider]:
    """Return the class of a site of ``spiders/``, or of a paper of the catalogue (``paper_ID``).

    Raises ``KeyError`` with what to say to a person: no such spider, or one that is no site.
    """
    try:
        found = paper_named(name) or get_spider_loader(settings).load(name)
    except KeyError:
        raise KeyError(f"{name}: no such spider; `scrapy list` names them") from None
    if not issubclass(found, NewsSpider) or found.needs_arguments:
        further = "; docs/papers.md lists the papers: paper_ID" if name == CATALOGUE else ""
        raise KeyError(f"{name}: no site of its own{further}")
    return found


def declared_in(site: type[NewsSpider]) -> str:
    """Return the file that declares a site, relative to the project."""
    if paper_id(site.name):
        return "spiders/papers/papers.jsonl"
    return f"{site.__module__.replace('.', '/')}.py"


def paper_id(name: str) -> str:
    """Return the catalogue's id of the paper whose spider has this ``name``; ``""`` where it is none."""
    key = name.removeprefix(_PREFIX)
    return key if name != key and key in papers() else ""


def paper_at(url: str) -> str:
    """Return the name of the paper whose address ``url`` lies below, ``""`` for none and for several."""
    try:
        wanted = _place(url)
    except ValueError:
        return ""
    fits = {key: place for key, row in papers().items() if wanted.startswith(place := _place(row["paper"]))}
    longest = max(map(len, fits.values()), default=0)
    nearest = [key for key, place in fits.items() if len(place) == longest]
    return f"{_PREFIX}{nearest[0]}" if len(nearest) == 1 else ""


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}".rstrip("/") + "/"


class CatalogueSpider(EpaperSpider):
    """Becomes the paper that ``-a id=…`` names."""

    family = "catalogue"
    needs_arguments = True

    def __init__(self, name: str | None = None, *, id: str = "", **kwargs: Any) -> None:  # noqa: A002
        paper_class(id)
        super().__init__(name, **kwargs)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Return a spider of the named paper's own class."""
        key = kwargs.pop("id", "")
        return paper_class(key).from_crawler(crawler, *args, **kwargs)  # type: ignore[return-value]
