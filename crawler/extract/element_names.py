# ruff: noqa: E501 (names are listed by kind, a line each)

"""What the ids and classes of an element say it holds: the article, a caption, or furniture."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.extract.blocks import Node

# Of names in lower case: flags cost three times as much
_GOOD_NAME = re.compile(
    r"article|artical|content|detail|main[-_]?text|artibody|news[-_]?text|post[-_]?(?:body|text)|entry|story"
    r"|text[-_]?body|zoom|trs_|neirong|zhengwen|rich[-_]?(?:text|media)|founder|pgcontent|paragraph|articlebody",
)
# Furniture for certain, whatever it holds, unless the headline is in it …
_BAD_NAME = re.compile(
    r"comment|cmm?ts?(?:$|[-_.#])|pinglun|relat|relevan|xgyd|xiangguan|share|fenxiang|recomm|tuijian|foot(?!note)|copyright"
    r"|disclaim|shengming|statement|friend_?link|zebian|jubao|feedback|qrcode|erweima|breadcrumb|crumb|pagination|advert|guanggao"
    r"|(?:^|[-_.#])(?:nav|ads?\d*|hot|cmt|zan|praise|login)(?:$|[-_.#])|paihang|(?:^|[-_.#])rank|teaser|trending|popular|mostview|guess"
    r"|player|dianzan|print[-_]?only|visible[-_]print|d-print-block|app_?(?:down|guide)|self[-_]?promo|dialog|popup|cookie|(?:^|[-_.#])(?:gdpr|consent)(?:$|[-_.#])",
)
# … and furniture unless it holds most of the page's text.
_DOUBTFUL_NAME = re.compile(
    r"side(?:bar|nav|box)?(?:$|[-_.#])|aside|menu|(?:^|[-_.#])hot|login|tags?(?:$|[-_.#])|keyword|banner|tool[-_s]?(?:bar|s|box)?(?:$|[-_.#])|ewm"
    r"|modal|pager|page_?nav|prev|subscri|bianji|hidden_?info|download|video[-_]?(?:info|list|box|title)|live[-_]?list|search"
    r"|author[-_]?(?:info|card|box)|weixin|more[-_]?(?:news|list)|like|interest|social(?:$|[-_.#])|latest|topnews|newslist|news[-_]list|list[-_]?news"
    r"|others?[-_]?news|slide|swiper|carousel|gallery|editor[-_]?(?:info|name)|key[-_]?(?:points?|takeaways?)|quote[-_]?(?:img|pic|chart|bar|price|data)|stock[-_]?(?:info|box|card|quote|price|hq|chart)|header(?:$|[-_.#])",
)
_CAPTION_NAME = re.compile(
    r"caption|(?:img|image|pic|picture|photo|figure)[-_]?(?:desc|note|text|info|intro|tip|title|word|source|credit|alt)|tuzhu|tupian_?shuoming",
)
_PICTURE_BOX = re.compile(
    r"(?:^|[.#])(?:pic|img|image|photo)s?(?:[-_]?(?:box|wrap|wrapper|inner))?(?:$|[.#])"
)
_MOST_KEPT = 20_000
_signs: dict[str, int] = {}


@lru_cache(maxsize=4096)
def names_caption(classes: str) -> bool:
    """Tell whether an element's classes say that it holds what a picture shows."""
    return bool(_CAPTION_NAME.search(classes.lower()))


@lru_cache(maxsize=_MOST_KEPT)
def names_picture(ident: str) -> bool:
    """Tell whether an element's id and classes say that it holds a picture."""
    return bool(_PICTURE_BOX.search(ident.lower()))


def name_sign(node: Node) -> int:
    """Return what ids and classes say: 1 article, -1 perhaps furniture, -2 a caption, -3 furniture, 0 nothing."""
    ident = node.ident
    if not ident:
        return 0
    sign = _signs.get(ident)
    if sign is None:
        ident = ident.lower()
        if _CAPTION_NAME.search(ident):
            sign = -2
        elif _BAD_NAME.search(ident):
            sign = -3
        elif _DOUBTFUL_NAME.search(ident):
            sign = -1
        else:
            sign = 1 if _GOOD_NAME.search(ident) else 0
        if len(_signs) < _MOST_KEPT:
            _signs[node.ident] = sign
    return sign


def names_text(node: Node) -> bool:
    """Tell an element named for the article, whatever else its names say."""
    return bool(_GOOD_NAME.search(node.ident.lower()))
