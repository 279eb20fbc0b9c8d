"""The elements of a page that say something beside its text, found in one pass over the tree.

A pass reaches for every node of the tree in memory: asked for kind by kind, they took a tenth of extraction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

_FOUNDER = ("founder-introtitle", "founder-pretitle", "founder-subtitle")
_ODD = (
    "acronym", "bdo", "big", "dfn", "dir", "kbd", "legend", "listing", "menuitem", "nobr", "noframes",
    "optgroup", "rp", "rt", "ruby", "samp", "strike", "tt", "var",
)  # fmt: skip
_TAGS = (
    "base", "h1", "iframe", "link", "meta", "script", "style", "text", "textarea", "time", "title", "xmp",
    *_FOUNDER, *_ODD,
)  # fmt: skip
_DESCRIBED = ("a", "area", "img", "input")
_SAYING = ("alt", "value", "placeholder")
"""Attributes of these, links aside, that hold words; all have ``title``."""


class Elements:
    """A page's ``meta``, ``script``, ``time`` … elements, each kind in page order."""

    def __init__(self, root: etree._Element) -> None:
        """Look through the tree; what is read of the elements is read once, too."""
        found: dict[str, list[etree._Element]] = {tag: [] for tag in _TAGS}
        self.described: list[str] = []
        """What pictures, links and fields of forms say in attributes."""
        self.handlers: list[str] = []
        """Scripts that run where a picture cannot be loaded, or has been."""
        for element in root.iter(*_TAGS, *_DESCRIBED):
            tag = element.tag
            if tag in found:
                found[tag].append(element)
            else:
                if said := element.get("title"):
                    self.described.append(said)
                if tag != "a":
                    self.described += filter(None, map(element.get, _SAYING))
                if tag == "img":
                    self.handlers += filter(None, map(element.get, ("onerror", "onload")))
        self.root = root
        self.headings = found["h1"]
        self.times = found["time"]
        self.links = [dict(e.items()) for e in found["link"]]
        """Attributes of the ``link`` elements."""
        first, later = _of_documents(root, found["meta"])
        self.metas = [dict(e.items()) for e in first]
        """Attributes of the ``meta`` elements."""
        self.later_metas = [dict(e.items()) for e in later]
        """Those of further documents in the file, which say nothing of this one."""
        self.scripts = [((e.get("type") or "").lower(), e.text or "") for e in found["script"]]
        """Kind (``type`` in lower case) and text."""
        self.script_elements = found["script"]
        self.styles = [e.text or "" for e in found["style"]]
        self.kept = [e.text or "" for e in (*found["textarea"], *found["xmp"])]
        """Texts of elements that keep mark-up for a script."""
        self.drawn = [e.text or "" for e in found["text"]]
        """Texts in drawings."""
        self.frames = [code for e in found["iframe"] if (code := e.get("srcdoc"))]
        """Pages inside the page, as written into it."""
        self.framed = [address for e in found["iframe"] if (address := e.get("src"))]
        """Addresses of the pages inside the page."""
        self.odd = [e for tag in _ODD for e in found[tag]]
        """Elements hardly any page has."""
        self.title = next((e.text or "" for e in found["title"]), "")
        self.founder = {tag: found[tag][0] for tag in _FOUNDER if found[tag]}
        """Founder's own elements of a digital paper, the first of each."""
        self.base = next((href for e in found["base"] if (href := e.get("href")) is not None), "")


def _of_documents(
    root: etree._Element, metas: list[etree._Element]
) -> tuple[list[etree._Element], list[etree._Element]]:
    """Part ``meta`` elements in those of the page and those in the head of a document put behind it.

    A page in two halves, of which the first says nothing of itself, is one document.
    """
    heads = root.findall("head")
    if len(heads) < 2 or heads[0].find("title") is None:
        return metas, []
    own = [e for e in metas if e.getparent() not in heads[1:]]
    return own, [e for e in metas if e.getparent() in heads[1:]]
