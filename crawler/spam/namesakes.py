"""Firms that share their name with a betting site: next to 官网 or APP both look alike.

A page that names the firm, and on which nothing else sells anything, means the firm.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from crawler.spam.finding import score
from crawler.spam.vocabulary import brand_roles, firms
from crawler.spam.weighing import SURE_WORD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.spam.finding import Finding
    from crawler.spam.page import Page, Unit
    from crawler.spam.vocabulary import Hit

_BLAND = re.compile(
    "(?:集团|中国|公司|的)?(?:官方|手机|中文)*(?:官网|网站|app|客户端|小程序|平台|首页|网页版|会员)+(?:首页|官网|app|会员?|下载)*"
)
"""What firms have, too; nobody's betting site is told by it alone."""
_TRADE = (
    "工业|科技|电气|电器|电子|机械|机电|机床|重工|装备|设备|仪器|仪表|食品|饮料|乳业|酒业|酒店|药业|医药|医疗|生物|"
    "建材|建筑|建设|家居|家具|照明|叉车|汽车|客车|轴承|传动|阀门|电缆|电机|钢铁|化工|化学|材料|新材|塑胶|橡胶|玻璃|陶瓷|"
    "水泥|纸业|印刷|包装|纺织|服饰|服装|鞋业|珠宝|能源|电力|燃气|环保|水务|农业|种业|牧业|渔业|软件|信息|通信|通讯|光电|"
    "半导体|智能|物流|航空|海运|地产|置业|物业|教育|书店|出版|股份"
)
_FIRM = re.compile(
    rf"(?:(?!娱乐|体育|棋牌|彩票|国际|中国|平台|官网|官方)[\u4e00-\u9fff](?<![的了和与在及、])){{0,2}}(?:{_TRADE})"
    r"|(?:集团|公司)(?!官|app|网|平台|下载|登|注册|入口|手机|客户|有限|中国|\(|会员)"
)
"""What a firm's name goes on with; sites call themselves a group in front of 官网 alone."""
_MOST = score(0.85)
"""The score of what a person should look at."""


def spared(page: Page, findings: Sequence[Finding], cut: float) -> list[Finding]:
    """Return the findings, those no more than flagged that are about a firm's website or app in the article.

    ``cut`` is the score from which a span is cut: what is, of another name, sells.
    """
    named = _namesakes(page)
    if not named:
        return list(findings)
    starts, ends = zip(*((h.start, h.end) for _, h in named), strict=True)  # in the page's text, in order

    def is_about_it(f: Finding) -> bool:
        first = bisect_right(ends, f.unit.start + f.start)
        return first < len(starts) and starts[first] < f.unit.start + f.end

    doubted = {id(f) for f in findings if is_about_it(f)}
    sells = any(f.score >= cut for f in findings if id(f) not in doubted) or _sells(page, named)
    if sells:
        return list(findings)
    return [replace(f, score=min(f.score, _MOST)) if id(f) in doubted else f for f in findings]


def _namesakes(page: Page) -> list[tuple[Unit, Hit]]:
    """Return the names in the article's sentences that may be a firm's the page tells of."""
    found = []
    known: dict[str, bool] = {}
    for unit in page.units:
        if unit.field != "body" or not unit.sentences or unit.hidden or unit.leaves:
            continue
        for h in unit.hits:
            if h.kind != "brand" or h.weight < SURE_WORD:
                continue
            stem, rest = _parted(page.text[h.start : h.end])
            if not stem or not _BLAND.fullmatch(rest):
                continue
            if stem not in known:
                known[stem] = _tells_of_firm(page, stem)
            if known[stem]:
                found.append((unit, h))
    return found


def _parted(name: str) -> tuple[str, str]:
    """Return a brand's stem and what it goes on with; no stem where it is none of those listed."""
    stem = next((x for x in _stems().get(name[:2], ()) if name.startswith(x)), "")
    return stem, name[len(stem) :]


@cache
def _stems() -> dict[str, list[str]]:
    """Return the listed stems by their first two letters, the longest first."""
    found: dict[str, list[str]] = {}
    for stem in sorted((*brand_roles()["stem"], *brand_roles()["weak"]), key=len, reverse=True):
        found.setdefault(stem[:2], []).append(stem)
    return found


def _tells_of_firm(page: Page, stem: str) -> bool:
    """Tell whether the article has a firm's name that begins like a brand."""
    longer = [name for name in firms() if name.startswith(stem) and len(name) > len(stem)]
    for unit in page.units:
        if unit.field in {"title", "body"}:
            ends = (m.end() for m in re.finditer(re.escape(stem), unit.text))
            if any(_FIRM.match(unit.text, end) for end in ends) or any(x in unit.text for x in longer):
                return True
    return False


def _sells(page: Page, named: list[tuple[Unit, Hit]]) -> bool:
    """Tell whether the page has a word of sellers besides these names."""
    own = {h.start for _, h in named}
    return any(h.weight >= SURE_WORD and h.start not in own for u in page.units for h in u.hits)
