"""The one name of an outlet that pages print in many: 新華社客戶端, 新华社 and 新华通讯社 are 新华社.

``data/outlets.tsv`` lists the outlets with their published forms.  Where two outlets of different
countries share a name but for the script (經濟日報 of Taipei, 经济日报 of Beijing and, in Hong Kong,
香港經濟日報), the country of the page decides: a Beijing text converted by machine stays Beijing's.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources

from crawler.text.quotes import QUOTES
from crawler.text.script import one_sided_counts
from crawler.text.search_key import fold

_MARKS = re.compile(r"[\s·・•‧\-—–/\\|｜丨:：,，、.。\"'“”‘’「」『』《》〈〉()（）【】\[\]]+")
_PARTS = re.compile(r"[·・•‧/\\|｜丨、,，;；&—–]+|-(?=[\u3400-\u9fff])")
_PLACE = re.compile(r"[(（][^()（）]{1,8}[)）]$")
# What says through which window an outlet speaks, not who it is
_CHANNEL = re.compile(
    r"(?:新闻)?(?:微信公众号|微信公眾號|公众号|公眾號|官方微信|微信|官方微博|微博|官微|客户端|客戶端|官方账号|官方帳號|官网|官網|官方网站|官方網站"
    r"|网站|網站|头条号|百家号|澎湃号|搜狐号|企鹅号|视频号|抖音号|手机报|电子报|電子報|数字报|數字報|融媒体中心|全媒体|全媒體|融媒体|融媒體|融媒|app|编辑部|編輯部|综合|綜合)+$",
    re.IGNORECASE,
)
_LONGEST = 200
"""Characters; what is longer is no name, and looking for one in it takes time that grows with its square."""
_AROUND = f" \u3000{QUOTES}《》"
_TRADITIONAL = frozenset(("HK", "MO", "TW"))
_COUNTRY = {"CN-HK": "HK", "CN-MO": "MO", "CN-TW": "TW"}


def _key(name: str) -> str:
    return fold(_MARKS.sub("", name))


@cache
def _outlets() -> dict[str, dict[str, str]]:
    """Return, by key of each published form, the outlets it may be: country → name."""
    table: dict[str, dict[str, str]] = {}
    lines = resources.files(__package__).joinpath("data/outlets.tsv").read_text("utf-8").splitlines()
    for line in lines:
        if line and not line.startswith("#"):
            country, name, *others = line.split("\t")
            for form in (name, *others):
                table.setdefault(_key(form), {}).setdefault(country, name)
    return table


@lru_cache(maxsize=4096)
def is_known_outlet(name: str) -> bool:
    """Tell a name, or other form of it, that ``data/outlets.tsv`` lists."""
    if len(name) > _LONGEST:
        return False
    return _key(name) in _outlets() or _key(_CHANNEL.sub("", name)) in _outlets()


def _chosen(name: str, region: str) -> str:
    found = _outlets().get(_key(name), {})
    if len(found) < 2:
        return next(iter(found.values()), "")
    country = _COUNTRY.get(region, region.partition("-")[0])
    if country in found:
        return found[country]
    hans, hant = one_sided_counts(name)
    likely = [known for home, known in found.items() if (home in _TRADITIONAL) == (hant > hans)]
    return likely[0] if len(likely) == 1 else ""


def canonical_outlet(name: str, region: str = "") -> str:
    """Return the name the outlet published as ``name`` goes by, on a page of ``region`` (ISO 3166-2).

    An outlet the table does not list keeps its published name, less the channel (客户端, 微信公众号 …)
    and the place in brackets (北京).  Of several outlets, or an outlet with its site (中国证券报·中证网),
    the first.  Empty for an empty name; as published where it is longer than any name.  Idempotent.
    """
    whole = name.strip(_AROUND)
    if len(whole) > _LONGEST:
        return whole
    while True:  # a place behind a channel behind a place: until nothing is left to take off
        bare = _PLACE.sub("", whole)
        for candidate in dict.fromkeys((whole, bare, _CHANNEL.sub("", bare))):
            if found := _chosen(candidate, region):
                return found
        first = next((p for p in (part.strip(_AROUND) for part in _PARTS.split(bare)) if p), "")
        if found := _chosen(first, region) or _chosen(_CHANNEL.sub("", first), region):
            return found
        less = _CHANNEL.sub("", bare).strip(_AROUND)
        if not less or less == whole:
            return whole
        whole = less
