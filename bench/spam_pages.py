"""Pages with injected spam, generated with their labels: for training, for measuring, for tests.

What the spam says is of ``bench/spam_words.py``, where it stands of ``bench/spam_layouts.py``; the articles
it is put into are the caller's.  Everything is drawn from the ``random.Random`` given: same seed, same pages.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bench.spam_builder import Builder, Made, common_trade
from bench.spam_forms import CRUMB, FOOT
from bench.spam_layouts import LAYOUTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from bench.spam_words import Words

PARAGRAPHS = (
    "记者从市统计局获悉，前三季度全市实现地区生产总值8632亿元，同比增长5.6%，其中第三产业增加值占比超过六成。",
    "港口集团负责人表示，集装箱吞吐量保持两位数增长，主要得益于内外贸航线加密和多式联运体系的完善。",
    "该公司公告称，拟以自有资金回购股份，回购价格不超过每股26元，用于员工持股计划，实施期限为十二个月。",
    "分析人士认为，随着一揽子政策逐步落地，制造业投资有望延续回升态势，区域银行的资产质量总体稳定。",
    "园区目前集聚生物医药企业110余家，建成公共实验平台7个，今年新引进项目23个，总投资约45亿元。",
    "监管部门提示投资者，应通过正规渠道办理业务，注意保护个人信息，理性参与市场交易。",
    "受原材料价格回落影响，行业毛利率环比改善，多家上市公司预计全年净利润同比扭亏为盈。",
    "下一步，当地将继续优化营商环境，推动重点产业链补链强链，力争全年新增规模以上工业企业60家。",
)
"""Paragraphs for pages where no other texts are at hand; written for this project."""


def page(
    rng: Random,
    layout: str,
    articles: Sequence[str],
    words: Words,
    hiding: str = "plain",
    *,
    fold: int = -1,
    only: bool = False,
    given: str = "",
    foot: Sequence[str] | None = None,
) -> Made:
    """Put spam of one layout (letters of the issue) into a page made of ``articles`` (its paragraphs).

    ``given`` is a call to action to put in (layout H) instead of one that is drawn, ``foot`` what stands
    under the article; an unknown layout is a ``KeyError``.
    """
    trade = common_trade(rng, words)
    halves = re.split("[。,，;；!！]", articles[0])
    title = halves[0][:30]
    if len(halves) > 1 and rng.random() < 0.3:
        title = title[:16] + rng.choice((" ", "　", "：", " ")) + halves[1][:16]
    foot = rng.choice(FOOT) if foot is None else foot
    lines = [rng.choice(CRUMB), title, *articles, *foot]
    made = Made(layout, lines, hiding=hiding)
    LAYOUTS[layout](Builder(rng, made, words, trade, len(articles), title, fold, only, given))
    made.spans.sort()
    made.title = next((n for n, x in enumerate(made.lines) if title in x), -1)
    if rng.random() < 0.4 and not made.reject:
        strip(made, foot)
    return made


def strip(made: Made, foot: Sequence[str]) -> None:
    """Leave out a page's own furniture: what is stored is often the bare article."""
    furniture = {*CRUMB, *foot}
    marked = {n for n, _, _ in made.spans}
    kept = [n for n, x in enumerate(made.lines) if n in marked or x not in furniture]
    number = {n: i for i, n in enumerate(kept)}
    made.lines = [made.lines[n] for n in kept]
    made.spans = [(number[n], a, b) for n, a, b in made.spans]
    made.title = number.get(made.title, -1)
