"""What pages are made of besides their text: rows of lists, credits, crumbs, bars, boxes, brackets, signs.

Everything is drawn from the ``random.Random`` given.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import TYPE_CHECKING

from bench.spam_words import CITIES, DATA, SURNAMES, contacts, dictionary, fill, of_fold, templates

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

ROWS = (
    *("{n}. {p}", "{p}|{y}-0{d}-1{d}|{n}{n}次", "【{p}】", "#{p}#"),
    *("{p} {y}/{d}/{d}", "{n}、{p}", "{p} | {n}元", "{p}\t{n}.{d}", "· {p}"),
    *("- {p}", "■{p}", "{p}({n})", "{p}：{n}元/件", "★ {p}"),
)
"""What a line of a list looks like."""
SLOTS = (
    *(("首页> ", "> 正文"), ("您的位置：首页 > ", " > 详情"), ("首页 - ", " - 正文")),
    *(("当前位置：", " 新闻详情"), ("上一篇：", ""), ("下一篇：", ""), ("标签：", ""), ("图：", "")),
    *(("相关搜索：", ""), ("来源：", ""), ("推荐：", ""), ("图/", ""), ("图／", ""), ("作者：", "")),
    *(("作者：", "编辑部"), ("文/", ""), ("责任编辑：", ""), ("（", "供图）"), ("（图片来源：", "）")),
    *(("編輯／", ""), ("記者", "／台北報導"), ("稿源：", ""), ("摄影：", "")),
)
"""What stands before and after a phrase in the place of a section, a headline, a caption."""
BYLINES = (
    *("（记者 {a} {kw} 通讯员 {b}）", "(记者{a} 通讯员{b} {kw})", "责任编辑：{a} {kw}"),
    *("编辑：{a}　{kw}　审核：{b}", "来源：{kw} 作者：{a} 编辑：{b}"),
    *("来源：本报 作者：{a} {kw} 编辑：{b}", "图为活动现场。{kw} {a} 摄"),
    *("图为工人在车间作业。{kw}", "{a}在店内忙碌。{kw}本报记者 {b} 摄"),
    *("會場一景。{kw}（記者{a}攝）", "（記者{a} {kw}攝）", "文/{a} 图/{b} {kw}"),
    *("{kw} 文/图 {a}", "撰文：{a} {kw}", "校对 {a} {kw}", "（{kw} {a}／台北報導）"),
    *("供稿：{kw} {a}", "初审：{a} 复审：{b} {kw}", "資料圖片。{kw}"),
    *("（图片来源：{kw}）", "（{kw}供图）", "采写：{a}、{b} {kw}"),
)
"""Lines of bylines and credits; ``a`` and ``b`` are persons."""
CRUMB = (
    *("首页 > 财经 > 正文", "您的位置:首页>新闻>详情"),
    *("我的位置:首頁>文章詳情", "首页 - 资讯中心 - 行业动态", ""),
)
"""Where in its site a page says it is."""
FOOT = (
    ["责任编辑:李明", "评论", "还没有评论,快来抢沙发吧!"],
    ["【免责声明】本文仅代表作者本人观点", "版权所有 未经授权不得转载"],
    ["(编辑:王芳)", "相关阅读", "上一篇 下一篇", "关于我们 | 联系我们 | 广告服务 | 网站地图"],
    [],
)
"""What stands under an article."""
BARS = (
    *("友情链接:", "友情链接：", "合作媒体：", "合作单位：", "合作伙伴 ", "站内导航 ", "网址大全："),
    *("相关网站：", "常用网址 ", "媒体矩阵：", "網站連結：", "友站連結｜", "推薦網站 ", "链接："),
    *("导航：", "", "", "旗下网站 ", "县区链接：", "热门标签：", "标签 ", "專題：", "天气快讯 "),
    *("今日热搜 ", "首页 > ", "上一篇：", "政务链接 "),
)
"""What stands before a row of genuine links."""
SIGNS = (
    *("| ", "|", " | ", "｜", "、", " ", "/", " · ", "||", "★", "&nbsp;", ";", "→", "◆", "■"),
    *("▪", "●", "»", "☆", "\t", "；", " + ", "  ", " ※ ", "♦", "—", "~"),
)
"""What link lists are joined with …"""
MARKS = "|/\\、,;.-_=+*#&^~@%!?>＞→⇒↗»›◆◇■□●○▲△▼▶►★☆♥♦♠♣✦✿※§¶¤•·‖丨丶│┃〓…。；，／＼～＃＆＊＋"
"""… and signs of which any, one to three times over, may join them too."""
TITLE_SIGNS = ("_", "-", "|", "：", " - ", "——")
"""What joins a title and what is hung on it, or stands before it."""
BRACKETS = ("（{}）", "({})", "【{}】", "[{}]", "「{}」")
"""What holds a word apart from the text around it."""
TABLES = (
    *("market", "finance", "timetable", "sports", "auction", "phones"),
    *("exhibit", "tv", "fees", "names", "award"),
)
"""Kinds of genuine rows that make tables, lists and timetables."""
GIVEN = "文明华强建国志伟芳丽敏静婷雪梅军勇磊洋鹏飞宇浩俊晓春秋月红玉林海山江平宁心怡佳颖琪思远子涵"
"""Characters of given names."""


def list_sign(rng: Random) -> str:
    """Draw what joins a list: a usual sign, or any."""
    if rng.random() < 0.55:
        return rng.choice(SIGNS)
    pad = rng.choice(("", "", " "))
    return pad + rng.choice(MARKS) * rng.choice((1, 1, 1, 2, 3)) + pad


def joined(rng: Random, texts: Sequence[str]) -> str:
    """Join the texts of a list's links by a sign, which may stand before the first or behind the last too."""
    sign, k = list_sign(rng), rng.random()
    return (sign if k < 0.06 else "") + sign.join(texts) + (sign if k > 0.9 else "")


def few_or_many(rng: Random, most: int) -> int:
    """Draw how many links a list has: often so few that only their words tell."""
    return rng.randint(2, 6) if rng.random() < 0.4 else rng.randint(5, most)


def person(rng: Random) -> str:
    """Draw a name."""
    family = rng.choice(SURNAMES + "赵孙钱郑徐马朱胡郭罗")
    return family + "".join(rng.choice(GIVEN) for _ in range(rng.choice((1, 2, 2))))


def names_in(rng: Random, line: str) -> list[tuple[int, int]]:
    """Return where a line names companies and cities; often, always if none, what may be other names too."""
    names = [m.span() for m in COMPANY.finditer(line)]
    known = companies_and_cities()
    names += [(i, i + n) for n in (2, 3, 4) for i in range(len(line) - n + 1) if line[i : i + n] in known]
    if not names or rng.random() < 0.3:
        names += [m.span() for m in NAME_PLACE.finditer(line)]
    return names


@cache
def companies() -> list[str]:
    """Return the names of listed companies."""
    path = DATA.parents[1] / "crawler/enrich/tables/stocks.tsv"
    with path.open(encoding="utf-8") as table:
        rows = csv.reader((x for x in table if x[:1] != "#"), delimiter="\t")
        return [r[2] for r in rows][1:]


@cache
def companies_and_cities() -> frozenset[str]:
    """Return names that a line is searched for."""
    return frozenset({*companies(), *CITIES})


COMPANY = re.compile("[\u4e00-\u9fff]{2,4}(?:公司|集团|集團|银行|銀行|股份)")
NAME_PLACE = re.compile("(?:(?<=[在与向对由从到，。“])|^)[\u4e00-\u9fff]{2,4}")
"""Where a sentence may name somebody: at its head, behind a preposition."""


def byline(rng: Random) -> tuple[str, str]:
    """Draw a line of names or credits with room for a text: what stands before it, and behind."""
    before, after = rng.choice(BYLINES).split("{kw}")
    a, b = person(rng), person(rng)
    return before.format(a=a, b=b), after.format(a=a, b=b)


def table(rng: Random, count: int, *, fold: int = -1, only: bool = False) -> list[str]:
    """Draw rows of a genuine table, list or timetable."""
    kinds = templates("genuine_rows")
    kind = rng.choice([k for k in TABLES if k in kinds])
    rows = of_fold(kinds[kind], fold, only=only) or kinds[kind]

    def draw(slot: str) -> str:
        if slot == "n":
            return str(rng.randint(1, 10 ** rng.randint(1, 4)))
        if slot == "d":
            return str(rng.randint(1, 28))
        return person(rng)[0] if slot == "name" else rng.choice(dictionary()) + rng.choice(dictionary())

    return [fill(rng, rng.choice(rows), draw) for _ in range(count)]


def box_lines(rng: Random, text: str) -> list[str]:
    """Draw the lines of a download box: its name, some fields, and in a longer one what is said of it."""
    kinds = templates("message_boxes")
    chosen = [rng.choice(kinds["name"]), *rng.sample(kinds["field"], rng.randint(2, 6))]
    chosen += rng.sample(kinds["more"], rng.choice((0, 0, 1, 2, 3)))
    slots = contacts(rng) | {"kw": text, "d": str(rng.randint(1, 12))}
    return [fill(rng, x, slots.__getitem__) for x in chosen]


def words_of(rng: Random, title: str) -> list[str]:
    """Cut a title into keywords, as sites' own programs do."""
    return re.findall(rf"[\u4e00-\u9fff]{{{rng.randint(2, 4)}}}", title)[: rng.randint(2, 8)]


def keyword_line(rng: Random, words: list[str]) -> str:
    """Write a line of keywords, most often under a label."""
    label = rng.choice(
        ("本文关键词：", "", "关键词:", "关键词：", "【关键词】", "标签：", "Tags: ", "本文标签：")
    )
    return label + rng.choice((",", "，", "、", ",", " ", "|", "_")).join(words)
