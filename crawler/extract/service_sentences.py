"""Sentences that tell people how to be served, apart from a site's own promotion in the same words.

车主可下载“江畔交管”APP，在线申领电子驾驶证。 is news; 下载江畔日报APP，看更多新闻。 is not.
"""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[。！；][”」』）)]?$")
_SERVED = re.compile(
    "市民|居民|村民|民[众眾]|群[众眾]|考生|家[长長]|[学學]生|新生|游客|遊客|乘客|旅客|[车車]主|司[机機]|[驾駕][驶駛]|[业業]主|[职職]工|[老病]人|患者|商[户戶]|[农農]民|求[职職]者|消[费費]者|参保|參保|[纳納]税|[纳納]稅|退[税稅]|企[业業]"
    "|[办辦]理|申[领領请請报報办辦]|登[记記]|[报報]名|[预預][约約]|[缴繳繳][费費]|[查][询詢]|[提递遞]交|[实實]名|[备備]案|[领領]取|上[传傳]|填[写寫报報]|投票|[挂掛][号號]|[审審]核|核[验驗]|[验驗][证證]身份|乘[车車]|[购購]票|[兑兌]换|[兑兌]換|[认認][证證]|[个個]人所得|[明][细細]"
    "|[局委厅廳办辦院校所站][^，。]{0,4}(?:微信|公众号|公眾號|app)|(?:了解|掌握)[^，。]{0,8}(?:信息|路[况況]|情[况況]|政策|流程)",
    re.IGNORECASE,
)
"""Who is served, by which office, and with what."""
_OWN = re.compile(
    "[新][闻聞]|[资資][讯訊]|快[讯訊]|要[闻聞]|[头頭][条條]|[阅閱][读讀]|全文|[剩余餘下]{2}[内內]容|更多|最新|精彩|[独獨]家|深度|干[货貨]|[爆报報]料|[热熱][点點]|本(?:文|[报報网網刊台站][^将將]|公[众眾][号號])|我[们們]|小[编編]|粉[丝絲]|[点點][赞讚]|在看|[转轉][发發]|[欢歡]迎|[订訂][阅閱]|付[费費]|[会會][员員]|尽在|盡在|投[资資]者?|[荐薦]股|行情|研[报報]"
    "|facebook|telegram|youtube|instagram|whatsapp|newsletter",
    re.IGNORECASE,
)
"""What an outlet, or who sells something, promises its readers."""
_GOES_ON = re.compile(
    "[将將][会會]?[^，。]{0,4}(?:持[续續]|[继繼][续續]|密切|[跟][踪進进])?[^，。]{0,2}(?:[关關]注|[跟追][踪蹤进進])"
)
"""本报将持续关注: what reporters will do."""


def tells_of_service(text: str) -> bool:
    """Tell a whole sentence on how citizens are served, or on what reporters will follow."""
    if not _SENTENCE.search(text):
        return False
    return bool(_GOES_ON.search(text) or (_SERVED.search(text) and not _OWN.search(text)))
