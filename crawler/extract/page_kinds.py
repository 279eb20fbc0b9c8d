"""Pages with sentences that tell no news: rooms, ballots, schedules, classified notices, lists of officials.

Each is told by what it is called or says of itself together with how it is built; a report about such a
thing has running paragraphs.
"""

from __future__ import annotations

import re
import statistics
from typing import TYPE_CHECKING

from crawler.extract import wording
from crawler.extract.document_title import SEPARATOR
from crawler.extract.index_page import DATES_NOTHING, titles
from crawler.extract.names import is_usual

if TYPE_CHECKING:
    from crawler.items import Draft, Fragment

_LEAVES = re.compile(
    r"(?:即[将將]|正在|[将將]要|[您你]正要?)[^。]{0,4}(?:[离離][开開]|跳[转轉])[^。，]{0,12}(?:[网網站]|平台|[页頁]面)"
)
_GOES_THERE = re.compile(
    r"[继繼][续續](?:[访訪][问問]|前往)|不[属屬][于於]|[与與]本[站网網][无無][关關]|返回"
)
_BROADCASTS = re.compile(r"(?:[节節]目|播出|收[视視])[^，。]{0,4}(?:[单單]|表|[预預]告|[时時][间間])\W*$")
_HOUR = re.compile(r"\W*\d{1,2}[:：]\d\d\W*")
_VOTES = re.compile(r"\W*(?:得?票[数數]?\s*[:：]\s*)?[\d,.]+\s*[万萬]?\s*票?\W*")
_BALLOT = re.compile(r"\W*(?:我要|立即|[点點][击擊]|[给給][TtAa他她它]|投[Ttt他她它])?投?(?:一)?票\W*")
_OFFICIALS = re.compile(
    r"(?:[省市县縣区區州旗]|[本][级級]|市?政府|[机機][构構]|[现現]任|党政|[局委院][内內]?)*[领領][导導](?:之窗|[简簡]介|介[绍紹]|分工|班子|成[员員]|信息|[团團][队隊]|[岗崗]位)?"
)
_NOTICES = re.compile(
    r"(?:[遗遺]失|[挂掛]失|作[废廢]|[寻尋][人物狗猫貓]|招[领領]|失物|分[类類])+(?:[声聲]明|公告|[启啟]事|信息|[广廣]告|[栏欄]目|登[报報])*[\W\d年月日期]*"
)
_NOTICE = re.compile(
    r"作[废廢]|[遗遺]失|[丢丟]失|拾到|[拾捡撿]得|走失|失主|[重酬必]有?[谢謝]|(?:[联聯][系繫]|[电電])[^。]{0,4}\d{7}"
)
_LIVE = re.compile(r"直播")
_ROOM = re.compile(
    r"直播(?:已[经經]?)?(?:[结結]束|[回][放看]|未[开開]始|中)|[\d.]+[万萬]?\s*人?(?:[观觀]看|[在][线線看]|[围圍][观觀])|聊天室|互[动動][区區]|[弹彈]幕"
)
_PLAYER = re.compile(
    r"播放器|敬[请請](?:收看|[关關]注|期待)|(?:[点點][击擊]|上方|下方)[^。]{0,8}(?:[观觀收][看]|播放)|直播(?:已[经經]?[结結]束|[尚未]+[开開]始|[即将將]+[开開]始)"
)
_SEARCHED = re.compile(
    r"(?:搜索|搜[寻尋]|[检檢]索)\W*[“\"「『].{1,30}[”\"」』]|(?:搜索|搜[寻尋]|[检檢]索)(?:[结結]果)?\W*$|[共约約找搜][^。]{0,8}\d+\s*[条條个個项項][^。]{0,4}(?:[结結]果|[记記][录錄])|[共约約找][^。]{0,4}\d+\s*[条條]\W*$"
)
_REVIEWED = re.compile(
    r"(?:[点點][评評]|[评評][价價]|[评評][论論]|口碑)(?:[大全列表]{1,2})?\W*$|怎[么麼][样樣]\W*(?:$|好不好)"
)
_RATED = re.compile(r"[^。，]{0,14}?(?:[★☆⭐]{3,5}|(?<!\d)[0-5]\.\d\s*分)\D{0,4}")
"""A visitor and how many stars he gave: 江风 ★★★★☆, 用户江风5.0分."""
_SCANT, _LONG, _SHORT, _CHAT = 250, 80, 40, 32
_PROGRAMMES, _OPTIONS, _LINES = 5, 3, 6
_MOST = 0.6
_HEADLINE = 6


def other_kind(draft: Draft, bodies: list[Fragment], shown: list[Fragment], chars: int) -> str:
    """Return what a page is that tells no news in its sentences; empty when it may."""
    texts = [f.text for f in bodies]
    if not texts:
        return ""
    if _leads_away(draft, texts, chars):
        return "error_page"
    if _is_schedule(draft, texts) or _is_ballot(texts, shown):
        return "data_page"
    if _are_officials(draft, texts):
        return "about_page"
    if _are_reviews(draft, texts, shown):
        return "index_page"
    if _are_notices(draft, texts) or _lists_few(draft, bodies, shown):
        return "index_page"
    return "video" if _is_room(draft, texts, shown) or _is_player(draft, texts, chars) else ""


def _parts(draft: Draft) -> list[str]:
    """Return what headline and document are called, without what stands behind the first sign."""
    return [SEPARATOR.split(" ".join(t.split()))[0] for t in titles(draft)]


def _leads_away(draft: Draft, texts: list[str], chars: int) -> bool:
    """Tell a page that warns before it follows a link to another site."""
    said = " ".join([draft.title, *texts])
    if draft.fields.get("published", "") not in DATES_NOTHING:
        return False  # a report of those who were led astray
    return chars < _SCANT and bool(_LEAVES.search(said) and _GOES_THERE.search(said))


def _is_schedule(draft: Draft, texts: list[str]) -> bool:
    """Tell a station's programmes, each behind its hour."""
    behind_hour = sum(bool(_HOUR.match(t)) for t in texts)
    called = any(map(_BROADCASTS.search, _parts(draft)))
    return called and behind_hour >= max(_PROGRAMMES, _MOST * len(texts))


def _is_ballot(texts: list[str], shown: list[Fragment]) -> bool:
    """Tell what may be voted for: counts of votes and buttons to vote, each alone on its line."""
    counted = sum(bool(_VOTES.fullmatch(t)) and "票" in t for t in texts)
    buttons = sum(bool(_BALLOT.fullmatch(f.text)) for f in shown)
    return counted >= _OPTIONS and buttons >= _OPTIONS


def _are_officials(draft: Draft, texts: list[str]) -> bool:
    """Tell an office's list of those who lead it."""
    return any(map(_OFFICIALS.fullmatch, _parts(draft))) and all(len(t) < _SCANT for t in texts)


def _are_notices(draft: Draft, texts: list[str]) -> bool:
    """Tell small notices in a row, of what was lost and found."""
    if not any(map(_NOTICES.fullmatch, _parts(draft))) or max(map(len, texts)) >= _SCANT // 2:
        return False
    return sum(bool(_NOTICE.search(t)) for t in texts) >= max(_OPTIONS - 1, _MOST * len(texts))


def _are_reviews(draft: Draft, texts: list[str], shown: list[Fragment]) -> bool:
    """Tell a wall of visitors' reviews: called so, with stars or points alone on the line over each."""
    if not any(map(_REVIEWED.search, _parts(draft))) or max(map(len, texts)) >= _SCANT:
        return False
    rated = sum(len(f.text) <= _CHAT and bool(_RATED.fullmatch(f.text)) for f in shown)
    return rated >= max(_OPTIONS + 1, len(texts) // 4)


def _is_room(draft: Draft, texts: list[str], shown: list[Fragment]) -> bool:
    """Tell a live room with what visitors said in it."""
    return (
        any(map(_LIVE.search, titles(draft)))
        and len(texts) >= _LINES
        and max(map(len, texts)) < _LONG
        and statistics.median(map(len, texts)) <= _CHAT
        and not any(map(_HOUR.match, texts))
        and any(len(f.text) <= _SHORT and _ROOM.search(f.text) for f in shown)
    )


def _is_player(draft: Draft, texts: list[str], chars: int) -> bool:
    """Tell a page with a player and a line that asks to watch."""
    asks = all(map(_PLAYER.search, texts))
    return any(map(_LIVE.search, titles(draft))) and chars < _LONG and asks


def _lists_few(draft: Draft, bodies: list[Fragment], shown: list[Fragment]) -> bool:
    """Tell results of a search and an author's texts, if only two, each under its headline, a link."""
    running = [f for f in bodies if wording.SENTENCE.search(f.text)]
    under = [f for f in running if _is_under_link(draft, f)]
    if len(under) < 2:
        return False
    if len(under) == len(running):
        said = [*titles(draft), *(f.text for f in shown if len(f.text) <= _SHORT and not f.links)]
        if any(map(_SEARCHED.search, said)):
            return True
    return len(running) - len(under) <= 1 and any(map(is_usual, _parts(draft)))


def _is_under_link(draft: Draft, body: Fragment) -> bool:
    over = draft.fragments[max(0, body.index - 1) : body.index]
    return any(f.link_chars >= max(_HEADLINE, 0.8 * len(f.text)) for f in over)
