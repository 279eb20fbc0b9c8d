"""What a page says in place of an article: there is none, an error, a form, a question, what the site is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract import challenge
from crawler.extract.index_page import titles

if TYPE_CHECKING:
    from crawler.items import Draft

_FEW = 60
_SCANT = 250
_SHORT_TITLE = 16
_MISSING = re.compile(
    r"(?:[页頁]面|[网網][页頁]|文章|[内內]容|信息|[资資][讯訊]|新[闻聞]|稿件)[^。]{0,10}"
    r"(?:不存在|找不到|未找到|(?:已|被)[^。]{0,4}(?:[删刪]除|下架|下[线線]|移除|失效|撤)|走丢)"
    r"|(?:找不到|未找到|[无無]法找到|没有找到)[^。]{0,8}(?:[页頁]面|[网網][页頁]|文章|[内內]容)"
    r"|^\W*404(?!\d)|not found",
    re.IGNORECASE,
)
_BROKEN = re.compile(
    r"^\W*(?:系[统統]|服[务務]器?|[网網]站)[^。]{0,4}(?:繁忙|出?[错錯][误誤]?|[异異]常|[维維][护護])"
    r"|^\W*(?:[页頁]面)?(?:正在)?跳[转轉]|^\W*(?:[无無][权權]|没有[权權]限|[访訪][问問]受限)|[没沒]有[权權]限[访訪][问問]|[链鏈連][接結]已?(?:[过過]期|失效)"
    r"|\d\s?秒[后後](?:自[动動])?(?:返回|跳[转轉])|不支持 ?JavaScript|(?:[启啟]用|[开開][启啟]) ?JavaScript"
    r"|^\W*(?:403(?!\d)|50[0234](?!\d))|internal server error|bad gateway|service unavailable",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"^\W*(?:用[户戶]|[会會][员員]|[账帳][号號户戶])?(?:登[录錄入]|[注註][册冊])(?:后?查看)?(?:\W|$)"
)
_PROMPT = re.compile(
    r"^\W*(?:系[统統]|操作|[错錯][误誤]|出[错錯]|[温溫]馨|[网網]站|[页頁]面|信息|[访訪][问問])?(?:提示|出[错錯]|[错錯][误誤])(?:信息|[页頁]面?|了)?\W*(?:$|[-_|])"
)
"""The title of a page that says something in place of an article: what, its text tells."""
_BUSY = re.compile(
    r"[请請]?稍[后後候]再[试試]|[访訪][问問](?:人[数數]|量|[过過])[^。]{0,6}[多大频頻]|[错錯][误誤]代[码碼]|[系服][统統务務][^。]{0,4}(?:繁忙|[错錯][误誤]|[异異]常|[维維][护護])"
)
_GUEST = re.compile(
    r"[请請](?:先|您先)?(?:登[录錄入]|[注註][册冊])|用[户戶][组組]|[游遊訪访]客|尚未登[录錄入]|未登[录錄入]|登[录錄入]后(?:才|可|即|方)"
)
_ABOUT = re.compile(
    r"(?:^|[-－—_|｜])\W*(?:[关關][于於](?:我们|我們|本[站网網社报報]|[^，。的]{2,8}[网網])|[联聯][系絡络][我本][们們]?|公司[简簡]介|(?:本|[网網])[站网網馆館][简簡]介|[网網]站(?:介[绍紹]|[简簡]介|概[况況])|[领領][导導](?:介[绍紹]|[简簡]介|班子|分工)|(?:机构|機構|[内內][设設]机构)(?:[设設]置|[简簡]介|概[况況]|介[绍紹])|版[权權][声聲]明|免[责責][声聲]明|[隐隱]私[权權]?(?:政策|[声聲]明|[条條]款|保[护護])|(?:用[户戶]|服[务務]|使用|[会會][员員]|[注註][册冊]){1,2}(?:[协協][议議]|[条條]款)"
    r"|[网網]站[地导導][图圖航]|[广廣]告(?:服[务務]|刊例|合作)|招[贤賢][纳納]士|人才招聘|加入我[们們]|[举舉][报報](?:指南|[须須]知|中心)|[帮幫]助中心|[联聯][系絡络]方式|客[户戶]端下[载載]|[订訂][阅閱]中心|招聘信息|[诚誠]聘英才)\W*(?:$|[-_|])"
)


def failure(draft: Draft, chars: int) -> str:
    """Return what a page says in place of an article: that there is none, an error, a form to log in."""
    dated = draft.published_raw and draft.fields.get("published") != "url"
    if draft.method == "site":
        return ""
    if _ABOUT.search(draft.title):
        return "about_page"
    if not dated and (begun := _ABOUT.search(titles(draft)[-1])) and not begun.start():
        return "about_page"
    if chars >= _SCANT or dated:
        return ""
    if challenge.says_so(draft.title) or (
        chars < _FEW * 2 and challenge.says_so(" ".join(f.text for f in draft.fragments[:_FEW]))
    ):
        return "challenge"
    if _PROMPT.search(draft.title):
        said = " ".join(f.text for f in draft.fragments if not f.hidden and len(f.text) <= _SCANT)
        return "login" if _GUEST.search(said) else "not_found" if _MISSING.search(said) else "error_page"
    body = next((f.text for f in draft.fragments if f.role == "body"), "") if chars < _FEW else ""
    if _BUSY.search(body) and len(draft.title) < _SHORT_TITLE:
        return "error_page"
    for pattern, reason in ((_MISSING, "not_found"), (_BROKEN, "error_page"), (_LOGIN, "login")):
        if pattern.search(draft.title) or (reason != "login" and pattern.search(body)):
            return reason
    return ""
