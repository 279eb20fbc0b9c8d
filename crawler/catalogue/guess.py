"""Guess a site's family, addresses and selectors from its pages, to begin a site file with.  Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.site import url_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawler.families.list_page import Anchor
    from crawler.items import Draft

_BY_ADDRESS = (
    ("uniflows", r"/uniflows/html/|/\d{4}/\d\d/\d\d/\w+/default\.htm"),
    ("qpaper", r"/Qpaper\w*\.html?"),
    ("page_articel", r"/(?:Page|Articel)\d+\w*\.html?"),
    ("media_aid", r"/Article/index/aid/\d+|/Page/index/pageid/|/Media/\w+/\d{4}-\d\d-\d\d"),
    ("shtml", r"/\d{8}/(?:v\w+|index|\d+)\.shtml"),
    ("founder_index", r"/\d{8}/html/(?:index|page_\d+)"),
    ("founder_classic", r"/\d{4}-\d\d/\d\d/(?:node|content)_?\w+\.html?"),
    ("founder_layout", r"/\d{6}/\d\d/(?:node|content|col|con|c\d)\w*\.html?"),
    ("app_if", r"/app_if/|/nanfang_if/"),
    ("wp_json", r"/wp-json/"),
)
_BY_TEXT = (
    ("feed", r"\A\s*(?:<\?xml[^>]*\?>\s*)?<(?:rss|feed|urlset|sitemapindex|rdf:RDF)\b"),
    ("json_list", r"\A\s*(?:[\w$.]+\s*\(\s*)?[\[{]"),
    ("trs", r"createPageHTML\(|TRS_Editor"),
    ("wp_json", r"/wp-json/|/wp-content/"),
)
EPAPERS = {
    "founder_classic", "founder_index", "founder_layout", "page_articel", "shtml", "uniflows", "qpaper",
    "media_aid",
}  # fmt: skip


def guess_family(urls: Iterable[str], text: str = "") -> str:
    """Return the family that fits the addresses on a page (its own first), else its text, else ``portal``."""
    votes = Counter(
        family
        for url in urls
        for family, shape in _BY_ADDRESS
        if re.search(shape, urlsplit(url).path, re.IGNORECASE)
    )
    if votes:
        return votes.most_common(1)[0][0]
    return next((family for family, shape in _BY_TEXT if re.search(shape, text)), "portal")


def article_shape(anchors: Iterable[Anchor]) -> tuple[str, str]:
    """Return a regular expression for a list's article links, and one of those links; ``("", "")`` for none.

    Links are grouped by the shape of their address (digits and mixed ids as one); the group with the
    most links whose text reads like a headline wins.
    """
    groups: dict[str, list[Anchor]] = defaultdict(list)
    for anchor in anchors:
        groups[_shape(anchor.url)].append(anchor)
    headlines = {shape: [a for a in group if _is_headline(a.text)] for shape, group in groups.items()}
    best = max(headlines, key=lambda shape: (len(headlines[shape]), len(shape)), default="")
    if not best or len(headlines[best]) < 2 or r"\d" not in best:
        return "", ""
    return best, headlines[best][0].url


def _shape(url: str) -> str:
    parts = urlsplit(url)
    path = re.sub(r"\d+", "0", re.escape(parts.path))
    path = re.sub(r"(?<=/)[0a-f]{8,}(?=[/.\\]|$)|(?<=/)(?=[a-z]*0)[a-z0]{6,}(?=[/.\\]|$)", "@", path)
    path = path.replace("0", r"\d+").replace("@", r"\w+")
    query = r"\?" + re.sub(r"=[^&]+", "=[^&]+", parts.query) if parts.query else ""
    return re.escape(parts.hostname or "").replace(r"\-", "-") + path.replace(r"\-", "-") + query


def _is_headline(text: str) -> bool:
    return len(re.findall(r"[\u3400-\u9fff]", text)) >= 8


def paper_address(page_url: str, family: str) -> dict[str, str]:
    """Return ``paper``, ``issue`` and ``first_page`` of a digital newspaper, from the address of a page."""
    day = url_day(page_url)
    if day is None:
        return {}
    from crawler.families.papers import family_class

    default = family_class(family).issue
    for shape in ("%Y-%m/%d", "%Y%m/%d", "%Y/%m/%d", "%Y-%m-%d", "%Y%m%d"):
        head, found, tail = page_url.partition(f"/{day:{shape}}/")
        if not found:
            continue
        folder = default.format(date=day)
        if f"{page_url.rpartition('/')[0]}/".endswith(folder):
            return {"paper": page_url.rpartition("/")[0].removesuffix(folder.rstrip("/")), "first_page": tail}
        host = "/".join(page_url.split("/", 3)[:3])
        return {"paper": host, "issue": f"{head.removeprefix(host)}/{{date:{shape}}}/", "first_page": tail}
    return {}


_ITEM_KEYS = (
    ("item_url", r"(?i)^(?:share|link|article|pub|page|news|detail|hyper)?_?(?:url|link|href)$"),
    ("item_title", r"(?i)^(?:news|head)?_?(?:title|line|headline)$"),
    (
        "item_date",
        r"(?i)(?:pub|create|publish|input|update).*(?:time|date|at)|^(?:time|date|ptime|published)$",
    ),
    ("item_author", r"(?i)author"),
    ("item_source", r"(?i)source|copyfrom"),
)


def guess_items(value: Any) -> dict[str, str]:
    """Return where a JSON list keeps its articles, and which of their keys mean what."""
    path, rows = max(_arrays(value, ""), key=lambda found: len(found[1]), default=("", []))
    if not rows:
        return {}
    found = {"items": path} if path else {}
    for name, shape in _ITEM_KEYS:
        if key := next((key for key in rows[0] if re.search(shape, key) and rows[0][key]), ""):
            found[name] = key
    return {
        name: key
        for name, key in found.items()
        if (name, key) not in {("item_url", "url"), ("item_title", "title")}
    }


def _arrays(value: Any, path: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    if isinstance(value, list):
        rows = [row for row in value if isinstance(row, dict)]
        if rows and len(rows) == len(value):
            yield path, rows
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _arrays(inner, f"{path}.{key}" if path else key)


def guess_selectors(draft: Draft) -> dict[str, str]:
    """Return selectors for title and body, from where generic extraction found them."""
    paths = {
        role: [fragment.path for fragment in draft.fragments if fragment.role == role and fragment.path]
        for role in ("title", "body")
    }
    found = {}
    if paths["title"] and (selector := _selector(paths["title"][0].split("/"))):
        found["title"] = selector
    ends = {path.rpartition("/")[2] for path in paths["body"]}
    if len(ends) == 1 and len(paths["body"]) > 1 and (own := _selector(list(ends))):
        found["body"] = own  # paragraphs marked as the text
    elif paths["body"]:
        common = paths["body"][0].split("/")[:-1]
        for path in paths["body"]:
            steps = path.split("/")
            same = [a for a, b in zip(common, steps, strict=False) if a == b]
            common = common[: len(same)] if len(same) > 2 else common
        if selector := _selector(common):
            found["body"] = selector
    return found


def _selector(steps: list[str]) -> str:
    """Return a CSS selector of an element path's last step that has an id or a class."""
    for back, step in enumerate(reversed(steps)):
        tag = re.split(r"[#.\[]", step)[0]
        marks = step.removeprefix(tag)
        if identifier := re.search(r"#([A-Za-z][\w-]*)", marks):
            own = f"#{identifier[1]}"
        elif names := re.findall(r"\.([A-Za-z_][\w-]*)", marks):
            own = f"{tag}.{names[0]}"
        elif tag == "h1":
            own = "h1"
        else:
            continue
        return own if not back or own == "h1" else f"{own} {steps[-1].partition('.')[0].partition('#')[0]}"
    return ""
