"""Pages with injected spam, generated with their labels: for training, for measuring, for tests.

What the spam says is of ``bench/spam_words.py``; the articles it is put into are the caller's.  Everything is
drawn from the ``random.Random`` given: same seed, same pages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from bench.spam_hiding import HIDINGS, entities, pinyin, traditional
from bench.spam_words import (
    DATA,
    FAMILIES,
    Words,
    brand,
    call,
    clause,
    contacts,
    dictionary,
    fill,
    name,
    of_fold,
    phrase,
    spun,
    story,
    templates,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

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


@dataclass(slots=True)
class Made:
    """A generated page: lines, and per line the spam's ``[start, end)`` spans."""

    layout: str
    lines: list[str]
    spans: list[tuple[int, int, int]] = field(default_factory=list)
    words: str = ""
    hiding: str = "plain"
    reject: bool = False
    title: int = -1
    """The line that is the title; -1 where none is known."""


ROWS = [
    *("{n}. {p}", "{p}|{y}-0{d}-1{d}|{n}{n}次", "【{p}】", "#{p}#", "{p} {y}/{d}/{d}", "{n}、{p}"),
    *("{p} | {n}元", "{p}\t{n}.{d}", "· {p}", "- {p}", "■{p}", "{p}({n})", "{p}：{n}元/件", "★ {p}"),
]
"""What a line of a list looks like."""
SLOTS = [
    *(
        ("首页> ", "> 正文"),
        ("您的位置：首页 > ", " > 详情"),
        ("首页 - ", " - 正文"),
        ("当前位置：", " 新闻详情"),
    ),
    *(
        ("上一篇：", ""),
        ("下一篇：", ""),
        ("标签：", ""),
        ("图：", ""),
        ("相关搜索：", ""),
        ("来源：", ""),
        ("推荐：", ""),
        ("图/", ""),
        ("图／", ""),
        ("作者：", ""),
        ("作者：", "编辑部"),
        ("文/", ""),
        ("责任编辑：", ""),
        ("（", "供图）"),
        ("（图片来源：", "）"),
        ("編輯／", ""),
        ("記者", "／台北報導"),
        ("稿源：", ""),
        ("摄影：", ""),
    ),
]
"""What stands before and after a phrase in the place of a section, a headline, a caption."""
BYLINES = [
    *(
        "（记者 {a} {kw} 通讯员 {b}）",
        "(记者{a} 通讯员{b} {kw})",
        "责任编辑：{a} {kw}",
        "编辑：{a}　{kw}　审核：{b}",
    ),
    *("来源：{kw} 作者：{a} 编辑：{b}", "来源：本报 作者：{a} {kw} 编辑：{b}", "图为活动现场。{kw} {a} 摄"),
    *(
        "图为工人在车间作业。{kw}",
        "{a}在店内忙碌。{kw}本报记者 {b} 摄",
        "會場一景。{kw}（記者{a}攝）",
        "（記者{a} {kw}攝）",
    ),
    *(
        "文/{a} 图/{b} {kw}",
        "{kw} 文/图 {a}",
        "撰文：{a} {kw}",
        "校对 {a} {kw}",
        "（{kw} {a}／台北報導）",
        "供稿：{kw} {a}",
    ),
    *(
        "初审：{a} 复审：{b} {kw}",
        "資料圖片。{kw}",
        "（图片来源：{kw}）",
        "（{kw}供图）",
        "采写：{a}、{b} {kw}",
    ),
]
"""Lines of bylines and credits; ``a`` and ``b`` are persons."""
CRUMB = [
    "首页 > 财经 > 正文",
    "您的位置:首页>新闻>详情",
    "我的位置:首頁>文章詳情",
    "首页 - 资讯中心 - 行业动态",
    "",
]
FOOT = [
    ["责任编辑:李明", "评论", "还没有评论,快来抢沙发吧!"],
    ["【免责声明】本文仅代表作者本人观点", "版权所有 未经授权不得转载"],
    ["(编辑:王芳)", "相关阅读", "上一篇 下一篇", "关于我们 | 联系我们 | 广告服务 | 网站地图"],
    [],
]
BARS = [
    *(
        "友情链接:",
        "友情链接：",
        "合作媒体：",
        "合作单位：",
        "合作伙伴 ",
        "站内导航 ",
        "网址大全：",
        "相关网站：",
        "常用网址 ",
    ),
    *(
        "媒体矩阵：",
        "網站連結：",
        "友站連結｜",
        "推薦網站 ",
        "链接：",
        "导航：",
        "",
        "",
        "旗下网站 ",
        "县区链接：",
        "热门标签：",
        "标签 ",
        "專題：",
        "天气快讯 ",
        "今日热搜 ",
        "首页 > ",
        "上一篇：",
        "政务链接 ",
    ),
]
"""What stands before a row of genuine links."""
SIGNS = [
    *("| ", "|", " | ", "｜", "、", " ", "/", " · ", "||", "★", "&nbsp;", ";"),
    *("→", "◆", "■", "▪", "●", "»", "☆", "\t", "；", " + ", "  ", " ※ ", "♦", "—", "~"),
]
"""What link lists are joined with."""
LABELS = [
    "",
    "",
    "主站蜘蛛池模板: ",
    "友情链接:",
    "热门推荐:",
    "相关链接: ",
    "网站首页:",
    "蜘蛛池模板:",
    "Tags:",
    "推荐阅读：",
    "本站关键词: ",
    "精彩推荐 ",
]


@cache
def links() -> dict[str, list[str]]:
    """Return what genuine bars hold: p sections, o outlets and houses, k hot words and tags."""
    lines = (DATA / "genuine_links.tsv").read_text("utf-8").splitlines()
    return {kind: entries.split() for kind, entries in (x.split("\t") for x in lines if x[:1] != "#")}


def person(rng: Random) -> str:
    """Draw a name."""
    return rng.choice("陈李王张刘何周吴林黄赵孙钱郑徐马朱胡郭罗") + "".join(
        rng.choice(GIVEN) for _ in range(rng.choice((1, 2, 2)))
    )


GIVEN = "文明华强建国志伟芳丽敏静婷雪梅军勇磊洋鹏飞宇浩俊晓春秋月红玉林海山江平宁心怡佳颖琪思远子涵"


def byline(rng: Random, text: str) -> tuple[str, str, str]:
    """Draw a line of names or credits that holds a text: what stands before, the text, and behind."""
    before, after = rng.choice(BYLINES).split("{kw}")
    a, b = person(rng), person(rng)
    return before.format(a=a, b=b), text, after.format(a=a, b=b)


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


TABLES = (
    "market",
    "finance",
    "timetable",
    "sports",
    "auction",
    "phones",
    "exhibit",
    "tv",
    "fees",
    "names",
    "award",
)


def common_trade(rng: Random, words: Words) -> str:
    """Draw a trade as often as hacked sites carry it: gambling and adult ones far more than any other."""
    k = rng.random()
    preferred = FAMILIES[0] if k < 0.35 else FAMILIES[1] if k < 0.5 else ()
    return rng.choice([x for x in preferred if x in words.classes] or words.classes)


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
) -> Made:
    """Put spam of one layout (letters of the issue) into a page made of ``articles`` (its paragraphs).

    ``given`` is a call to action to put in (layout H) instead of one that is drawn.
    """
    hide = HIDINGS[hiding]
    kind = common_trade(rng, words)
    body = list(articles)
    halves = re.split("[。,，;；!！]", body[0])
    title = halves[0][:30]
    if len(halves) > 1 and rng.random() < 0.3:
        title = title[:16] + rng.choice((" ", "　", "：", " ")) + halves[1][:16]
    lines = [rng.choice(CRUMB), title, *body, *rng.choice(FOOT)]
    made = Made(layout, lines, words=kind, hiding=hiding)

    def named() -> str:
        """Draw a brand, where the vocabulary has gambling; else, and sometimes, any phrase."""
        known = "gambling" in words.classes and rng.random() < 0.7
        return hide(rng, brand(rng, words) if known else phrase(rng, words, kind))

    def anchors(count: int) -> list[str]:
        mixed = rng.random() < 0.25
        kinds = [common_trade(rng, words) if mixed else kind for _ in range(count)]
        return [hide(rng, phrase(rng, words, x)) for x in kinds]

    def whole(at: int, text: str) -> None:
        lines.insert(at, text)
        made.spans = [(n + (n >= at), a, b) for n, a, b in made.spans]
        made.spans.append((at, 0, len(text)))

    def inside(at: int, position: int, text: str) -> None:
        lines[at] = lines[at][:position] + text + lines[at][position:]
        made.spans.append((at, position, position + len(text)))

    if layout == "A":
        sign = rng.choice(SIGNS)
        whole(len(lines), rng.choice(LABELS) + sign.join(anchors(rng.randint(6, 60))))
    elif layout == "A1":  # one line: the article runs into the block
        text = rng.choice(LABELS) + rng.choice(["| ", "|", "丨", "_"]).join(anchors(rng.randint(8, 50)))
        lines[:] = [" ".join(x for x in lines if x)]
        inside(0, len(lines[0]), " " + text)
    elif layout == "A2":  # one anchor a line
        for text in anchors(rng.randint(5, 40)):
            whole(len(lines), text)
    elif layout == "B":
        whole(rng.choice([0, 0, 1]), "丨".join(anchors(rng.randint(5, 40))))
    elif layout == "C":
        text = rng.choice(["_", ",", "-", "，"]).join(anchors(rng.randint(5, 10))) + rng.choice(["", "", "?"])
        whole(rng.choice([0, 0, 1, 2]), text)
    elif layout == "E":
        text = named()
        form = rng.choice(
            [
                *(
                    "_{}",
                    "-{}",
                    " - {}",
                    "【{}】",
                    "({})",
                    "|{}",
                    "_{}_{}",
                    "-{}-{}",
                    "（{}）",
                    " {}",
                    "[{}]",
                ),
                *(
                    "「{}」",
                    "《{}》",
                    "{{}}",
                    "——{}",
                    "—{}",
                    "『{}』",
                    "〔{}〕",
                    "~{}",
                    "丨{}",
                    "｜{}",
                    "：{}",
                    "·{}",
                ),
            ]
        )
        inside(1, len(lines[1]), form.replace("{}", text))
        if rng.random() < 0.5:
            cut = re.findall(rf"[\u4e00-\u9fff]{{{rng.randint(2, 4)}}}", title)[:8]
            line = rng.choice(["本文关键词：", "", "", "关键词:"]) + rng.choice([",", "，", "、"]).join(
                [text, *cut]
            )
            whole(rng.choice([len(lines), 2]), line)
    elif layout == "F":
        text = named()
        for at, line in enumerate(lines):
            names = list(re.finditer(r"[\u4e00-\u9fff]{2,6}(?:公司|集团|集團|银行|銀行|股份)", line))
            if not names or rng.random() < 0.4:
                names = [*re.finditer("(?:(?<=[在与向对由从到，。“])|^)[\u4e00-\u9fff]{2,4}", line), *names]
            if len(line) > 20 and names:
                m = rng.choice(names)
                lines[at] = line[: m.start()] + text + line[m.end() :]
                made.spans.append((at, m.start(), m.start() + len(text)))
                if len(made.spans) == 2:
                    break
    elif layout == "G":
        kind = rng.choice([*words.of("gambling", "lottery", "adult").classes[:3], kind])
        long = [i for i, x in enumerate(lines) if len(x) > 40 and re.search("[,，]", x)] or [1]
        at = rng.choice(long)
        spots = [m.end() for m in re.finditer("[,，]", lines[at])] or [len(lines[at])]
        numbers = [m.start() + 1 for m in re.finditer(r"\d{3,}", lines[at])]
        text = named() if rng.random() < 0.4 else hide(rng, phrase(rng, words, kind))
        if rng.random() < 0.45:
            text = clause(rng, text, fold=fold, only=only)
        held = rng.random() < 0.25
        if held:
            text = rng.choice(
                ("（{}）", "({})", "【{}】", "—{}—", "——{}——", "“{}”", "[{}]", "「{}」")
            ).replace("{}", text)
        if numbers and rng.random() < 0.15:
            inside(at, rng.choice(numbers), rng.choice(["{}", "，{}，"]).format(text))
        else:
            inside(at, rng.choice(spots), text + ("" if held else rng.choice([",", "，"])))
    elif layout == "H":
        text = given or hide(rng, call(rng, words, fold=fold, only=only))
        if rng.random() < 0.35:
            at = 2 + rng.randrange(len(body))
            inside(at, len(lines[at]), text)
        else:
            whole(rng.choice([len(lines), 2 + len(body), rng.randint(2, 2 + len(body))]), text)
    elif layout == "I":
        text = story(rng, words, rng.randint(2, 5), fold=fold, only=only)
        if rng.random() < 0.35:
            at = 2 + rng.randrange(len(body))
            inside(at, len(lines[at]), hide(rng, text))
        else:
            whole(rng.randint(3, max(3, 1 + len(body))), hide(rng, text))
    elif layout == "T":  # the same, of a content farm
        at = rng.randint(3, max(3, 1 + len(body)))
        for text in spun(rng, phrase(rng, words, kind), rng.randint(1, 3), fold=fold, only=only):
            whole(at, hide(rng, text))
    elif layout == "J":
        text = phrase(rng, words.of("gambling", "lottery") if rng.random() < 0.6 else words)
        lines[:] = [
            text + rng.choice(["/最新版APP-轻松体验", "-官方下载", "_app_官网", ""]),
            rng.choice(CRUMB),
        ]
        mode = rng.choice(("door", "ad", "trade"))
        lines += [
            story(rng, words, rng.randint(2, 4), mode, fold=fold, only=only) for _ in range(rng.randint(4, 7))
        ]
        lines += rng.choice(FOOT)
        made.reject = True
    elif layout == "K":
        for text in anchors(rng.randint(200, 400)):
            whole(len(lines), entities(rng, text))
    elif layout == "L":
        pools = links()
        pool = pools["o"] if rng.random() < 0.6 else [*pools["p"], *pools["k"]]
        genuine = rng.sample(of_fold(pool, fold, only=only), rng.randint(4, 12))
        row = genuine + anchors(rng.randint(1, 5))
        rng.shuffle(row)
        if rng.random() < 0.35:
            for text in row:
                if text in genuine:
                    lines.append(text)
                else:
                    whole(len(lines), text)
        else:
            sign = rng.choice([" ", " | ", "|", "\u3000", *SIGNS])
            lines.append(rng.choice(BARS))
            for n, text in enumerate(row):
                lines[-1] += sign if n else ""
                if text in genuine:
                    lines[-1] += text
                else:
                    inside(len(lines) - 1, len(lines[-1]), text)
    elif layout == "M":
        head = anchors(5)
        whole(0, ",".join(head))
        lines[1:] = [traditional(rng, x) for x in lines[1:]]
        if rng.random() < 0.5:
            lines[1:] = [pinyin(rng, x) for x in lines[1:]]
        whole(len(lines), "感谢您访问我们的网站，您可能还对以下资源感兴趣：")
        whole(len(lines), "| ".join(anchors(20)))
    elif layout == "N":  # one phrase alone on its line: above the title, between or after paragraphs
        seller = name(rng)
        every = rng.random() < 0.4
        for at in [1 + len(body), *range(len(body), 1, -1)] if every else [rng.choice([0, 2, 1 + len(body)])]:
            text = phrase(rng, words, kind)
            if not every and rng.random() < 0.35:
                text = clause(rng, text, fold=fold, only=only)
            whole(at, hide(rng, seller + text if every else text))
    elif layout == "O":  # glued to the end of a paragraph, or in brackets inside it
        seller = name(rng) if rng.random() < 0.5 else ""
        own = named() if rng.random() < 0.4 else ""
        form = rng.choice(
            ["{}", "{}", "【{}】", "（{}）", "[{}]", " ＞＞{}", ">>{}", "→{}", " {}", "#{}#", "（{}）"]
        )
        stop = rng.random() < 0.2
        for at in range(2, 2 + len(body)):
            if len(lines[at]) > 20 and lines[at][-1] in "。！？”" and rng.random() < 0.7:
                text = own or hide(rng, seller + phrase(rng, words, kind))
                if rng.random() < 0.2:
                    text = clause(rng, text, fold=fold, only=only)
                inside(at, len(lines[at]) - stop, form.format(text))
    elif layout == "P":  # a list with numbers, dates, counts, addresses
        form = rng.choice(ROWS)
        seller = name(rng) if rng.random() < 0.5 else ""
        for text in anchors(rng.randint(5, 12)):
            d = rng.randint(1, 9)
            whole(
                len(lines), form.format(p=seller + text, n=rng.randint(1, 99), y=rng.randint(2020, 2026), d=d)
            )
    elif layout == "Q":  # in the place of a section, a headline, a caption
        text = named() if rng.random() < 0.6 else hide(rng, phrase(rng, words, kind))
        before, after = rng.choice(SLOTS)
        at = 0 if after else len(lines)
        if rng.random() < 0.5:
            before, text, after = byline(rng, text)
            at = rng.randint(2, len(lines))
        lines.insert(at, before)
        inside(at, len(before), text)
        lines[at] += after
    elif layout == "R":  # several run together, without a sign between them
        text = "".join(anchors(rng.randint(2, 5)))
        if rng.random() < 0.5:
            at = 2 + rng.randrange(len(body))
            inside(at, len(lines[at]), text)
        else:
            whole(rng.choice([0, 2, len(lines)]), text)
    elif layout == "S":  # before the title
        form = rng.choice(
            [
                "{}_",
                "{}-",
                "{}|",
                "{}：",
                "{} - ",
                "{}，",
                "{}】",
                "【{}】",
                "《{}》",
                "「{}」",
                "[{}]",
                "{}——",
            ]
        )
        inside(1, 0, form.replace("{}", named()))
    elif layout == "Y":  # a box of a faked download page
        text = named()
        at = rng.choice([2, 2 + len(body), len(lines)])
        box = box_lines(rng, text)
        if rng.random() < 0.3:
            box = [rng.choice([" ", " | ", "  "]).join(box)]
        for line in reversed(box):
            whole(at, hide(rng, line))
    elif layout == "Z":  # a row in a genuine table or list
        rows = table(rng, rng.randint(3, 9), fold=fold, only=only)
        lines.extend(rows)
        text = named() if rng.random() < 0.5 else hide(rng, phrase(rng, words, kind))
        sign = next((x for x in ("|", "｜", "　", " ") if x in rows[0]), " ")
        more = rng.choice(
            ["", "", sign + str(rng.randint(1, 999)), sign + hide(rng, phrase(rng, words, kind))]
        )
        whole(len(lines) - rng.randrange(len(rows)), text + more)
    else:
        raise ValueError(f"no layout {layout!r}")
    made.spans.sort()
    made.title = next((n for n, x in enumerate(lines) if title in x), -1)
    if rng.random() < 0.4 and not made.reject:
        strip(made)
    return made


def box_lines(rng: Random, text: str) -> list[str]:
    """Draw the lines of a download box: its name, some fields, and in a longer one what is said of it."""
    kinds = templates("message_boxes")
    chosen = [rng.choice(kinds["name"]), *rng.sample(kinds["field"], rng.randint(2, 6))]
    chosen += rng.sample(kinds["more"], rng.choice((0, 0, 1, 2, 3)))
    slots = contacts(rng) | {"kw": text, "d": str(rng.randint(1, 12))}
    return [fill(rng, x, slots.__getitem__) for x in chosen]


def strip(made: Made) -> None:
    """Leave out a page's own furniture: what is stored is often the bare article."""
    furniture = {*CRUMB, *(x for foot in FOOT for x in foot)}
    marked = {n for n, _, _ in made.spans}
    kept = [n for n, x in enumerate(made.lines) if n in marked or x not in furniture]
    number = {n: i for i, n in enumerate(kept)}
    made.lines = [made.lines[n] for n in kept]
    made.spans = [(number[n], a, b) for n, a, b in made.spans]
    made.title = number.get(made.title, -1)


LAYOUTS = (
    "A",
    "A1",
    "A2",
    "B",
    "C",
    "E",
    "F",
    "G",
    "H",
    "I",
    "J",
    "K",
    "L",
    "M",
    "N",
    "O",
    "P",
    "Q",
    "R",
    "S",
    "T",
    "Y",
    "Z",
)
