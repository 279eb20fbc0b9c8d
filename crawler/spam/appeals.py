"""Texts that advertise: calls to action, spliced stories."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.spam.finding import CRIME, GAMING, SALE, SENTENCE, Finding
from crawler.spam.page import HAN_PAIR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.spam.page import Page, Unit

_HAN = re.compile("[\u4e00-\u9fff]")
CONTACT = re.compile(
    r"(?=[a-z0-9+威薇微加扣企群电飞纸热手致联咨专助老客经详找扫进满])(?:"  # what it can begin with: quicker
    r"(?:(?:v信|威信|薇信|微信号?|wx|vx|v\s?x|weixin|\+v|加v|qq群?|扣扣|q群|企鹅|群号|tg|telegram|电报|飞机|纸飞机|whatsapp|line|skype)(?:号码?|群|同号|:|号:|是|@|\s){0,4}[@a-z0-9][a-z0-9_\-]{3,20})"
    r"|(?:(?:电话|热线|手机|致电|联系|咨询|专线|tel)[^0-9。]{0,10}(?:1[3-9x*][0-9x*]{9}|1[3-9][0-9x*\-\s]{9,12}|400[\-\s]?[0-9x\-]{7,9}|0\d{2,3}-?\d{7,8}))"
    r"|(?:(?:助理|老师|客服|经理)\s*v\s*:?\s*[a-z0-9]{4,})|(?:(?<![0-9])400-?[0-9x]{3,4}-?[0-9x]{3,4}(?![0-9]))"
    r"|(?:(?<![0-9])1[3-9][0-9x*]{9}(?![0-9]))"
    r"|(?:(?:详询|咨询|联系|找|致电|加)[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹潘葛范彭鲁韦马方任袁柳史唐薛雷贺倪汤罗毕郝安常于傅康余元顾孟黄穆萧尹姚邵汪毛戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾江童郭梅林钟徐邱骆高夏蔡田胡凌霍万柯莫丁邓程陆龙黎段钱](?:经理|老师|先生|小姐|女士|总|顾问|助理|主任))"
    r"|(?P<url>(?:www\.|m\.|https?://)[a-z0-9\-]{2,30}\.(?:com|cc|vip|net|top|xyz|me|info|club|app|bet|win)|[a-z0-9]{3,20}\.(?:com|cc|vip|top|xyz|club|app|bet|win))"
    r"|(?:扫码(?:加|进|入)|加(?:老师|助理|客服|本人|我|他|她|小编)?(?:的)?(?:微信|v信|qq|好友|群)|进群|群满|满员即止))"
)
_OWNCONTACT = re.compile(
    "客服电话|客户服务电话|公司网址|基金管理|特此公告|垂询|全国售后|批评|指正|投诉|举报|新闻热线|报料|爆料|广告(?:热线|部|合作|刊登|服务|联系|投放)|商务合作|版权|侵权|订阅|发行|邮编|邮箱|总机|传真|编辑部|记者|供稿|投稿|转载|公众号|客服热线|服务热线|官方客服|"
    "董秘|证券部|董事会秘书|投资者|联系人|地址|icp|备案|许可证|购房热线|售楼|公开电话|监督电话|值班|报名|会议|展会|参会|线索|会务|拍卖|获奖|中奖|招租|声明|门诊|急救|营业网点|登录官网"
)
SURELY_OWN = re.compile(
    "报料|爆料|新闻热线|新闻线索|报名|会务|联系人|投稿|传真|招租|获奖|中奖名单|拍卖|急救|门诊|监督电话|公开电话|董秘|证券部|批评|指正|举报|"
    "投诉|编辑部|客服热线|服务热线|购房|售楼|参会|版权|侵权|商务合作|广告合作|大会|会议|考生|学员|业主|读者|客服电话|客户服务电话|公司网址|垂询|基金管理|曝光|启事|知情者|有意者|有意向|招聘|应聘|公告|公示|社区|街道|食堂|公租房|志愿者|活动时间|活动地点|地点:|时间:|市民可|市民朋友|准考证|征集|红娘|[.](?:gov|edu|org)[.]cn|(?<![0-9])(?:110|96110|12[0-9]{3})(?![0-9])|写道|留言|来源链接|下载链接|原文链接|永久链接|转载"
)
_ODD_HOST = re.compile(
    r"[a-z]*[0-9][a-z0-9]*\.(?:cc|vip|top|xyz|club|bet|win|app|me|info)\b|\.(?:top|vip|xyz|bet|win)\b"
)
_HANDLE = re.compile("信|wx|vx|v|qq|扣|q群|企鹅|tg|telegram|电报|飞机|@")
_LANDLINE = re.compile(r"(?<![0-9])0[0-9]{2,3}-?[0-9]{7,8}(?![0-9])")
_REPORTED_WORDS = re.compile('[“「『"][^”」』"]{2,20}[”」』"]')
_SPEECH = re.compile('[:称说道言][“「『"]')
_QUOTED = re.compile('[称说:]?[“"「『][^”"」』]*$')


def calls(page: Page) -> Iterator[Finding]:
    """Find calls to join a group, borrow, buy invoices: an offer and a way to reach the seller."""
    for unit in page.units:
        text = unit.text
        if not 8 <= len(text) <= 20_000 or not CONTACT.search(text):
            continue
        crime = [(m.start(), m[0]) for m in CRIME.finditer(text)]
        for begin, stop in _sentences(text):
            contact = CONTACT.search(text, begin, stop)
            if not contact:
                continue
            b = _closing(page, unit, begin, stop)
            a, passage = _opening(page, unit, begin, min(b, contact.start()), b)
            piece = text[a:b]
            if not 8 <= len(piece) <= 240 or len(_HAN.findall(piece)) < 4:
                continue
            offers = {
                page.text[h.start : h.end]
                for h in unit.hits
                if h.weight >= 2 and a <= h.start - unit.start < b
            }
            odd = bool(contact["url"]) and bool(_ODD_HOST.search(text, contact.start(), b))
            value = passage + (3.0 if odd else -1.5 if contact["url"] else 3.2) + 0.8 * len(offers)
            if len(text) <= _SHORT_LINE and not unit.sentences:
                value += 1.0  # of a line so short the model knows little
            value -= _reported(crime, contact, text[a:stop], a, stop)
            sale = len(set(SALE.findall(piece)))
            sells = bool(offers) or odd or (passage >= _LOUD and sale >= 2)
            sells |= bool(_HANDLE.search(contact[0])) and passage >= 0.0 and sale >= 1
            if not sells or _explained(text, crime, contact, a, stop):
                value = min(value, _FLAGGED)
            if value > 0.7:
                yield Finding(
                    unit,
                    a,
                    b,
                    "call_to_action",
                    min(0.97, value / (value + 0.7)),
                    "call_to_action@3+" + page.model.rule,
                    f"a way to reach a seller ({contact[0][:20]}), advertising in tone",
                )


_SHORT_LINE = 40
_SOLD = frozenset({"gambling", "lottery", "brand", "adult"})
_SHORT_TAIL = 24
"""Characters below which a paragraph's end is too short to be cut for its tone: portals advertise too."""
_LOUD = 2.0
"""Log-odds of advertising prose that needs no listed offer."""
_FLAGGED = 1.5
"""Log-odds that are flagged, not cut."""


def _reported(crime: list[tuple[int, str]], contact: re.Match[str], piece: str, a: int, b: int) -> float:
    """Weigh what makes a contact the outlet's, a firm's own, or one that a report tells of."""
    inside = {word for at, word in crime if a <= at < b}
    value = 2.5 * len(inside) + 2.0 * any(not a <= at < b for at, _ in crime)
    value += 2.5 * bool(_OWNCONTACT.search(piece)) + 1.5 * bool(_LANDLINE.search(contact[0]))
    return value + 1.0 * bool(_REPORTED_WORDS.search(piece))


def _explained(text: str, crime: list[tuple[int, str]], contact: re.Match[str], a: int, b: int) -> bool:
    """Say whether a contact is surely no seller's: named as one's own, masked, quoted, a victim's story."""
    return (
        bool(SURELY_OWN.search(text, max(0, a - 40), b))
        or "*" in contact[0]
        or (bool(_LANDLINE.search(contact[0])) and b - a <= _SHORT_LINE)
        or bool(_QUOTED.search(text[max(0, a - 60) : contact.start()]))
        or len({word for _, word in crime}) > 1
    )


def _opening(page: Page, unit: Unit, start: int, contact: int, end: int) -> tuple[int, float]:
    """Find where in a sentence the call begins: the clause from which on it sounds most like advertising."""
    base = max(start, contact - 120)
    starts = [start, *(base + m.end() for m in re.finditer('[,;?"” 」』)]', unit.text[base:contact]))]
    _, scores = page.sums.scores([unit.start + x for x in starts], [unit.start + end] * len(starts))
    top = float(scores.max())
    if scores[0] > top - 2.0:
        return starts[0], float(scores[0])
    first = next(i for i, x in enumerate(scores) if x > top - 1.5)
    return starts[first], float(scores[first])


def _closing(page: Page, unit: Unit, start: int, end: int) -> int:
    """Find where in a sentence the call ends: behind the last contact's clause, and those that sell on.

    What follows is the article's own where nothing in it sells and the tagger takes it for text.
    """
    text = unit.text
    last = max(m.end() for m in CONTACT.finditer(text, start, end))
    border = _BORDER.search(text, last, end)
    while border and border.end() < end:
        at = border.end()
        rest, hits = text[at:end], (h for h in unit.hits if at <= h.start - unit.start < end)
        own = (
            len(_HAN.findall(rest)) >= _CLAUSE
            and not SALE.search(rest)
            and not any(h.weight > 1 for h in hits)
        )
        if own and float(page.tags[unit.start + at : unit.start + end].mean()) < _TEXT:
            return at
        border = _BORDER.search(text, at, end)
    return end


_BORDER = re.compile("[,;? ]+")
_CLAUSE, _TEXT = 5, -1.0
"""Han characters that make a clause, and mean log-odds of the tagger below which one is text."""


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for m in re.finditer("[。!\n]+", text):
        if m.end() - at > 12:
            yield at, m.end()
            at = m.end()
    if at < len(text):
        yield at, len(text)


def stories(page: Page) -> Iterator[Finding]:
    """Find paragraphs, or their last sentences, that advertise in a page about something else."""
    prose = [u for u in page.units if len(u.text) >= 30 and u.sentences]
    if len(prose) < 2:
        return
    middle = sorted(u.passage for u in prose)[len(prose) // 2]
    if middle > -1.0:
        return
    for unit, start, passage in _sold_from(page, prose):
        text = unit.text[start:]
        words = {
            page.text[h.start : h.end]
            for h in unit.hits
            if h.weight == 3 and h.kind in _SOLD and h.start - unit.start >= start
        }
        sale = len(set(SALE.findall(text)))
        if sale < (1 if words else 2):
            continue
        value = passage - 2.0 + 0.7 * min(3, len(words)) + 0.5 * min(4, sale) + 0.2 * min(passage - middle, 6)
        value -= 2.0 * len(set(CRIME.findall(unit.text))) + 3.0 * bool(_OWNCONTACT.search(text))
        value -= 1.5 * len(set(GAMING.findall(unit.text))) + 1.0 * bool(_REPORTED_WORDS.search(text))
        short = start > 0 and len(text) < _SHORT_TAIL and not words
        quoted = _QUOTED.search(unit.text[max(0, start - 60) : start]) or _SPEECH.search(unit.text)
        if short or quoted or SURELY_OWN.search(text) or len(set(CRIME.findall(unit.text))) > 1:
            value = min(value, _FLAGGED)
        if value > 0.7:
            yield Finding(
                unit,
                start,
                len(unit.text),
                "spliced_story",
                min(0.95, value / (value + 0.7)),
                "spliced_story@2+" + page.model.rule,
                f"advertising, unlike the rest of the page ({passage:.1f} against {middle:.1f})",
            )


def _sold_from(page: Page, prose: list[Unit]) -> Iterator[tuple[Unit, int, float]]:
    """Yield paragraphs that advertise, to their end, from where on, and that part's score."""
    tails: list[tuple[Unit, int]] = []
    for unit in prose:
        size = len(unit.text)
        later = [m.end() for m in SENTENCE.finditer(unit.text) if size - m.end() >= 12]
        tails += ((unit, start) for start in ([0] if unit.passage > -1.0 else later[-5:]))
    _, scores = page.sums.scores(
        [u.start + start for u, start in tails], [u.start + len(u.text) for u, _ in tails]
    )
    best: dict[int, tuple[Unit, int, float]] = {}
    for (unit, start), score in zip(tails, scores.tolist(), strict=True):
        if score > max(-1.0, best[unit.order][2] if unit.order in best else -1.0):
            best[unit.order] = (unit, start, score)
    yield from best.values()


def unrelated(page: Page) -> Iterator[Finding]:
    """Flag a long paragraph that shares next to nothing with the rest of a page of one subject.

    Briefs and market round-ups have many subjects: only where the others do hang together, where the tone
    is not news, and never to be cut for this alone.
    """
    prose = [u for u in page.units if len(u.text) >= 60 and u.sentences and u.field != "page"]
    if len(prose) < 4 or not any(u.passage > _NEWS for u in prose):
        return
    pairs = [set(HAN_PAIR.findall(u.text)) for u in prose]
    once: set[str] = set()
    twice: set[str] = set()
    for own in pairs:
        twice |= once & own
        once |= own
    shared = [len(own & twice) / max(1, len(own)) for own in pairs]
    middle = sorted(shared)[len(shared) // 2]
    for unit, share in zip(prose, shared, strict=True):
        if unit.passage > _NEWS and share < 0.25 * middle and middle > _HANGS_TOGETHER:
            why = f"a paragraph that shares {share:.0%} of its words with the page, others {middle:.0%}"
            yield Finding(unit, 0, len(unit.text), "spliced_story", 0.55, "unrelated_story@1", why)


_NEWS = -3.0
"""Log-odds of advertising below which a paragraph reads as news."""
_HANGS_TOGETHER = 0.12
"""Share of character pairs paragraphs of one article have in common."""
