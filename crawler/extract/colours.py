"""Colours of text and of what is behind it, as inline styles and attributes give them."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from crawler.extract.inline_style import declarations

if TYPE_CHECKING:
    from lxml import etree

Colour = tuple[int, int, int, float]
"""Red, green, blue (0 to 255), and how much of what is behind is covered (0 to 1)."""

_NAMES: dict[str, Colour] = {
    "white": (255, 255, 255, 1.0),
    "snow": (255, 250, 250, 1.0),
    "ivory": (255, 255, 240, 1.0),
    "ghostwhite": (248, 248, 255, 1.0),
    "whitesmoke": (245, 245, 245, 1.0),
    "black": (0, 0, 0, 1.0),
    "red": (255, 0, 0, 1.0),
    "transparent": (0, 0, 0, 0.0),
}
_HEX = re.compile(r"#?([0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})(?![0-9a-z])")
_RGB = re.compile(r"rgba?\(([^()]{5,60})\)")
_HSL = re.compile(r"hsla?\(\s*[\d.]+(?:deg)?[\s,]+[\d.]+%[\s,]+([\d.]+)%")
_CHANNEL = re.compile(r"([\d.]+)(%?)")
_WORD = re.compile(r"[a-z]+")
FAINT, _ALIKE = 0.05, 8
"""Cover below which a text is not seen, and the most a channel differs of two colours nobody tells apart."""
_PALE, _WHITE = 230, 247
"""The least of the channels of a pale colour, and of one that is white to the eye."""
_HAN_TEXT, _PROSE = re.compile("[\u3400-\u9fff]"), re.compile("[，。；！？]")
_COMPANY, _HIGHEST, _MOST = 20, 40, 40
"""Han characters of running text that share a ground; elements around one, and texts, that are looked at."""


@lru_cache(maxsize=4096)
def colour(value: str) -> Colour | None:
    """Return the colour a declaration (in lower case) begins with; ``None`` where it is not known."""
    value = value.strip()
    if m := _RGB.match(value):
        return _of_channels(_CHANNEL.findall(m[1]))
    if m := _HEX.match(value):
        digits = m[1] if len(m[1]) > 4 else "".join(2 * x for x in m[1])
        red, green, blue, cover = (int((digits + "ff")[i : i + 2], 16) for i in (0, 2, 4, 6))
        return red, green, blue, cover / 255
    if m := _HSL.match(value):
        return _NAMES["white"] if float(m[1]) == 100 else None
    name = _WORD.match(value)
    return _NAMES.get(name[0]) if name else None


def _of_channels(parts: list[tuple[str, str]]) -> Colour | None:
    try:
        numbers = [float(number) for number, _ in parts]
    except ValueError:
        return None
    if len(numbers) not in {3, 4}:
        return None
    red, green, blue = (min(255, int(2.55 * x if parts[i][1] else x)) for i, x in enumerate(numbers[:3]))
    cover = 1.0 if len(numbers) == 3 else numbers[3] / (100 if parts[3][1] else 1)
    return red, green, blue, cover


def is_lost(text: Colour | None, ground: Colour | None) -> bool:
    """Tell whether a text of one colour is not seen: there is none of it, or its ground has the same."""
    if text is None or text[3] < FAINT:
        return text is not None
    return (
        ground is not None and ground[3] > FAINT and all(abs(text[i] - ground[i]) <= _ALIKE for i in range(3))
    )


def is_pale(text: Colour | None) -> bool:
    """Tell whether a text's colour needs a dark ground."""
    return text is not None and min(text[:3]) >= _PALE


def is_on_its_own_colour(element: etree._Element, text: Colour, *, styled: bool = False) -> bool:
    """Tell whether a pale text lies on a ground of its colour.

    The ground is the nearest an element around it declares; else it is white where other text lies on it
    that is given no pale colour.  What has a class or an id may get any ground from a style sheet;
    ``styled``: what the element itself gets from there is known.
    """
    around = [element, *islice(element.iterancestors(), _HIGHEST)]
    for at in around:
        if ground := _ground(at):
            return is_lost(text, colour(ground))
    if any(is_pale(_given(at)) for at in around[1:]):
        return False  # what lies beside it has that colour too
    for at, above in pairwise(around):
        if (at.get("class") or at.get("id")) and not (styled and at is element):
            return False
        if _has_company(at, above):
            return min(text[:3]) >= _WHITE
    return False


def _ground(element: etree._Element) -> str:
    """Return what an element declares to be behind it; empty when nothing."""
    css = _declared(element.get("style") or "")
    ground = css.get("background-color", "") or css.get("background", "") or css.get("background-image", "")
    if ground in {"", "none", "transparent", "inherit", "initial"}:
        return (element.get("bgcolor") or element.get("background") or "").lower()
    return ground


def _has_company(element: etree._Element, above: etree._Element) -> bool:
    """Tell whether text that is given no pale colour lies beside an element."""
    left = _COMPANY - _han(above.text)
    for part in islice(above, _MOST):
        left -= _han(part.tail)
        if part is not element and isinstance(part.tag, str) and part.tag not in {"script", "style"}:
            styled = islice((e for e in part.iter() if e.get("style") or e.get("color")), _MOST)
            if not any(is_pale(_given(e)) for e in styled):
                left -= sum(map(_han, islice(part.itertext(), _MOST)))
        if left <= 0:
            return True
    return False


def _given(element: etree._Element) -> Colour | None:
    """Return the colour that an element's style, or its attribute, gives its text."""
    value = _declared(element.get("style") or "").get("color", "")
    return colour(value or (element.get("color") or "").lower())


_declared = lru_cache(maxsize=4096)(declarations)


def _han(text: str | None) -> int:
    """Count the Han characters of running text; a footer's lines have no commas, and grounds of their own."""
    return len(_HAN_TEXT.findall(text)) if text and _PROSE.search(text) else 0
