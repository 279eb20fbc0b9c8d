"""Which elements a reader does not see, and why: inline styles and the page's own ``<style>`` rules."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property, lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from crawler.extract.colours import FAINT, colour, is_lost, is_pale
from crawler.extract.inline_style import declarations, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml import etree

    from crawler.extract.colours import Colour

_STYLE_CHARS = 1_000_000
_MOST_SUSPECTS = 20_000
# A rule that hides names one of these values for one of these properties.
_HIDING_VALUE = re.compile(
    r":\s?(?:none|hidden|0|-|1px|\.|[2-9]\d{3}|scale|rotate|translate|rect\(|inset\(|circle\(|polygon\(|alpha\("
    r"|opacity\(|transparent|#f|white|rgb|hsl)"
)
_HIDING_PROPERTIES = (
    "display", "visibility", "font-size", "font", "text-indent", "left", "top", "right", "opacity", "filter",
    "height", "width", "transform", "clip", "clip-path", "color",
)  # fmt: skip
_SUSPECT = re.compile(  # without flags, and each alternative begins with a letter: a seventh of the time
    r"display\s*:\s*none|visibility\s*:|font-size\s*:\s*(?:0|\.|1(?:px|pt|em|%))|font\s*:"
    r"|text-indent\s*:\s*(?:-|100%)|opacity\s*(?:[(=]|:\s*[0.])|left\s*:\s*(?:-|\d{4})|right\s*:\s*(?:-|\d{4})"
    r"|top\s*:\s*-|margin\s*:\s*-|color\s*:|clip|height\s*:\s*[01](?:\D|$)|width\s*:\s*[01](?:\D|$)"
    r"|transform\s*:"
)
_COMPOUND = re.compile(r"^([a-zA-Z][\w-]*)?((?:[.#][\w-]+)*)$")
_PART = re.compile(r"[.#][\w-]+")
_NO_FONT = re.compile(r"(?:^|\s)(?:0?\.\d+(?:px|pt)|0(?:px|pt)?|1px|1pt)(?=[\s/])")
_NO_COVER = re.compile(r"opacity\s*[(=]\s*(?:opacity\s*=\s*)?0?\.?0*\s*%?\)")
_CLIPS = re.compile("hidden|clip|auto|scroll")
_NO_CLIP = re.compile(r"rect\(\s*[01](?:px)?[ ,]+[01](?:px)?[ ,]+[01](?:px)?[ ,]+[01]")
_NO_PATH = re.compile(
    r"inset\(\s*(?:[5-9]\d|100)%|circle\(\s*0(?![.\d])|polygon\(\s*(0(?:px)?) \1(?:\s*,\s*\1 \1)+\s*\)"
)
_NO_SCALE = re.compile(r"scale[xy]?\(\s*0(?:\.0\d*)?\s*[,)]|rotate[xy]\(\s*-?90deg")
_MOVED = re.compile(r"translate(?:[xy]|3d)?\(\s*(?:0(?:px)?\s*,\s*)?(-?[\d.]+(?:px|em|rem|vw|vh)?)")
_PICTURE = re.compile(r"url\(|gradient")
_NO_SIZE = "font-size:0"
_SIZED = re.compile(r"[{;]\s*font-size\s*:\s*[1-9]")
_DEEPEST = 60
"""Elements around a part of an element without a size, down to which its parts are looked at."""
_Rules = dict[str, list[tuple[str, frozenset[str], tuple[frozenset[str], ...], str]]]
_OFF_SCREEN, _FAR, _FARTHER = -400.0, 2000.0, 5000.0
"""Pixels beyond which a shift is meant to take text out of sight, one to whatever side, and a moved row of
slides."""
_A_FEW = 8
"""Pixels too few for a letter."""
_A_HUNDREDTH = 0.016
"""A per cent of a font's size, of what ``number`` makes of it."""


@lru_cache(maxsize=4096)
def hidden_by_style(style: str) -> str:
    """Return why an element with this inline style is not seen; empty when it is.

    A way of hiding that needs two declarations (no height and clipped) is only counted with both.
    """
    if not _SUSPECT.search(style.lower()):
        return ""
    css = declarations(style)
    if css.get("display") == "none":
        return "display:none"
    if css.get("visibility") in {"hidden", "collapse"} or css.get("content-visibility") == "hidden":
        return "visibility"
    return _by_size(css) or _by_place(css) or _by_colour(css)


def _by_size(css: dict[str, str]) -> str:
    font = css.get("font-size", "")
    size = number(font)
    if size is not None and size * (_A_HUNDREDTH if font.endswith("%") else 1) <= 1:
        return _NO_SIZE
    if _NO_FONT.search(css.get("font", "")):
        return _NO_SIZE
    cover = number(css.get("opacity", ""))
    if (cover is not None and cover < FAINT) or _NO_COVER.search(css.get("filter", "")):
        return "opacity"
    if _CLIPS.search(css.get("overflow", "") + css.get("overflow-y", "") + css.get("overflow-x", "")):
        for name in ("height", "max-height", "width", "max-width", "line-height"):
            value = number(css.get(name, ""))
            if value is None or (value and name == "line-height" and css[name][-1].isdigit()):
                continue  # line-height: 1 is the font's size
            if value <= 1 and not css[name].endswith(("em", "%")):
                return "zero-size"
    clipped = _NO_CLIP.search(css.get("clip", "")) or _NO_PATH.match(css.get("clip-path", ""))
    return "zero-size" if clipped or _NO_SCALE.search(css.get("transform", "")) else ""


def _by_place(css: dict[str, str]) -> str:
    indent = number(css.get("text-indent", ""))
    if indent is not None and indent <= _OFF_SCREEN:
        return "text-indent"
    if css.get("text-indent", "").startswith("100%") and "hidden" in css.get("overflow", ""):
        return "text-indent"
    positioned = css.get("position") in {"absolute", "fixed", "relative"}
    for name in ("left", "top", "right", "bottom", "margin-left", "margin-top", "margin"):
        offset = number(css.get(name, ""))
        if offset is not None and offset <= _OFF_SCREEN and (positioned or name.startswith("margin")):
            return "off-screen"
        if offset is not None and offset >= _FAR and positioned and name in {"left", "right"}:
            return "off-screen"
    moved = _MOVED.search(css.get("transform", ""))
    return "off-screen" if moved and abs(number(moved[1]) or 0) >= _FARTHER else ""


def _by_colour(css: dict[str, str]) -> str:
    back = css.get("background-color", "") or css.get("background", "")
    ground = None if _PICTURE.search(css.get("background", "")) else colour(back)
    return "colour" if is_lost(colour(css.get("color", "")), ground) else ""


def pale_colour(element: etree._Element, style: str | None) -> Colour | None:
    """Return the colour an element gives its text where that is pale, and its ground is others'."""
    if style or element.tag != "font":
        return _pale(style) if style else None
    text = colour((element.get("color") or "").lower())
    return text if is_pale(text) else None


def is_too_small(marquee: etree._Element) -> bool:
    """Tell whether the window that text runs through is a few pixels high or wide."""
    sizes = (number(marquee.get(name) or "") for name in ("height", "width"))
    return any(size is not None and size <= _A_FEW for size in sizes)


@lru_cache(maxsize=4096)
def _pale(style: str) -> Colour | None:
    """Return the colour an inline style gives a text where that is pale and the style gives no ground."""
    if "color" not in style.lower():
        return None
    css = declarations(style)
    text = colour(css.get("color", ""))
    return text if is_pale(text) and not any("background" in name for name in css) else None


class StyleRules:
    """The hiding rules of a page's ``<style>`` elements, looked up by class and id.

    Rules inside ``@media`` and the like are left out (they hide on other devices), and so are selectors
    with states or attributes.  Of ``.a .b`` the last part is matched, the others against ancestors.
    ``font-size:0`` on an element closes the gaps between its parts, where these have sizes of their own.
    """

    def __init__(self, sheets: Sequence[str]) -> None:
        self._rules: _Rules = {}
        self._pale: dict[str, Colour] = {}
        """Classes and ids that only give text a pale colour."""
        self._text = ""
        """The sheets, where the rules in them that set a font's size may be asked for."""
        text = "".join(sheets)[:_STYLE_CHARS].lower()
        if "{" not in text:
            return
        if "/*" in text:
            first, *rest = text.split("/*")
            text = first + "".join(part.partition("*/")[2] for part in rest)
        if "." not in text and "#" not in text:
            return
        for at in _outermost(text, _suspects(text)):
            style = text[at + 1 : text.find("}", at)]
            if why := hidden_by_style(style):
                _add(self._rules, text, at, why)
            elif pale := _pale(style):
                self._pale |= dict.fromkeys(_simple(text, at), pale)
        if self._pale:
            named = Counter(_PART.findall(text))
            self._pale = {part: pale for part, pale in self._pale.items() if named[part] == 1}
        if any(why == _NO_SIZE for rules in self._rules.values() for *_, why in rules):
            self._text = text

    @cached_property
    def _sizes(self) -> _Rules:
        """The rules that set a font's size; few pages need them."""
        found: _Rules = {}
        sized = islice(_SIZED.finditer(self._text), _MOST_SUSPECTS)
        opened = dict.fromkeys(self._text.rfind("{", 0, m.start() + 1) for m in sized)
        for at in _outermost(self._text, opened):
            _add(found, self._text, at, "sized")
        return found

    def __bool__(self) -> bool:
        return bool(self._rules or self._pale)

    def touches(self, own: frozenset[str]) -> bool:
        """Tell quickly whether any rule may be about an element with these parts."""
        return not self._rules.keys().isdisjoint(own) or not self._pale.keys().isdisjoint(own)

    def pale_colour(self, own: frozenset[str]) -> Colour | None:
        """Return the colour that rules give an element with one part, where that is all they do."""
        return self._pale.get(min(own)) if len(own) == 1 else None

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
            inline = number(declarations(part.get("style") or "").get("font-size", ""))
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


def _add(rules: _Rules, text: str, at: int, why: str) -> None:
    """Take note of what the selectors choose that stand before the rule that opens there."""
    before = text[max(0, at - 2000) : at]
    start = max(before.rfind("}"), before.rfind("{"), before.rfind(";")) + 1
    for selector in before[start:].split(","):
        shapes = [_COMPOUND.match(compound) for compound in selector.replace(">", " ").split()]
        compounds = [(m[1] or "", frozenset(_PART.findall(m[2]))) for m in shapes if m]
        if len(compounds) < len(shapes) or not compounds or not compounds[-1][1]:
            continue  # a bare tag hides too much to be meant for text
        tag, parts = compounds[-1]
        ancestors = tuple(parts_ for _, parts_ in compounds[:-1] if parts_)
        rules.setdefault(min(parts), []).append((tag, parts, ancestors, why))


def _simple(text: str, at: int) -> Iterator[str]:
    """Yield the selectors of the rule that opens there that are one class or id."""
    before = text[max(0, at - 2000) : at]
    start = max(before.rfind("}"), before.rfind("{"), before.rfind(";")) + 1
    yield from (x for x in map(str.strip, before[start:].split(",")) if _PART.fullmatch(x))


def _outermost(text: str, opened: Iterable[int]) -> Iterator[int]:
    """Yield where rules open, without those inside ``@media`` and the like."""
    depth, counted = 0, 0
    for at in opened:
        depth += text.count("{", counted, at + 1) - text.count("}", counted, at + 1)
        counted = at + 1
        if depth == 1:
            yield at


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
