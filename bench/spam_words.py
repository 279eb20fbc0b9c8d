# ruff: noqa: E501  (word lists)
"""What injected spam says, generated: phrases, names, calls, clauses, stories of every trade.

Words come from ``data/explicit_*.tsv``, ``message_*.tsv`` and ``trade_*.tsv``.  Everything is drawn from the
``random.Random`` given: same seed, same words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from random import Random

T = TypeVar("T")

DATA = Path(__file__).parent / "data"
CITIES = (
    *("北京", "上海", "广州", "深圳", "青岛", "成都", "重庆", "杭州", "武汉", "西安", "南京", "天津"),
    *("郑州", "长沙", "沈阳", "济南", "合肥", "福州", "昆明", "大连", "苏州", "东莞", "佛山", "无锡"),
    *("石家庄", "哈尔滨", "南宁", "贵阳", "台北", "高雄", "台中", "香港", "澳门"),
)
HAN = "乐天金星宝龙凤华盛鼎泰丰汇通达亿万千利发富贵吉祥鸿福星月海江山东南西中新大好美多优博赢胜皇冠银明辉云飞虎狮鹰豹王尊爵帝豪名仕雅逸开元百佳易彩球运动环亚欧米半岛火雷九八六三一信安康平和顺兴旺隆昌"
LATIN = "abcdefghijklmnopqrstuvwxyz"
SURNAMES = "陈李王张刘何周吴林黄"
FOLDS = 4
"""Parts of everything there is to draw, one of which is left out of training and measured on."""
COMMON = "common"
"""The class whose slots and phrases every trade may use."""


def data_lines(name: str) -> list[str]:
    """Return the lines of ``data/<name>``, without comments."""
    return [x for x in (DATA / name).read_text("utf-8").splitlines() if x and not x.startswith("#")]


@cache
def words_by_kind(name: str) -> dict[str, list[str]]:
    """Return kind → words of ``data/<name>.tsv``, where each kind has one line of them."""
    return {kind: words.split() for kind, words in (x.split("\t") for x in data_lines(f"{name}.tsv"))}


@cache
def grammar() -> dict[str, dict[str, list[str]]]:
    """Return class → slot → entries."""
    found: dict[str, dict[str, list[str]]] = {}
    for path in sorted(DATA.glob("explicit_*.tsv")):
        for line in data_lines(path.name):
            kind, slot, entries = line.split("\t")
            found.setdefault(kind, {})[slot] = [e.strip() for e in entries.split(" / ")]
    for kind, slots in found.items():
        if kind != COMMON:
            slots.setdefault("phrase", found[COMMON]["phrase"])
    return found


def trades() -> list[str]:
    """Return the classes phrases can be drawn of."""
    return [kind for kind in grammar() if kind != COMMON]


FAMILIES = tuple(tuple(line.split("\t")[1].split()) for line in data_lines("trade_families.tsv"))
"""Trades near to each other, left out of training together; what is named in none is the last family."""


def family(number: int) -> list[str]:
    """Return the trades of a family; of -1, all."""
    if number < 0:
        return trades()
    if number < len(FAMILIES):
        return list(FAMILIES[number])
    return [kind for kind in trades() if not any(kind in f for f in FAMILIES)]


def language() -> Iterator[tuple[str, int]]:
    """Yield the language's words and how common each is (jieba's list)."""
    import jieba

    path = Path(jieba.__file__).parent / "dict.txt"
    for line in path.read_text("utf-8").splitlines():
        word, count, *_ = line.split(" ")
        yield word, int(count)


@cache
def dictionary() -> list[str]:
    """Return the language's common words of two characters: names are made of them too."""
    return [word for word, count in language() if len(word) == 2 and count > 300 and word.isalpha()]


def of_fold(entries: Sequence[T], fold: int, *, only: bool = False) -> list[T]:
    """Return what may be drawn of some entries when a quarter is left out (or, ``only``, that quarter)."""
    return [x for i, x in enumerate(entries) if fold < 0 or (i % FOLDS == fold) == only]


@cache
def by_group(name: str, kind: str, fold: int = -1, *, only: bool = False) -> list[list[str]]:
    """Return the templates of a kind of each trade or field of ``message_trades`` or ``genuine_sentences``.

    Of a fold: without a quarter of the trades or fields (``only``: that quarter).
    """
    pools: dict[int, list[str]] = {}
    group = -1
    for line in (DATA / f"{name}.tsv").read_text("utf-8").splitlines():
        group += line.startswith(("# trade ", "# field "))
        if line.startswith(f"{kind}\t") and (fold < 0 or (group % FOLDS == fold) == only):
            pools.setdefault(group, []).append(line.partition("\t")[2])
    return list(pools.values())


@dataclass(slots=True)
class Words:
    """A vocabulary: the classes and, of each slot, the part that may be drawn (one fold left out, or only it)."""

    classes: Sequence[str]
    fold: int = -1
    only: bool = False
    """True: draw only from the held-out part; False: only from the rest."""

    def of(self, *classes: str) -> Words:
        """Narrow to some classes; to none it has: unchanged."""
        return replace(self, classes=[c for c in classes if c in self.classes] or self.classes)

    def pool(self, kind: str, slot: str) -> list[str]:
        """Entries of a slot that this vocabulary has; a slot too small to split stays whole."""
        entries = grammar()[kind if slot in grammar()[kind] else COMMON][slot]
        return entries if slot == "phrase" else self.split(entries)

    def split(self, entries: list[str]) -> list[str]:
        """Return what this vocabulary has of some words; few stay whole."""
        if self.fold < 0 or len(entries) < 2 * FOLDS:
            return entries
        return of_fold(entries, self.fold, only=self.only)


NEUTRAL = ("s", "k", "u", "pre", "ask", "ask2")
"""Slots of words that belong to no trade: 官网, 下载, 多少钱; no fold is without them."""


@cache
def held_out_words(fold: int) -> frozenset[str]:
    """Return the words and names that those who have learnt without a fold have not seen."""
    found: set[str] = set()
    for trade in trades():
        whole = trade in family(fold)
        for slot, entries in grammar()[trade].items():
            held = entries if whole else Words([trade], fold, only=True).pool(trade, slot)
            if slot not in (*NEUTRAL, "phrase") and (whole or len(held) < len(entries)):
                found.update(x for x in held if "{" not in x)
    return frozenset(found | set(of_fold(words_by_kind("trade_brands")["known"], fold, only=True)))


def phrase(rng: Random, words: Words, kind: str = "") -> str:
    """Draw one spam phrase."""
    kind = kind or rng.choice(words.classes)
    known = grammar()[kind].keys() | grammar()[COMMON].keys()
    return fill(
        rng,
        rng.choice(words.pool(kind, "phrase")),
        lambda slot: rng.choice(words.pool(kind, slot)) if slot in known else "",
    )


def fill(rng: Random, text: str, draw: Callable[[str], str]) -> str:
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
    only: bool = False,
    pool: Sequence[str] = (),
) -> str:
    """Draw a call to action (``cta``), or a sentence of a doorway (``door``), an ``ad`` or a ``tale``."""
    pool = of_fold(pool or templates("message_templates")[kind], fold, only=only)
    betting = words.of("gambling") if kind in ("cta", "door") else words
    trade = rng.choice(betting.classes)
    sold = phrase(rng, betting, trade)
    if kind in ("ad", "tale") and rng.random() < 0.6:
        sold = fill(rng, rng.choice(["{han2}", "{han3}", "{word}{han2}", "{latin}"]), str)
    slots = grammar()[trade].keys() & set("tgk")
    game = rng.choice(words.pool("gambling", "game")) if trade == "gambling" else sold[:6]
    own = contacts(rng) | {
        "brand": sold[:8],
        "game": game,
        "kw": sold,
        "t": rng.choice(words.pool(trade, min(slots))) if slots else sold[:6],
    }
    return fill(rng, rng.choice(pool), own.__getitem__)


def contacts(rng: Random) -> dict[str, str]:
    """Draw what the slots of accounts, addresses, names and numbers hold."""
    number = "".join(rng.choice("0123456789") for _ in range(rng.randint(6, 10)))
    digits = "".join(rng.choice("0123456789") for _ in range(10))
    numerals = "".join(rng.choice(NUMERALS) for _ in range(10))
    site = rng.choice(["www.", "https://", "m.", ""]) + handle(rng).lstrip("@")
    return {
        "wx": handle(rng) if rng.random() < 0.7 else number,
        "qq": number,
        "tg": "@" + handle(rng),
        "hd": handle(rng),
        "ch": rng.choice(CHANNELS),
        "tel": rng.choice(
            ["1" + digits, "13x0000xxxx", "400-" + number[:3] + "-" + number[3:7], "1" + numerals]
        ),
        "url": site + rng.choice([".com", ".cc", ".vip", ".net", ".top", ".xyz", ".app", ".me"]),
        "name": rng.choice(SURNAMES),
        "n": str(rng.choice([3, 5, 8, 10, 18, 30, 50, 58, 88, 95, 188, 500, 888])),
    }


CHANNELS = (
    *("微信", "微信号", "薇信", "威信", "加薇", "加微", "加V", "V信", "V", "vx", "VX", "wx", "WX"),
    *("卫星", "徽信", "微", "薇", "QQ", "qq", "扣扣", "抠抠", "企鹅", "企鹅号", "球球", "Q", "Q群"),
    *("群", "群号", "飞机", "纸飞机", "紙飛機", "TG", "tg", "电报", "telegram", "Telegram", "LINE"),
    *("line", "賴", "加賴", "WhatsApp", "whatsapp", "WS", "蝙蝠", "蝙蝠号", "陌陌", "小红书"),
    *("公众号", "客服", "助理", "私信", "联系", "联系人", "咨询", "微电", "电话", "热线", "手机"),
    *("联系方式", "添加", "搜", "找", "加"),
)
"""Where one is to write to."""
NUMERALS = "零一二三四五六七八九壹贰叁肆伍陆柒捌玖〇①②③④⑤⑥⑦⑧⑨0123456789"


def handle(rng: Random) -> str:
    """Draw an account's name: letters and digits, with signs between, or digits written so that filters miss them."""
    letters = "".join(rng.choice(LATIN) for _ in range(rng.randint(2, 7)))
    digits = "".join(rng.choice("0123456789") for _ in range(rng.randint(2, 6)))
    k = rng.random()
    if k < 0.5:
        return letters + digits
    if k < 0.7:
        return letters + rng.choice("_-.") + rng.choice((digits, letters[::-1]))
    if k < 0.8:
        return digits + letters
    if k < 0.87:
        return letters
    if k < 0.94:
        return digits + " " + digits[::-1] + rng.choice(("", " " + digits[:3]))
    return "".join(rng.choice(NUMERALS) for _ in range(rng.randint(6, 11)))


def paragraph(rng: Random, words: Words, pool: Sequence[str], longest: int = 3) -> str:
    """Draw up to ``longest`` sentences of one trade or field."""
    return "".join(message(rng, words, pool=pool) for _ in range(rng.randint(1, longest)))


def call(rng: Random, words: Words, *, fold: int = -1, only: bool = False) -> str:
    """Draw a call to action of any trade: most are of one trade's own lines."""
    if rng.random() < 0.3:
        return message(rng, words, fold=fold, only=only)
    return message(rng, words, pool=rng.choice(by_group("message_trades", "cta", fold, only=only)))


STEMS = (
    *("{han2}", "{han2}", "{han3}", "{word}", "{word}{han2}", "{han2}{word}"),
    *("{latin}{han2}", "{han2}{latin}", "{latin}{digits}", "{digits}{word}"),
    *("{digits}{han2}", "{latin}{word}", "{latin}", "{digits}"),
)
"""What gambling sites' names are made of."""
SITE_WORDS = (
    *("体育", "娱乐", "国际", "平台", "app", "官网", "电竞", "娱乐城", "彩票", "棋牌"),
    *("真人", "手机版", "下载", "注册", "登录", "首页", "官方网站", "最新网址"),
    *("备用网址", "入口", "现金网", "竞彩", "游戏", "在线", "会员"),
)
"""What follows the name."""
NAMED = (
    *("brand2", "barebrand", "corpbrand", "portjing"),
    *("twcasinobrand", "casino2", "esportsbet", "domainbet"),
)
"""Trades whose phrases are such names."""


def brand(rng: Random, words: Words) -> str:
    """Draw a site's name, known or made up, mostly a betting site's, with none to two of the words such names go with."""
    if rng.random() < 0.15:
        return phrase(rng, words, rng.choice([k for k in NAMED if k in words.classes] or words.classes))

    def part(role: str) -> str:
        return rng.choice(words.split(words_by_kind("trade_brands")[role]))

    k = rng.random()
    if k < 0.15:
        found = rng.choice(words.pool("gambling", "b"))
    elif k < 0.27:
        found = part("known") + rng.choice(("", "", _code(rng), str(rng.randint(1, 999)), rng.choice("ⅡⅢ+")))
    elif k < 0.32:
        found = part("code") + part("known")
    elif k < 0.38:
        found = part("slot")
    elif k < 0.57:
        found = part("first") + part("game")
    elif k < 0.63:
        found = part("code") + rng.choice((part("game"), str(rng.randint(1, 999)), ""))
    elif k < 0.73:
        found = fill(rng, rng.choice(("{han2}", "{word}")), str) + part("game")
    elif k < 0.83 and all(f[0] in words.classes for f in FAMILIES):  # a name may be of any family
        found = rng.choice((part("first"), part("known"), fill(rng, "{han2}", str))) + part("site")
    else:
        found = fill(rng, rng.choice(STEMS), str)
    count = rng.choices((0, 1, 2), (3, 5, 1))[0]
    after = [rng.choice((part("after"), rng.choice(SITE_WORDS))) for _ in range(count)]
    if rng.random() < 0.06:
        after.append(part("slogan"))
    return found + rng.choice(("", "", "", "·", " ")).join(["", *after])


def _code(rng: Random) -> str:
    return "".join(rng.choice(LATIN) for _ in range(rng.randint(2, 6))).upper()


def clause(rng: Random, text: str, *, fold: int = -1, only: bool = False) -> str:
    """Draw a clause that says a seller's name or keyword."""
    pool = of_fold(templates("message_clauses")["clause"], fold, only=only)
    return fill(rng, rng.choice(pool), (contacts(rng) | {"kw": text}).__getitem__)


def line_of(rng: Random, file: str, kind: str, text: str = "", *, fold: int = -1, only: bool = False) -> str:
    """Draw a line of a kind from a file of ``data/``, about a text."""
    slots = contacts(rng) | {"kw": text, "d": str(rng.randint(1, 28))}
    return fill(rng, rng.choice(of_fold(templates(file)[kind], fold, only=only)), slots.__getitem__)


def name(rng: Random) -> str:
    """Draw a seller's name, to be held before several phrases."""
    return fill(rng, rng.choice(["{han2}", "{han3}", "{word}", "{latin}{digits}", "{han2}{latin}"]), str)


def story(
    rng: Random, words: Words, count: int, mode: str = "", *, fold: int = -1, only: bool = False
) -> str:
    """Draw a paragraph: doorway sentences, advertising, a tale that ends in it, what one trade says."""
    mode = mode or rng.choice(("door", "ad", "tale", "trade", "trade", "trade", "whole", "whole"))
    one = replace(words, classes=[rng.choice(words.classes)])
    if mode == "trade":
        own = [rng.choice(by_group("message_trades", kind, fold, only=only)) for kind in ("door", "cta")]
        ends = [message(rng, words, pool=own[1])] if rng.random() < 0.3 else []
        return "".join([*(message(rng, words, pool=own[0]) for _ in range(count)), *ends])
    if mode == "whole":
        pool = of_fold(templates("message_stories")["tale"], fold, only=only)
        return message(rng, one, pool=pool)
    kinds = {"door": ["door"], "ad": ["ad"], "tale": ["tale", "tale", "ad"]}[mode]
    return "".join(
        message(rng, words if mode == "door" else one, rng.choice(kinds), fold=fold, only=only)
        for _ in range(count)
    )


@cache
def templates(name: str) -> dict[str, list[str]]:
    """Return kind → lines of ``data/<name>.tsv``."""
    found: dict[str, list[str]] = {}
    for line in data_lines(f"{name}.tsv"):
        kind, text = line.split("\t")
        found.setdefault(kind, []).append(text)
    return found


def spun(rng: Random, keyword: str, count: int, *, fold: int = -1, only: bool = False) -> list[str]:
    """Draw paragraphs of a content farm: filler stuffed with a keyword, and fiction between."""
    slots = {"kw": keyword, "name": rng.choice(SURNAMES), "n": str(rng.randint(2, 900))}
    pools = {kind: of_fold(lines, fold, only=only) for kind, lines in templates("message_spun").items()}
    kinds = ["spun", *rng.choices(["spun", "tale"], k=count - 1)]
    rng.shuffle(kinds)
    return [fill(rng, rng.choice(pools[kind]), lambda slot: slots[slot]) for kind in kinds]
