"""The rules: each looks at the page and says what it found, where, how sure it is, and why."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import numpy.typing as npt

    from crawler.spam.page import Page, Unit

_LABEL = re.compile(
    r"(?:(?:主站|本站)?蜘蛛池(?:模板|模版)?|友情链接|友链|相关链接|热门推荐|推荐阅读|精彩推荐|网站首页|本站关键词|热门标签|tags?|关键词|热搜)\s*[::]?\s*$"
)
_KIT = re.compile(r"感谢您?(?:访问|浏览)我们的(?:网站|站点).{0,12}?可能还?(?:对以下|会喜欢).{0,12}?[::]?\s*")
_KEYWORDS = re.compile(r"^(?:本文)?关键(?:词|字)\s*:")
_DEBRIS_TAG = re.compile(r"<(/?)[a-z]{1,12}[0-9]?(?:\s+id=\"([a-z0-9]{4,8})\")?\s*/?>")
_EMPTY = " \t\n•·"
_SENTENCE = re.compile("[。!?;]")
_REPORT = re.compile(
    "警方|公安|民警|警察|检察|法院|被告|嫌疑|犯罪|涉嫌|诈骗|骗局|被骗|骗取|骗子|上当|谨防|防范|提醒|警惕|举报|投诉|曝光|查处|处罚|罚款|整治|打击|"
    "取缔|违法|违规|非法|监管|银保监|证监会|央行|税务局|通报|记者|报道|据悉|消息|采访|受害|案件|判决|判处|立案|抓获|刑事|条例|规定|办法|意见|公告|"
    "维权|黑产|揭秘|声称|自称|网友|宣称|冒充|假冒|仿冒|发现|调查|研究|数据显示|同比|营收|净利|收入|股价|上市公司|博彩业|赌收|赌王|赌牌|中场|贵宾厅|福彩中心|体彩中心"
)
_HAN = re.compile("[\u4e00-\u9fff]")
_CRIME = re.compile(
    "警方|公安|民警|警察|检察|法院|被告|嫌疑|犯罪|涉嫌|诈骗|骗局|被骗|骗取|骗子|上当|谨防|防范|警惕|举报|曝光|查处|处罚|整治|打击|取缔|违法|非法|黑产|传销"
)
_GAMING = re.compile(
    "赌博|赌客|赌资|涉赌|网赌|嗜赌|赌徒|博彩|赌收|赌王|赌牌|赌权|赌场|赌桌|贵宾厅|福彩|体彩|福利彩票|体育彩票|娱乐场|度假村|澳博|永利|金沙中国|新濠|博监局"
)
"""Words of texts whose subject is gambling itself: a brand is at home there."""
_CONTACT = re.compile(
    r"(?:(?:v信|威信|薇信|微信号?|wx|vx|v\s?x|weixin|\+v|加v|qq群?|扣扣|q群|企鹅|群号|tg|telegram|电报|飞机|纸飞机|whatsapp|line|skype)(?:号码?|群|同号|:|号:|是|@|\s){0,4}[@a-z0-9][a-z0-9_\-]{3,20})"
    r"|(?:(?:电话|热线|手机|致电|联系|咨询|专线|tel)[^0-9。]{0,10}(?:1[3-9x*][0-9x*]{9}|1[3-9][0-9x*\-\s]{9,12}|400[\-\s]?[0-9x\-]{7,9}|0\d{2,3}-?\d{7,8}))"
    r"|(?:(?:助理|老师|客服|经理)\s*v\s*:?\s*[a-z0-9]{4,})|(?:(?<![0-9])400-?[0-9x]{3,4}-?[0-9x]{3,4}(?![0-9]))"
    r"|(?:(?<![0-9])1[3-9][0-9x*]{9}(?![0-9]))"
    r"|(?:(?:详询|咨询|联系|找|致电|加)[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹潘葛范彭鲁韦马方任袁柳史唐薛雷贺倪汤罗毕郝安常于傅康余元顾孟黄穆萧尹姚邵汪毛戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾江童郭梅林钟徐邱骆高夏蔡田胡凌霍万柯莫丁邓程陆龙黎段钱](?:经理|老师|先生|小姐|女士|总|顾问|助理|主任))"
    r"|(?P<url>(?:www\.|m\.|https?://)[a-z0-9\-]{2,30}\.(?:com|cc|vip|net|top|xyz|me|info|club|app|bet|win)|[a-z0-9]{3,20}\.(?:com|cc|vip|top|xyz|club|bet|win))"
    r"|(?:扫码(?:加|进|入)|加(?:老师|助理|客服|本人|我|他|她|小编)?(?:的)?(?:微信|v信|qq|好友|群)|进群|群满|满员即止)"
)
_OWN_CONTACT = re.compile(
    "客服电话|客户服务电话|公司网址|基金管理|特此公告|垂询|全国售后|批评|指正|投诉|举报|新闻热线|报料|爆料|广告(?:热线|部|合作|刊登|服务|联系|投放)|商务合作|版权|侵权|订阅|发行|邮编|邮箱|总机|传真|编辑部|记者|供稿|投稿|转载|公众号|客服热线|服务热线|官方客服|"
    "董秘|证券部|董事会秘书|投资者|联系人|地址|icp|备案|许可证|购房热线|售楼|公开电话|监督电话|值班|报名|会议|展会|参会"
)


@dataclass(slots=True, frozen=True)
class Finding:
    """Spam in one unit: canonical offsets within it, kind, score 0 to 1, rule and the evidence in words."""

    unit: Unit
    start: int
    end: int
    kind: str
    score: float
    rule: str
    evidence: str


LIST_PRIOR = 2.0
"""Log-odds added to a piece of a list: where unseen spam phrases and furniture part (cross-validated)."""


def find(page: Page) -> list[Finding]:
    """Return what all rules find on a page."""
    found = [*debris(page), *kit(page), *blocks(page), *rows(page), *polluted_bars(page)]
    spoiled = any(f.score >= 0.8 for f in found)
    found += [
        *keyword_lines(page),
        *title_suffixes(page),
        *calls(page),
        *stories(page),
        *inline(page),
        *replacements(page),
    ]
    if spoiled:
        found += lone_lines(page, found)
    return found


def debris(page: Page) -> Iterator[Finding]:
    """Find empty elements with one random id, printed as text: what a link-injecting kit leaves behind."""
    for unit in page.units:
        text = unit.text
        if "id=" not in text or len(text) > 20_000:
            continue
        rest = _DEBRIS_TAG.sub("", text).strip(_EMPTY)
        ids = {m[2] for m in _DEBRIS_TAG.finditer(text) if m[2]}
        if not rest and len(ids) == 1 and not ids.copy().pop().isalpha() | (len(text) < 0):
            yield Finding(
                unit,
                0,
                len(text),
                "debris",
                0.97,
                "empty_elements@1",
                "nothing but empty elements with one random id",
            )
        elif not rest and ids and len({m[0] for m in _DEBRIS_TAG.finditer(text)}) >= 2:
            yield Finding(
                unit,
                0,
                len(text),
                "debris",
                0.9,
                "empty_elements@1",
                "nothing but empty elements with a random id",
            )


def kit(page: Page) -> Iterator[Finding]:
    """Find the lead-in a known kit puts between footer and anchors; what follows it is the kit's."""
    for unit in page.units:
        m = _KIT.search(unit.text) if len(unit.text) < 20_000 else None
        if not m:
            continue
        rest = [u for u in page.units[unit.order + 1 :] if len(u.text) < 5000]
        spam = sum(max(page.anchor[u.first : u.last], default=-9) > 0 for u in rest[:3])
        if m.end() < len(unit.text) or spam:
            yield Finding(
                unit,
                m.start(),
                len(unit.text),
                "link_block",
                0.95,
                "kit_lead_in@1",
                "the lead-in of a link-injecting kit, anchors after it",
            )


def emissions(page: Page) -> npt.NDArray[np.float64]:
    """Weigh every piece as a member of a spam list: positive speaks for it, in log-odds."""
    import numpy as np

    length = page.ends - page.starts
    value = np.clip(page.anchor + LIST_PRIOR, -5.0, 4.5)
    share = page.covered / np.maximum(length, 1)
    value += np.where((share >= 0.5) & (page.weight >= 3), 1.5, 0.0) + np.where(
        (share >= 0.8) & (page.weight >= 2), 0.5, 0.0
    )
    value = np.where((length == 1) & (value < 0), -0.2, value)
    value -= np.where(length > 30, 1.0, 0.0) + np.where(length > 60, 2.0, 0.0)
    strong = (page.before == 1).astype(float) + (page.after == 1)
    value += 0.3 * strong
    prose = (page.before == 2).astype(float) + (page.after == 2)
    per_unit = np.zeros(len(page.units))
    prosaic = np.zeros(len(page.units))
    lines: list[Unit] = []
    total_side = sum(u.side for u in page.units)
    for unit in page.units:
        bias = 0.0
        if unit.hidden:
            bias += 1.5
        bias += unit.offsite
        if unit.side > 2 and total_side < -20:
            bias += 0.7
        per_unit[unit.order] = bias
        text = unit.text
        sentence = len(_SENTENCE.findall(text[:20_000]))
        prosaic[unit.order] = 2.2 if sentence >= 2 else 1.6 if sentence else 0.4
        alone = unit.last - unit.first == 1 and len(unit.text) <= 20
        lines = [*lines, unit] if alone else []
        if len(lines) >= _LINES:
            for line in lines if len(lines) == _LINES else lines[-1:]:
                per_unit[line.order] += 0.6
    value += per_unit[page.unit_of] - prose * prosaic[page.unit_of]
    return value


_LINES = 8
"""Short lines of one piece, one after the other, that make a list."""
_ROW_LEVEL = -2.9
"""Mean log-odds of a row's pieces from which it is no page furniture: of 2,000 genuine rows left out of
training none came above -3.2; of spam rows none of whose words had been seen hardly one fell below -2.7."""


def rows(page: Page) -> Iterator[Finding]:
    """Judge a text of six or more short pieces with one kind of sign between them by its pieces' mean."""
    import numpy as np

    for unit in page.units:
        for first, last in _stretches(page, unit):
            inner = page.before[first + 1 : last]
            if (inner == inner[0]).mean() < 0.8:
                continue
            pieces = {}
            for i in range(first, last):
                pieces[page.text[page.starts[i] : page.ends[i]]] = float(page.anchor[i])
            if len(pieces) < 6 or max(map(len, pieces)) > 40:
                continue
            mean = float(np.clip(list(pieces.values()), -6.0, 4.0).mean())
            weight = (mean - _ROW_LEVEL - (0.4 if inner[0] in (2, 3) else 0.0)) * min(len(pieces), 20)
            if weight <= 2.0:
                continue
            listed = unit.order <= 3 and last - first <= 14
            kind = "hidden_text" if unit.hidden else "head_line" if listed else "link_block"
            why = f"a row of {len(pieces)} phrases that sites' own rows do not have (mean {mean:.1f})"
            start, end = 0, len(unit.text)
            if last - first < unit.last - unit.first:
                start, end = int(page.starts[first]) - unit.start, int(page.ends[last - 1]) - unit.start
            score = min(0.98, weight / (weight + 2.0))
            yield Finding(unit, start, end, kind, score, "phrase_row@1+" + page.model.rule, why)


def _stretches(page: Page, unit: Unit) -> Iterator[tuple[int, int]]:
    """Yield pieces ``[first, last)`` that make rows: a text without sentences, else what ``|`` joins."""
    if unit.last - unit.first < 6:
        return
    if len(unit.text) <= 60_000 and not _SENTENCE.search(unit.text.rstrip("?; ")):
        yield unit.first, unit.last
        return
    first = unit.first
    for i in range(unit.first + 1, unit.last + 1):
        joined = i < unit.last and page.before[i] == 1 and page.ends[i] - page.starts[i] <= 40
        if not joined:
            if i - first >= 7:
                yield first + 1, i
            first = i


def blocks(page: Page) -> list[Finding]:
    """Find lists of spam phrases, within a text and across neighbouring ones.

    Maximal scoring runs of pieces (Ruzzo and Tompa, 1999); a run's evidence counts each phrase once.
    """
    if not len(page.starts):
        return []
    value = emissions(page)
    found = []
    for first, last in maximal_runs(value):
        found += _block(page, value, first, last)
    return found


def maximal_runs(value: npt.NDArray[np.float64], most: int = 200_000) -> list[tuple[int, int]]:
    """Return the disjoint maximal scoring runs ``[first, last)`` of ``value``, in linear time.

    Beyond ``most`` pieces neighbours are taken together first, so that a hostile page costs no more.
    """
    import numpy as np

    group = -(-len(value) // most)
    heads = np.arange(0, len(value), group)
    sums = np.add.reduceat(value, heads) if group > 1 else value
    total = 0.0
    runs: list[list[float]] = []  # first, last, sum before, sum with it, nearest run with less before it
    for i, x in enumerate(sums.tolist()):
        if x <= 0:
            total += x
            continue
        run = [i, i + 1, total, total + x, -1]
        total += x
        while True:
            j = len(runs) - 1
            while j >= 0 and runs[j][2] >= run[2]:
                j = int(runs[j][4])
            if j < 0 or runs[j][3] >= run[3]:
                run[4] = j
                runs.append(run)
                break
            run = [runs[j][0], run[1], runs[j][2], run[3], -1]
            del runs[j:]
    return [(int(a) * group, min(int(b) * group, len(value))) for a, b, *_ in runs]


def _block(  # noqa: C901  (one decision a line)
    page: Page, value: npt.NDArray[np.float64], first: int, last: int
) -> list[Finding]:
    pieces: dict[str, float] = {}
    for i in range(first, min(last, first + 3000)):
        pieces.setdefault(page.text[page.starts[i] : page.ends[i]], float(value[i]))
    evidence = sum(pieces.values())
    spam = sum(v > 0.5 for v in pieces.values())
    score = evidence / (evidence + 2.0) if evidence > 0 else 0.0
    if spam < 3:
        known = page.strong[first:last].max() >= 3
        score = min(score, 0.79 if spam == 2 else 0.7 if known else 0.0)
    if score < 0.5:
        return []
    units = page.units[int(page.unit_of[first]) : int(page.unit_of[last - 1]) + 1]
    own = [float(value[max(first, u.first) : min(last, u.last)].clip(-3, 3).sum()) for u in units]
    enough = 1.0 if spam >= 0.6 * len(pieces) else 2.5
    sure = [x > enough for x in own]
    near = _neighbourhood(sure)
    found = []
    for unit, amount, certain, dense in zip(units, own, sure, near, strict=True):
        a, b = max(first, unit.first), min(last, unit.last)
        if b <= a or (
            len(units) > 1 and not certain and not (dense and amount > -4 and len(unit.text) <= 40)
        ):
            continue
        while a < b and value[a] <= 0 and certain:
            a += 1
        while b > a and value[b - 1] <= 0 and certain:
            b -= 1
        if a == b:
            continue
        start, end = _widen(page, unit, a, b, value)
        label = unit.text[start : int(page.starts[a]) - unit.start]
        why = f"{spam} spam phrases among {len(pieces)} pieces side by side"
        strength = score
        if "蜘蛛池" in label:
            strength, why = max(score, 0.97), why + ", under a label link sellers use"
        if unit.hidden:
            why += ", hidden from readers"
        kind = (
            "hidden_text" if unit.hidden else "head_line" if unit.order <= 3 and b - a <= 14 else "link_block"
        )
        found.append(
            Finding(unit, start, end, kind, min(strength, 0.99), "phrase_list@1+" + page.model.rule, why)
        )
    return found


def _neighbourhood(sure: list[bool], reach: int = 4) -> list[bool]:
    """Say, per text of a run, whether those around it, on both sides, are nearly all spam."""
    total = [0]
    for x in sure:
        total.append(total[-1] + x)
    n = len(sure)
    dense = []
    for i in range(n):
        left, right = max(0, i - reach), min(n, i + reach + 1)
        around = total[right] - total[left] - sure[i]
        dense.append(n >= 6 and around >= 0.7 * (right - left - 1))
    return dense


def _widen(page: Page, unit: Unit, first: int, last: int, value: npt.NDArray[np.float64]) -> tuple[int, int]:
    """Take in list neighbours, label, and separators; return offsets in the unit."""
    text = unit.text
    start, end = int(page.starts[first]) - unit.start, int(page.ends[last - 1]) - unit.start
    whole = unit.last - unit.first
    if (
        last - first >= max(3, 0.6 * whole)
        and not _SENTENCE.search(text.rstrip("?;"))
        and value[unit.first : unit.last].min() > -4
    ):
        return 0, len(text)  # a line that is such a list and nothing else
    inner = page.after[first : last - 1]
    if (
        last - first >= 4 and len(inner) and (inner == 1).mean() > 0.6
    ):  # |-lists: everything joined by | belongs
        while (
            first > unit.first
            and page.before[first] == 1
            and page.ends[first - 1] - page.starts[first - 1] <= 40
            and page.anchor[first - 1] > -2.5
        ):
            first -= 1
        while (
            last < unit.last
            and page.before[last] == 1
            and page.ends[last] - page.starts[last] <= 40
            and page.anchor[last] > -2.5
        ):
            last += 1
        start, end = int(page.starts[first]) - unit.start, int(page.ends[last - 1]) - unit.start
    label = _LABEL.search(text, max(0, start - 24), start)
    if label and last - first >= 4:
        start = label.start()
    while end < len(text) and text[end] in "|丨_,、 ?/★·-":
        end += 1
    head = text[:start].strip(" |丨_,、-/★·•?:<>[]【】()")
    if not head:
        start = 0
    tail = text[end:].strip(" |丨_,、-/★·•?:<>[]【】()")
    if not tail:
        end = len(text)
    return start, end


def polluted_bars(page: Page) -> list[Finding]:
    """Find a few paid links among genuine ones: the pieces themselves, never their neighbours."""
    import numpy as np

    length = page.ends - page.starts
    named = (page.strong >= 3) & (page.covered >= 0.7 * length)
    value = page.anchor + np.where(named, 3.0, 0.0)
    candidates = np.flatnonzero((value > 3.5) & (length <= 16) & (page.before != 2) & (page.after != 2))
    furniture = np.concatenate(([0], np.cumsum((length <= 14) & (page.anchor < 0))))
    listed = candidates.tolist()
    lines = []
    for n, i in enumerate(listed):
        unit = page.units[int(page.unit_of[i])]
        left, right = max(0, i - 12), min(len(length), i + 13)
        share = float(furniture[right] - furniture[left]) / (right - left)
        if share < 0.3 or unit.field == "title" or _SENTENCE.search(unit.text.rstrip("?")):
            continue
        near = listed[max(0, n - 12) : n + 13]
        others = {page.text[page.starts[j] : page.ends[j]] for j in near if abs(j - i) <= 60}
        v = float(value[i]) + min(2, len(others) - 1) + 2 * unit.offsite
        a, b = int(page.starts[i]) - unit.start, int(page.ends[i]) - unit.start
        while b < len(unit.text) and unit.text[b] in "|丨_ ,、/·":
            b += 1
        score = min(0.93 if len(others) >= 2 else 0.75, v / (v + 1.0))
        why = f"a spam phrase in a row of genuine links, {len(others)} such near"
        lines.append(Finding(unit, a, b, "link_block", score, "polluted_bar@1+" + page.model.rule, why))
    return lines


def keyword_lines(page: Page) -> Iterator[Finding]:
    """Find a line of keywords that begins with a brand and goes on with the title's words."""
    for unit in page.units:
        if len(unit.text) > 300 or not _KEYWORDS.match(unit.text):
            continue
        values = page.anchor[unit.first : unit.last]
        weights = page.weight[unit.first : unit.last]
        if any((v > 1.0 and w >= 2) or v > 2.5 or w >= 3 for v, w in zip(values, weights, strict=True)):
            yield Finding(
                unit,
                0,
                len(unit.text),
                "keyword_line",
                0.9,
                "keyword_line@1",
                "a line of keywords with a spam brand in it",
            )


_SUFFIX = re.compile(
    r"(?:\s*[_|丨]\s*|\s*-{1,2}\s*|\s*[—–]+\s*|\s+|[\[【(（<])([^_|丨\-—–\[【(（<]{2,30})[\]】)）>]?\s*$"
)


def title_suffixes(page: Page) -> Iterator[Finding]:
    """Find a brand hung on the title."""
    topical = topicality(page)
    for unit in page.units[:6]:
        text = unit.text
        if (unit.field not in ("title", "subtitle", "kicker") and (len(text) > 90 or "。" in text)) or len(
            text
        ) > 200:
            continue
        end = len(text)
        while end > 4:
            m = _SUFFIX.search(text, 0, end)
            if not m or m.start() < 4:
                break
            a, b = m.span(1)
            score, weight, covered = _phrase(page, unit, a, b)
            value = (
                score
                + 0.8
                + (2.0 if weight >= 3 and covered >= 0.4 else 1.0 if weight >= 2 and covered >= 0.4 else 0.0)
            )
            if topical > 2 or value < 1.0:
                break
            yield Finding(
                unit,
                m.start(),
                end,
                "title_suffix",
                min(0.97, value / (value + 0.55)),
                "title_suffix@1",
                "a spam phrase hung on the title after a separator",
            )
            end = m.start()


def _phrase(page: Page, unit: Unit, a: int, b: int) -> tuple[float, int, float]:
    """Return anchor score, vocabulary weight and share covered by vocabulary of ``[a, b)`` of a unit."""
    anchor, _ = page.sums.scores([unit.start + a], [unit.start + b])
    first = bisect_left(unit.hits, unit.start + a, key=lambda h: h.start)
    inside = []
    for h in unit.hits[first : first + b - a]:
        if h.end > unit.start + b:
            break
        inside.append(h)
    return (
        float(anchor[0]),
        max((h.weight for h in inside), default=0) + (len(inside) > 1),
        sum(h.end - h.start for h in inside) / max(1, b - a),
    )


def topicality(page: Page) -> int:
    """Count the strong words in the page's prose: where gambling is the subject, it is no injection."""
    words = set()
    for unit in page.units:
        if len(unit.text) > 40 and _SENTENCE.search(unit.text[:400]):
            words |= {page.text[h.start : h.end] for h in unit.hits if h.weight == 3}
    return len(words)


def calls(page: Page) -> Iterator[Finding]:
    """Find calls to join a group, borrow, buy invoices: an offer and a way to reach the seller."""
    for unit in page.units:
        text = unit.text
        if not 8 <= len(text) <= 20_000 or not _CONTACT.search(text):
            continue
        crime = [(m.start(), m[0]) for m in _CRIME.finditer(text)]
        for begin, b in _sentences(text):
            contact = _CONTACT.search(text, begin, b)
            if not contact:
                continue
            a, passage = _opening(page, unit, begin, min(b, contact.start()), b)
            piece = text[a:b]
            if not 8 <= len(piece) <= 240 or len(_HAN.findall(piece)) < 6:
                continue
            offers = {
                page.text[h.start : h.end]
                for h in unit.hits
                if h.kind == "cta" and a <= h.start - unit.start < b
            }
            value = passage + (1.2 if contact["url"] else 3.2) + 0.8 * len(offers)
            inside = {word for at, word in crime if a <= at < b}
            value -= 2.5 * len(inside) + 2.5 * bool(_OWN_CONTACT.search(piece))
            value -= 2.0 * any(not a <= at < b for at, _ in crime)
            if value > 0.7:
                yield Finding(
                    unit,
                    a,
                    b,
                    "call_to_action",
                    min(0.97, value / (value + 0.7)),
                    "call_to_action@1+" + page.model.rule,
                    f"a way to reach a seller ({contact[0][:20]}), advertising in tone",
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


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for m in re.finditer("[。!\n]+", text):
        if m.end() - at > 12:
            yield at, m.end()
            at = m.end()
    if at < len(text):
        yield at, len(text)


def stories(page: Page) -> Iterator[Finding]:
    """Find paragraphs that sell gambling in a page about something else."""
    prose = [u for u in page.units if len(u.text) >= 40]
    if len(prose) < 2:
        return
    for unit in prose:
        words = {
            page.text[h.start : h.end]
            for h in unit.hits
            if h.kind in ("gambling", "lottery", "brand", "adult")
        }
        if unit.passage < -1.5 or not words:
            continue
        others = [u.passage for u in prose if u is not unit]
        distance = unit.passage - sorted(others)[len(others) // 2]
        value = (
            unit.passage
            + 1.5
            + 0.7 * len(words)
            + 0.3 * min(distance, 6)
            - 2.0 * len(set(_CRIME.findall(unit.text)))
        )
        if value > 0.7:
            yield Finding(
                unit,
                0,
                len(unit.text),
                "spliced_story",
                min(0.95, value / (value + 0.7)),
                "spliced_story@1+" + page.model.rule,
                f"a paragraph that advertises ({len(words)} words of gambling), unlike the rest of the page",
            )


_CLAUSE = re.compile("[^,，;。!?\n]{3,24}")


def inline(page: Page) -> Iterator[Finding]:
    """Find a spam phrase as a clause of its own in a sentence about something else."""
    if topicality(page) > 2:
        return
    for unit in page.units:
        text = unit.text
        if not 30 <= len(text) <= 20_000 or unit.last - unit.first < 2:
            continue
        clauses = [
            m.span()
            for m in _CLAUSE.finditer(text)
            if m.start() and text[m.start() - 1] in ",;。" and text[m.end() : m.end() + 1] == ","
        ]
        if not clauses:
            continue
        anchors, _ = page.sums.scores(
            [unit.start + a for a, _ in clauses], [unit.start + b for _, b in clauses]
        )
        sold = []
        for (a, b), anchor in zip(clauses, anchors.tolist(), strict=True):
            _, weight, covered = _phrase(page, unit, a, b)
            known = weight >= 3 and covered >= 0.5
            if anchor + 4 * known >= 2.5:
                sold.append((a, b, anchor + (3.5 if known else -2.5)))
        if not sold:
            continue
        against = at_home(_without(text, [(a, b) for a, b, _ in sold]))
        for a, b, value in sold:
            v = value - against
            if v > 0.7:
                why = "a spam phrase as a clause of its own, nothing else on the page is about it"
                rule = "inline_clause@1+" + page.model.rule
                yield Finding(unit, a, b + 1, "inline_clause", min(0.95, v / (v + 0.7)), rule, why)


def at_home(rest: str) -> float:
    """Weigh what in the rest of a text explains a gambling word: its subject, or a crime reported."""
    return 2.0 * len(set(_GAMING.findall(rest))) + 0.6 * min(4, len(set(_CRIME.findall(rest))))


def replacements(page: Page) -> list[Finding]:
    """Find a gambling brand standing where a name stood, in sentences about something else."""
    topical = topicality(page)
    named: dict[str, int] = {}
    for unit in page.units:
        for h in unit.hits:
            if h.kind == "brand" and h.weight == 3:
                name = page.text[h.start : h.end]
                named[name] = named.get(name, 0) + 1
    if not named or topical - len(named) > 1 or len(named) > 4:
        return []
    found = []
    for unit in page.units:
        places = [
            (h.start - unit.start, h.end - unit.start)
            for h in unit.hits
            if h.kind == "brand" and h.weight == 3
        ]
        if not places or len(unit.text) < 12:
            continue
        against = at_home(_without(unit.text, places))
        for a, b in places:
            times = named[unit.text[a:b]]
            v = 4.5 + min(2, times - 1) - against
            if v > 0.7:
                why = f"a gambling brand {times} times in a text about something else"
                score = min(0.93, v / (v + 0.9))
                found.append(Finding(unit, a, b, "brand_replacement", score, "brand_in_sentence@1", why))
    return found


def _without(text: str, places: list[tuple[int, int]]) -> str:
    """Return the text with the given places, in order, left out."""
    parts = []
    at = 0
    for a, b in places:
        parts.append(text[at:a])
        at = max(at, b)
    return " ".join([*parts, text[at:]])


def lone_lines(page: Page, found: list[Finding]) -> list[Finding]:
    """Find, on a page that has a block, single lines of the same making."""
    taken = {id(f.unit) for f in found}
    lines = []
    for unit in page.units:
        if id(unit) in taken or len(unit.text) > 60 or _SENTENCE.search(unit.text):
            continue
        weight = sum(h.weight for h in unit.hits)
        if unit.anchor + min(weight, 3) > 3.5:
            lines.append(
                Finding(
                    unit,
                    0,
                    len(unit.text),
                    "link_block",
                    0.85,
                    "lone_phrase@1",
                    "a spam phrase alone, on a page that has a block of them",
                )
            )
    return lines


def doorway(page: Page) -> str:
    """Say why the page is an advertisement dressed as an article; empty when it is not."""
    prose = [u for u in page.units if len(u.text) >= 40 and u.field != "page" and _SENTENCE.search(u.text)]
    total = sum(len(u.text) for u in prose)
    if total < 150:
        return ""
    sold = [u for u in prose if u.passage > -2.0]
    share = sum(len(u.text) for u in sold) / total
    mean = sum(u.passage * len(u.text) for u in prose) / total
    words = {
        page.text[h.start : h.end]
        for u in page.units[:40]
        for h in u.hits
        if h.kind in ("gambling", "lottery", "brand")
    }
    crime = {x for u in prose for x in _CRIME.findall(u.text)}
    head = max((u.anchor for u in page.units[:3]), default=-9.0)
    if len(sold) >= 2 and share >= 0.6 and mean > -2.2 and (words or head > 0) and len(crime) <= 1:
        much = f"{len(sold)} of {len(prose)} paragraphs advertise ({share:.0%} of the text)"
        return f"{much}, {len(words)} words of gambling"
    return ""
