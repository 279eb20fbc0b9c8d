# ruff: noqa: E501, ARG001  (word lists; every way of hiding has the same signature)
"""Pages with injected spam, generated with their labels: for training, for measuring, for tests.

Spam comes from ``data/explicit_*.tsv`` and ``data/message_*.tsv``; the articles it is put into are
the caller's.  Everything is drawn from the ``random.Random`` given: same seed, same pages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from opencc import OpenCC

DATA = Path(__file__).parent / "data"
CITIES = [
    "北京",
    "上海",
    "广州",
    "深圳",
    "青岛",
    "成都",
    "重庆",
    "杭州",
    "武汉",
    "西安",
    "南京",
    "天津",
    "郑州",
    "长沙",
    "沈阳",
    "济南",
    "合肥",
    "福州",
    "昆明",
    "大连",
    "苏州",
    "东莞",
    "佛山",
    "无锡",
    "石家庄",
    "哈尔滨",
    "南宁",
    "贵阳",
    "台北",
    "高雄",
    "台中",
    "香港",
    "澳门",
]
HAN = "乐天金星宝龙凤华盛鼎泰丰汇通达亿万千利发富贵吉祥鸿福星月海江山东南西中新大好美多优博赢胜皇冠银明辉云飞虎狮鹰豹王尊爵帝豪名仕雅逸开元百佳易彩球运动环亚欧米半岛火雷九八六三一信安康平和顺兴旺隆昌"
LATIN = "abcdefghijklmnopqrstuvwxyz"


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


COMMON = "common"
"""The class whose slots and phrases every trade may use."""


@cache
def grammar() -> dict[str, dict[str, list[str]]]:
    """Return class → slot → entries."""
    found: dict[str, dict[str, list[str]]] = {}
    for path in sorted(DATA.glob("explicit_*.tsv")):
        for line in path.read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                kind, slot, entries = line.split("\t")
                found.setdefault(kind, {})[slot] = [e.strip() for e in entries.split(" / ")]
    for kind, slots in found.items():
        if kind != COMMON:
            slots.setdefault("phrase", found[COMMON]["phrase"])
    return found


def trades() -> list[str]:
    """Return the classes phrases can be drawn of."""
    return [kind for kind in grammar() if kind != COMMON]


FAMILIES = tuple(
    tuple(line.split("\t")[1].split())
    for line in (DATA / "trade_families.tsv").read_text("utf-8").splitlines()
    if line[:1] != "#"
)
"""Trades near to each other, left out of training together; what is named in none is the last family."""


def family(number: int) -> list[str]:
    """Return the trades of a family; of -1, all."""
    if number < 0:
        return trades()
    if number < len(FAMILIES):
        return list(FAMILIES[number])
    return [kind for kind in trades() if not any(kind in f for f in FAMILIES)]


@cache
def dictionary() -> list[str]:
    """Return the language's common words of two characters: names are made of them too."""
    import jieba

    path = Path(jieba.__file__).parent / "dict.txt"
    entries = (line.split(" ") for line in path.read_text("utf-8").splitlines())
    return [word for word, count, *_ in entries if len(word) == 2 and int(count) > 300 and word.isalpha()]


@cache
def grouped(name: str) -> list[tuple[int, str, str]]:
    """Return (number of its trade or field, kind, template) of each line of ``message_trades`` or ``genuine_sentences``."""
    found, group = [], -1
    for line in (DATA / f"{name}.tsv").read_text("utf-8").splitlines():
        group += line.startswith(("# trade ", "# field "))
        if line and not line.startswith("#"):
            kind, text = line.split("\t")
            found.append((group, kind, text))
    return found


@dataclass(slots=True)
class Words:
    """A vocabulary: the classes and, of each slot, the part that may be drawn (one fold left out, or only it)."""

    classes: Sequence[str]
    fold: int = -1
    folds: int = 4
    only: bool = False
    """True: draw only from the held-out part; False: only from the rest."""

    def of(self, *classes: str) -> Words:
        """Narrow to some classes; to none it has: unchanged."""
        return replace(self, classes=[c for c in classes if c in self.classes] or self.classes)

    def pool(self, kind: str, slot: str) -> list[str]:
        """Entries of a slot that this vocabulary has; a slot too small to split stays whole."""
        entries = grammar()[kind if slot in grammar()[kind] else COMMON][slot]
        if self.fold < 0 or slot == "phrase" or len(entries) < 2 * self.folds:
            return entries
        return [e for i, e in enumerate(entries) if (i % self.folds == self.fold) == self.only]


def phrase(rng: Random, words: Words, kind: str = "") -> str:
    """Draw one spam phrase."""
    kind = kind or rng.choice(words.classes)
    known = grammar()[kind].keys() | grammar()[COMMON].keys()
    return _fill(
        rng,
        rng.choice(words.pool(kind, "phrase")),
        lambda slot: rng.choice(words.pool(kind, slot)) if slot in known else "",
    )


def _fill(rng: Random, text: str, draw: Callable[[str], str]) -> str:
    def one(m: re.Match[str]) -> str:
        slot = m[1]
        if slot == "city":
            return rng.choice(CITIES)
        if slot == "word":
            return rng.choice(dictionary())
        if slot in ("han2", "han3"):
            return "".join(rng.choice(HAN) for _ in range(int(slot[3])))
        if slot == "latin":
            return "".join(rng.choice(LATIN) for _ in range(rng.randint(1, 4)))
        if slot == "digits":
            return "".join(rng.choice("0123456789") for _ in range(rng.randint(1, 4)))
        if slot == "year":
            return str(rng.randint(2017, 2026))
        return draw(slot)

    for _ in range(2):  # what a slot holds may have slots itself
        text = re.sub(r"\{(\w+)\}", one, text)
    return text


def message(
    rng: Random,
    words: Words,
    kind: str = "cta",
    *,
    fold: int = -1,
    folds: int = 4,
    only: bool = False,
    pool: Sequence[str] = (),
) -> str:
    """Draw a call to action (``cta``), or a sentence of a doorway (``door``), an ``ad`` or a ``tale``."""
    pool = pool or templates("message_templates")[kind]
    if fold >= 0:
        pool = [t for i, t in enumerate(pool) if (i % folds == fold) == only]
    number = "".join(rng.choice("0123456789") for _ in range(rng.randint(6, 10)))
    handle = "".join(rng.choice(LATIN) for _ in range(rng.randint(2, 6))) + "".join(
        rng.choice("0123456789") for _ in range(rng.randint(2, 6))
    )
    betting = words.of("gambling") if kind in ("cta", "door") else words
    trade = rng.choice(betting.classes)
    sold = phrase(rng, betting, trade)
    if kind in ("ad", "tale") and rng.random() < 0.6:
        sold = _fill(rng, rng.choice(["{han2}", "{han3}", "{word}{han2}", "{latin}"]), str)
    slots = grammar()[trade].keys() & set("tgk")
    game = rng.choice(words.pool("gambling", "game")) if trade == "gambling" else sold[:6]
    own = {
        "wx": handle if rng.random() < 0.7 else number,
        "qq": number,
        "tg": "@" + handle,
        "tel": rng.choice(
            [
                "1" + "".join(rng.choice("0123456789") for _ in range(10)),
                "13x0000xxxx",
                "400-" + number[:3] + "-" + number[3:7],
            ]
        ),
        "url": rng.choice(["www.", "https://", "m.", ""])
        + handle
        + rng.choice([".com", ".cc", ".vip", ".net", ".top", ".xyz"]),
        "name": rng.choice("陈李王张刘何周吴林黄"),
        "n": str(rng.choice([3, 5, 8, 10, 18, 30, 50, 58, 88, 95, 188, 500, 888])),
        "brand": sold[:8],
        "game": game,
        "t": rng.choice(words.pool(trade, min(slots))) if slots else sold[:6],
    }
    return _fill(rng, rng.choice(pool), lambda slot: own[slot])


def call(rng: Random, words: Words, kind: str = "cta", *, fold: int = -1, only: bool = False) -> str:
    """Draw a call to action of any trade (or, ``door``, a doorway's sentence): most are of one trade's own lines."""
    if rng.random() < 0.3:
        return message(rng, words, kind, fold=fold, only=only)
    return message(rng, words, pool=rng.choice(sellers(kind, fold, only=only)))


@cache
def sellers(kind: str, fold: int = -1, *, only: bool = False) -> list[list[str]]:
    """Return each trade's lines of a kind; of a fold, without a quarter of the trades (``only``: that quarter)."""
    pools: dict[int, list[str]] = {}
    for group, of, text in grouped("message_trades"):
        if of == kind and (fold < 0 or (group % 4 == fold) == only):
            pools.setdefault(group, []).append(text)
    return list(pools.values())


STEMS = (
    *(
        "{han2}",
        "{han2}",
        "{han3}",
        "{word}",
        "{word}{han2}",
        "{han2}{word}",
        "{latin}{han2}",
        "{han2}{latin}",
    ),
    *("{latin}{digits}", "{digits}{word}", "{digits}{han2}", "{latin}{word}", "{latin}", "{digits}"),
)
"""What gambling sites' names are made of."""
SITE_WORDS = (
    *(
        "体育",
        "娱乐",
        "国际",
        "平台",
        "app",
        "官网",
        "电竞",
        "娱乐城",
        "彩票",
        "棋牌",
        "真人",
        "手机版",
        "下载",
    ),
    *(
        "注册",
        "登录",
        "首页",
        "官方网站",
        "最新网址",
        "备用网址",
        "入口",
        "现金网",
        "竞彩",
        "游戏",
        "在线",
        "会员",
    ),
)
"""What follows the name."""
NAMED = (
    "brand2",
    "barebrand",
    "corpbrand",
    "portjing",
    "twcasinobrand",
    "casino2",
    "esportsbet",
    "domainbet",
)
"""Trades whose phrases are such names."""
CLAUSES = (
    *(
        "点击进入{}",
        "登录{}",
        "登录{}领红包",
        "认准{}",
        "欢迎来到{}",
        "{}靠谱吗",
        "{}怎么样",
        "推荐{}",
        "尽在{}",
    ),
    *(
        "{}最新地址",
        "关注{}",
        "搜索{}",
        "下载{}",
        "来{}",
        "{}开户送彩金",
        "{}首存送豪礼",
        "{}会员注册",
        "{}全站",
    ),
    *("{}怎么下载", "打开{}", "上{}", "{}安全吗", "{}客服", "{}提现", "{}优惠", "{}正规吗", "还有{}", "玩{}"),
)
"""A seller's name as a clause."""


def brand(rng: Random, words: Words) -> str:
    """Draw a gambling site's name, known or made up, with none to two of the words such names go with."""
    if rng.random() < 0.25:
        return phrase(rng, words, rng.choice([k for k in NAMED if k in words.classes] or words.classes))
    if rng.random() < 0.4:
        found = rng.choice(words.pool("gambling", "b"))
    else:
        found = _fill(rng, rng.choice(STEMS), str)
    count = rng.choices((0, 1, 2), (1, 5, 1.5))[0]
    return found + "".join(
        rng.choice(words.pool("gambling", "k")[:9] if rng.random() < 0.3 else SITE_WORDS)
        for _ in range(count)
    )


def name(rng: Random) -> str:
    """Draw a seller's name, to be held before several phrases."""
    return _fill(rng, rng.choice(["{han2}", "{han3}", "{word}", "{latin}{digits}", "{han2}{latin}"]), str)


def story(
    rng: Random, words: Words, count: int, mode: str = "", *, fold: int = -1, only: bool = False
) -> str:
    """Draw a paragraph: doorway sentences, advertising, a tale that ends in it, what one trade says."""
    mode = mode or rng.choice(("door", "ad", "tale", "trade", "trade", "trade"))
    one = replace(words, classes=[rng.choice(words.classes)])
    if mode == "trade":
        own = [rng.choice(sellers(kind, fold, only=only)) for kind in ("door", "cta")]
        ends = [message(rng, words, pool=own[1])] if rng.random() < 0.3 else []
        return "".join([*(message(rng, words, pool=own[0]) for _ in range(count)), *ends])
    kinds = {"door": ["door"], "ad": ["ad"], "tale": ["tale", "tale", "ad"]}[mode]
    return "".join(
        message(rng, words if mode == "door" else one, rng.choice(kinds), fold=fold, only=only)
        for _ in range(count)
    )


@cache
def templates(name: str) -> dict[str, list[str]]:
    """Return kind → lines of ``data/<name>.tsv``."""
    found: dict[str, list[str]] = {}
    for line in (DATA / f"{name}.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, text = line.split("\t")
            found.setdefault(kind, []).append(text)
    return found


def of_fold(lines: Sequence[str], fold: int, *, only: bool = False) -> list[str]:
    """Return what may be drawn of some lines when a quarter is left out (or, ``only``, that quarter)."""
    return [x for i, x in enumerate(lines) if fold < 0 or (i % 4 == fold) == only]


def spun(rng: Random, keyword: str, count: int, *, fold: int = -1, only: bool = False) -> list[str]:
    """Draw paragraphs of a content farm: filler stuffed with a keyword, and fiction between."""
    slots = {"kw": keyword, "name": rng.choice("陈李王张刘何周吴林黄"), "n": str(rng.randint(2, 900))}
    pools = {kind: of_fold(lines, fold, only=only) for kind, lines in templates("message_spun").items()}
    kinds = ["spun", *rng.choices(["spun", "tale"], k=count - 1)]
    rng.shuffle(kinds)
    return [_fill(rng, rng.choice(pools[kind]), lambda slot: slots[slot]) for kind in kinds]


# ── Hiding ──────────────────────────────────────────────────────────────────────────────────────────────────────
def wide(rng: Random, text: str) -> str:
    """Full width."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" and c not in "|_,-" else c for c in text)


def zero_width(rng: Random, text: str) -> str:
    """Invisible characters inside words."""
    return "".join(
        c + rng.choice("\u200b\u200c\u2060\ufeff\u200d") if rng.random() < 0.4 else c for c in text
    )


def apart(rng: Random, text: str) -> str:
    """Characters held apart."""
    filler = rng.choice([" ", ".", "*", "·"])
    return re.sub(r"[\u4e00-\u9fff]{4,}", lambda m: filler.join(m[0]), text)


def homoglyph(rng: Random, text: str) -> str:
    """Look-alikes from other alphabets."""
    table = str.maketrans("aeopcxyABEKMHOPCTX", "аеорсхуАВЕКМНОРСТХ")
    return text.translate(table)


def pinyin(rng: Random, text: str) -> str:
    """Put a made-up reading in brackets after some characters."""
    return re.sub(
        r"[\u4e00-\u9fff]",
        lambda m: (
            m[0] + (f"({rng.choice(['xiàn', 'guǎn', 'shì', 'yú', 'hé'])})" if rng.random() < 0.25 else "")
        ),
        text,
    )


def emoji(rng: Random, text: str) -> str:
    """Pictures between words."""
    return "".join(c + (rng.choice("🎰🔥⚽💰🎲✅👉") if rng.random() < 0.15 else "") for c in text)


def entities(rng: Random, text: str) -> str:
    """Numeric entities encoded twice."""
    lead = rng.choice(["&#x{:x};", "&amp;#x{:x};", "&#{};", "&amp;#{};"])
    return "".join(lead.format(ord(c)) if "\u4e00" <= c <= "\u9fff" else c for c in text)


def traditional(rng: Random, text: str) -> str:
    """Convert along with the page."""
    return str(_to_traditional().convert(text))


@cache
def _to_traditional() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("s2t")


HIDINGS: dict[str, Callable[[Random, str], str]] = {
    "plain": lambda _rng, text: text,
    "wide": wide,
    "zero_width": zero_width,
    "apart": apart,
    "homoglyph": homoglyph,
    "pinyin": pinyin,
    "emoji": emoji,
    "entities": entities,
    "traditional": traditional,
}


# ── Layouts ─────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(slots=True)
class Made:
    """A generated page: lines, and per line the spam's ``[start, end)`` spans."""

    layout: str
    lines: list[str]
    spans: list[tuple[int, int, int]] = field(default_factory=list)
    words: str = ""
    hiding: str = "plain"
    reject: bool = False


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
    ),
]
"""What stands before and after a phrase in the place of a section, a headline, a caption."""
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
    title = re.split("[。,，;；!！]", body[0])[0][:30]
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
            ["_{}", "-{}", " - {}", "【{}】", "({})", "|{}", "_{}_{}", "-{}-{}", "（{}）", " {}", "[{}]"]
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
        if "gambling" in words.classes and rng.random() < 0.4:
            text = hide(rng, rng.choice(CLAUSES).format(brand(rng, words)))
        else:
            text = hide(rng, phrase(rng, words, kind))
        if numbers and rng.random() < 0.15:
            inside(at, rng.choice(numbers), rng.choice(["{}", "，{}，"]).format(text))
        else:
            inside(at, rng.choice(spots), text + rng.choice([",", "，"]))
    elif layout == "H":
        text = given or hide(rng, call(rng, words, fold=fold, only=only))
        if rng.random() < 0.35:
            at = 2 + rng.randrange(len(body))
            inside(at, len(lines[at]), text)
        else:
            whole(rng.choice([len(lines), 2 + len(body), rng.randint(2, 2 + len(body))]), text)
    elif layout == "I":
        text = story(rng, words, rng.randint(2, 5), fold=fold, only=only)
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
        genuine = rng.sample(
            [
                "新华网",
                "人民网",
                "央视网",
                "新浪财经",
                "东方财富",
                "中国证券网",
                "网易",
                "凤凰网",
                "和讯网",
                "第一财经",
                "大公网",
                "证券时报",
                "光明网",
                "中国网",
                "青岛新闻网",
                "胶东在线",
            ],
            10,
        )
        bad = anchors(rng.randint(3, 6))
        if rng.random() < 0.5:
            row = genuine + bad
            rng.shuffle(row)
            for text in row:
                if text in bad:
                    whole(len(lines), text)
                else:
                    lines.append(text)
        else:
            sign = rng.choice([" ", " | ", "|"])
            line = "友情链接:" + sign.join(genuine)
            lines.append(line)
            inside(len(lines) - 1, len(line), sign + sign.join(bad))
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
            whole(at, hide(rng, seller + text if every else text))
    elif layout == "O":  # glued to the end of a paragraph, or in brackets inside it
        seller = name(rng) if rng.random() < 0.5 else ""
        own = named() if rng.random() < 0.4 else ""
        form = rng.choice(["{}", "{}", "【{}】", "（{}）", "[{}]"])
        for at in range(2, 2 + len(body)):
            if len(lines[at]) > 20 and lines[at][-1] in "。！？”" and rng.random() < 0.7:
                inside(at, len(lines[at]), form.format(own or hide(rng, seller + phrase(rng, words, kind))))
    elif layout == "P":  # a list with numbers, dates, counts, addresses
        form = rng.choice(ROWS)
        seller = name(rng) if rng.random() < 0.5 else ""
        for text in anchors(rng.randint(5, 12)):
            d = rng.randint(1, 9)
            whole(
                len(lines), form.format(p=seller + text, n=rng.randint(1, 99), y=rng.randint(2020, 2026), d=d)
            )
    elif layout == "Q":  # in the place of a section, a headline, a caption
        text = named()
        before, after = rng.choice(SLOTS)
        at = 0 if after else len(lines)
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
        inside(1, 0, named() + rng.choice(["_", "-", "|", "：", " - ", "，", "】"]))
    else:
        raise ValueError(f"no layout {layout!r}")
    made.spans.sort()
    return made


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
)
