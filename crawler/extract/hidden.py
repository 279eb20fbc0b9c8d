"""Which elements a reader does not see, and why: inline styles and the page's own ``<style>`` rules."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml import etree

_STYLE_CHARS = 1_000_000
_MOST_SUSPECTS = 20_000
# A rule that hides names one of these values for one of these properties.
_HIDING_VALUE = re.compile(r":\s?(?:none|hidden|0|-|1px|scale\(0|rect\(|transparent|#fff|white)")
_HIDING_PROPERTIES = (
    "display", "visibility", "font-size", "font", "text-indent", "left", "top", "right", "opacity", "height",
    "width", "transform", "clip", "color",
)  # fmt: skip
_SUSPECT = re.compile(  # without flags, and each alternative begins with a letter: a seventh of the time
    r"display\s*:\s*none|visibility\s*:|font-size\s*:\s*0|font\s*:\s*0|text-indent\s*:\s*-"
    r"|opacity\s*:\s*0|left\s*:\s*-|right\s*:\s*-|top\s*:\s*-|margin\s*:\s*-|color\s*:|clip"
    r"|height\s*:\s*[01](?:\D|$)|width\s*:\s*[01](?:\D|$)|scale\(\s*0|font-size\s*:\s*1(?:px|pt|em|%)"
)
_COMPOUND = re.compile(r"^([a-zA-Z][\w-]*)?((?:[.#][\w-]+)*)$")
_PART = re.compile(r"[.#][\w-]+")
_NUMBER = re.compile(r"^\s*(-?\d{0,7}(?:\.\d{0,4})?)\s*(px|pt|em|rem|%|vw|vh)?", re.IGNORECASE)
_NO_FONT = re.compile(r"0(?:px|pt)?[ /]")
_NO_CLIP = re.compile(r"rect\(\s*[01](?:px)?[ ,]+[01](?:px)?[ ,]+[01](?:px)?[ ,]+[01]")
_NO_SIZE = "font-size:0"
_SIZED = re.compile(r"[{;]\s*font-size\s*:\s*[1-9]")
_DEEPEST = 60
"""Elements around a part of an element without a size, down to which its parts are looked at."""
_Rules = dict[str, list[tuple[str, frozenset[str], tuple[frozenset[str], ...], str]]]
_OFF_SCREEN = -400.0
"""Pixels beyond which a shift is meant to take text out of sight."""
_NAMES = {"white": "fff", "black": "000", "red": "f00", "transparent": "transparent"}


def _declarations(style: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in style[:4000].split(";"):
        name, colon, value = part.partition(":")
        if colon:
            found[name.strip().lower()] = value.lower().replace("!important", "").strip()
    return found


def _number(value: str) -> float | None:
    match = _NUMBER.match(value) if value else None
    if not match or match[1] in {"", "-", ".", "-."}:
        return None
    number = float(match[1])
    unit = (match[2] or "").lower()
    return number * 16 if unit in {"em", "rem"} else number * 10 if unit in {"vw", "vh", "%"} else number


def _colour(value: str) -> str:
    value = value.split(maxsplit=1)[0] if value else ""
    value = _NAMES.get(value, value).removeprefix("#")
    if re.fullmatch(r"(.)\1(.)\2(.)\3", value):
        value = value[::2]
    return value


@lru_cache(maxsize=4096)
def hidden_by_style(style: str) -> str:
    """Return why an element with this inline style is not seen; empty when it is.

    A way of hiding that needs two declarations (no height and clipped) is only counted with both.
    """
    if not _SUSPECT.search(style.lower()):
        return ""
    css = _declarations(style)
    if css.get("display") == "none":
        return "display:none"
    if css.get("visibility") in {"hidden", "collapse"}:
        return "visibility"
    return _by_size(css) or _by_place(css) or _by_colour(css)


def _by_size(css: dict[str, str]) -> str:
    font = css.get("font-size", "")
    size = _number(font)
    if size is not None and (size == 0 or (size <= 1 and not font.endswith(("em", "%")))):
        return _NO_SIZE
    if _NO_FONT.match(css.get("font", "")):
        return _NO_SIZE
    if _number(css.get("opacity", "")) == 0:
        return "opacity"
    if "hidden" in css.get("overflow", "") + css.get("overflow-y", "") + css.get("overflow-x", ""):
        for name in ("height", "max-height", "width", "max-width", "line-height"):
            value = _number(css.get(name, ""))
            if value is None or (value and name == "line-height" and css[name][-1].isdigit()):
                continue  # line-height: 1 is the font's size
            if value <= 1 and not css[name].endswith(("em", "%")):
                return "zero-size"
    if _NO_CLIP.search(css.get("clip", "")) or "scale(0" in css.get("transform", "").replace(" ", ""):
        return "zero-size"
    return ""


def _by_place(css: dict[str, str]) -> str:
    indent = _number(css.get("text-indent", ""))
    if indent is not None and indent <= _OFF_SCREEN:
        return "text-indent"
    positioned = css.get("position") in {"absolute", "fixed", "relative"}
    for name in ("left", "top", "right", "bottom", "margin-left", "margin-top", "margin"):
        offset = _number(css.get(name, ""))
        if offset is not None and offset <= _OFF_SCREEN and (positioned or name.startswith("margin")):
            return "off-screen"
    return ""


def _by_colour(css: dict[str, str]) -> str:
    text = _colour(css.get("color", ""))
    back = _colour(css.get("background-color", "") or css.get("background", ""))
    return "colour" if text and text in {"transparent", back} else ""


class StyleRules:
    """The hiding rules of a page's ``<style>`` elements, looked up by class and id.

    Rules inside ``@media`` and the like are left out (they hide on other devices), and so are selectors
    with states or attributes.  Of ``.a .b`` the last part is matched, the others against ancestors.
    ``font-size:0`` on an element closes the gaps between its parts, where these have sizes of their own.
    """

    def __init__(self, sheets: Sequence[str]) -> None:
        self._rules: _Rules = {}
        self._sizes: _Rules = {}
        """The rules that set a font's size, where one sets it to nothing."""
        text = "".join(sheets)[:_STYLE_CHARS].lower()
        if "{" not in text:
            return
        if "/*" in text:
            first, *rest = text.split("/*")
            text = first + "".join(part.partition("*/")[2] for part in rest)
        if "." not in text and "#" not in text:
            return
        for selectors, style in _outermost(text, _suspects(text)):
            if why := hidden_by_style(style):
                for selector in selectors:
                    _add(self._rules, selector, why)
        if any(why == _NO_SIZE for rules in self._rules.values() for *_, why in rules):
            sized = islice(_SIZED.finditer(text), _MOST_SUSPECTS)
            opened = dict.fromkeys(text.rfind("{", 0, m.start() + 1) for m in sized)
            for selectors, _ in _outermost(text, opened):
                for selector in selectors:
                    _add(self._sizes, selector, "sized")

    def __bool__(self) -> bool:
        return bool(self._rules)

    def touches(self, own: frozenset[str]) -> bool:
        """Tell quickly whether any rule may be about an element with these parts."""
        return not self._rules.keys().isdisjoint(own)

    def hides(self, element: etree._Element, own: frozenset[str], ancestors: list[frozenset[str]]) -> str:
        """Return why an element with these ``.class`` and ``#id`` parts is hidden; empty when seen.

        Parts are in lower case; ``ancestors``: those of the elements around it, outermost first.
        """
        why = _matching(self._rules, element.tag, own, ancestors)
        return "" if why == _NO_SIZE and self._resizes(element, [*ancestors, own]) else why

    def _resizes(self, element: etree._Element, around: list[frozenset[str]]) -> bool:
        """Tell whether all text in an element stands in parts of it that have a size again."""
        if element.text and not element.text.isspace():
            return False
        for part in element:
            if part.tail and not part.tail.isspace():
                return False
            if (
                not isinstance(part.tag, str)
                or next((t for t in part.itertext() if not t.isspace()), None) is None
            ):
                continue
            _, own = identity(part.get("id"), part.get("class"))
            inline = _number(_declarations(part.get("style") or "").get("font-size", ""))
            if inline or _matching(self._sizes, part.tag, own, around):
                continue
            if len(around) > _DEEPEST or not self._resizes(part, [*around, own]):
                return False
        return True


def _matching(rules: _Rules, tag: str, own: frozenset[str], ancestors: list[frozenset[str]]) -> str:
    for part in sorted(own & rules.keys()):
        for rule_tag, parts, outer, why in rules[part]:
            if rule_tag in {"", tag} and parts <= own:
                above = iter(ancestors)
                if all(any(wanted <= have for have in above) for wanted in outer):
                    return why
    return ""


_identities: dict[tuple[str | None, str | None], tuple[str, frozenset[str]]] = {}


def identity(name: str | None, classes: str | None) -> tuple[str, frozenset[str]]:
    """Return ``#id.class`` as it stands in paths, and its parts (lower case) for style rules."""
    known = _identities.get((name, classes))
    if known is None:
        parts = ["#" + n for n in name.split()[:1]] if name else []
        if classes:
            parts += ["." + c for c in classes.split()[:8]]
        known = "".join(parts)[:200].replace("/", "_"), frozenset(p.lower() for p in parts)
        if len(_identities) < 50_000:
            _identities[name, classes] = known
    return known


def _add(rules: _Rules, selector: str, why: str) -> None:
    compounds = []
    for compound in selector.replace(">", " ").split():
        shape = _COMPOUND.match(compound)
        if not shape:
            return
        compounds.append((shape[1] or "", frozenset(_PART.findall(shape[2]))))
    if not compounds or not compounds[-1][1]:
        return  # a bare tag hides too much to be meant for text
    tag, parts = compounds[-1]
    ancestors = tuple(parts_ for _, parts_ in compounds[:-1] if parts_)
    rules.setdefault(min(parts), []).append((tag, parts, ancestors, why))


def _outermost(text: str, opened: Iterable[int]) -> Iterator[tuple[list[str], str]]:
    """Yield selectors and style of the rules that open there; not those inside ``@media`` and the like."""
    depth, counted = 0, 0
    for at in opened:
        depth += text.count("{", counted, at + 1) - text.count("}", counted, at + 1)
        counted = at + 1
        if depth == 1:
            before = text[max(0, at - 2000) : at]
            start = max(before.rfind("}"), before.rfind("{"), before.rfind(";")) + 1
            yield [s.strip() for s in before[start:].split(",")], text[at + 1 : text.find("}", at)]


@lru_cache(maxsize=8)
def style_rules(sheets: tuple[str, ...]) -> StyleRules:
    """Return the hiding rules of a page's style sheets; the pages of a site share theirs, mostly."""
    return StyleRules(sheets)


def _suspects(text: str) -> Iterator[int]:
    """Yield where the rules open that hold one of the declarations that may hide."""
    at = 0
    for _ in range(_MOST_SUSPECTS):
        found = _HIDING_VALUE.search(text, at)
        if found is None:
            return
        colon, at = found.span()
        opened = text.rfind("{", max(0, colon - 3000), colon)
        if opened >= 0 and text.endswith(_HIDING_PROPERTIES, opened, colon):
            yield opened
            at = text.find("}", at)
            if at < 0:
                return
