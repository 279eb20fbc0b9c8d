# ruff: noqa: E501 (markup is easier to read unbroken)
"""A page that leads to a betting house in whatever way is hacked; ordinary words, clubs and lotteries are none."""

from base64 import b64encode
from urllib.parse import quote

import pytest

from crawler.extract import extract_html
from crawler.items import Article
from crawler.spam import Thresholds
from crawler.spam.despam import despam
from crawler.spam.hosts import is_betting_house, says_whose, sells_bets

ADDRESS = "https://www.haiyu.example.com/a/1.html"
HOUSE = "https://www.casino8866.com/"
HEADLINE = "港口扩建工程通过验收"
LINES = [
    "记者从港务集团获悉，扩建工程昨天通过验收，两个泊位年底投入使用，年吞吐量增加八百万吨。",
    "港务集团负责人介绍，明年还将新建一条铁路专用线，连接内陆两个货运站，总投资十二亿元。",
]


def codes(text):
    return ",".join(str(ord(c)) for c in text)


def judged(beside, *, headline=HEADLINE, lines=LINES, url=ADDRESS):
    shown = f"<h1>{headline}</h1>" + "".join(f"<p>{x}</p>" for x in lines)
    page = f"<html><head><meta charset=utf-8><title>{headline}_海榆网</title></head><body><div>{shown}</div>{beside}</body></html>"
    article = Article(draft=extract_html(page.encode(), url=url))
    despam(article, Thresholds())
    assert article.paragraphs == lines
    return article


@pytest.mark.parametrize(
    "beside",
    [
        "<a href='{0}'>更多内容</a>",
        "<a href='&#104;ttps://www.casino8866.com/'>更多内容</a>",
        "<a href='/go.php?url={0}'>更多内容</a>",
        f"<a href='/go.php?url={quote(HOUSE, safe='')}'>更多内容</a>",
        "<a href=\"javascript:location.href='{0}'\">更多内容</a>",
        "<a href='{0}'><img src=/1.gif></a>",
        "<map><area href='{0}'></map>",
        "<form action='{0}'><button>提交</button></form>",
        "<svg><a xlink:href='{0}'><text>更多</text></a></svg>",
        "<!-- <a href='{0}'>更多内容</a>, 2025-11-19 -->",
        "<template><a href='{0}'>更多内容</a></template>",
        "<noscript><a href='{0}'>更多内容</a></noscript>",
        "<iframe src='{0}' width=0 height=0></iframe>",
        "<iframe data-src='{0}'></iframe>",
        "<iframe srcdoc=\"<a href='{0}'>更多内容</a>\"></iframe>",
        "<object data='{0}'></object>",
        "<meta http-equiv=refresh content='3;url={0}'>",
        "<meta property=og:url content='{0}'>",
        "<link rel=canonical href='{0}'>",
        "<script src='{0}a.js'></script>",
        "<script>location.href='{0}'</script>",
        "<script>setTimeout(\"top.location.replace('{0}')\",3000)</script>",
        "<script>var u='//www.casino8866.com';window.open(u)</script>",
        "<script>var f=document.createElement('iframe');f.src='{0}'</script>",
        "<script>document.write('<a href=\"{0}\">more</a>')</script>",
        "<script>window.__STATE__={{'links':[{{'u':'https:\\/\\/www.casino8866.com\\/'}}]}}</script>",
        '<script type="application/json">{{"u":"{0}"}}</script>',
        f"<script>location.href=atob('{b64encode(HOUSE.encode()).decode()}')</script>",
        f"<script>document.write(unescape('{quote(f'<a href={HOUSE}>x</a>')}'))</script>",
        "<script>eval(String.fromCharCode(" + codes(f"location.href='{HOUSE}'") + "))</script>",
        "<img src=x onerror=\"location.href='{0}'\">",
        "<div data-url='{0}'></div>",
        "<div onclick=\"window.open('{0}')\">图</div>",
        "<style>.x{{background:url({0}1.gif)}}</style>",
        "</body></html><a href='{0}'>更多内容</a>",
    ],
)
def test_a_page_that_leads_to_a_betting_house_is_hacked_and_keeps_its_text(beside):
    article = judged(beside.replace("{0}", HOUSE).replace("{{", "{").replace("}}", "}"))
    (span,) = article.spam_spans
    assert article.spam.hacked
    assert (span.field, span.kind, span.rule) == ("page", "cloaking", "betting_address@2")
    assert "www.casino8866.com" in span.text


@pytest.mark.parametrize(
    "beside",
    [
        "<a href='https://www.tibetonline.example/'>西藏旅游</a><a href='https://www.alphabet.example/'>字母</a>",
        "<script>var api='https://diabetes-online.example/?from=casino'</script>",
        "<a href='https://bet.hkjc.example/racing/'>赛马会</a><a href='https://www.sporttery.example/'>体彩</a>",
        "<a href='https://www.lottery.gov.cn/'>中国体彩网</a><a href='https://www.cwl.gov.cn/'>中国福彩网</a>",
        "<iframe src='https://player.youtubeplay.example/v/12'></iframe>",
        "<script>location.href='https://m.haiyu.example.com/a/1.html'</script>",
        "<a href='https://casino.haiyu.example.com/'>专题</a>",
    ],
)
def test_ordinary_words_clubs_and_lotteries_are_no_betting_houses(beside):
    article = judged(beside)
    assert not article.spam.hacked
    assert "cloaking" not in {s.kind for s in article.spam_spans}


def test_a_report_of_the_gaming_trade_may_lead_to_a_house():
    headline = "上月博企贵宾厅收入下跌"
    told = "上月博企贵宾厅收入下跌，赌台数目不变，路氹两间度假村增加娱乐场面积，博监局称会继续监察。"
    article = judged(f"<a href='{HOUSE}'>官方网页</a>", headline=headline, lines=[told, *LINES])
    assert not article.spam.hacked


def test_an_address_that_a_text_shows_is_the_texts():
    lines = [*LINES, f"该网页（{HOUSE}）已经关闭。"]
    assert extract_html(f"<p>{'</p><p>'.join(lines)}</p>".encode(), url=ADDRESS).hosts == []


def test_whose_page_it_is_must_be_known():
    assert not judged(f"<a href='{HOUSE}'>更多内容</a>", url="").spam.hacked


@pytest.mark.parametrize(
    ("host", "yes"),
    [
        ("www.bet365-vip.example", True),
        ("bet-365.example", True),
        ("yl-casino88.example", True),
        ("88bet.example.net", True),
        ("m.betway-cn.example", True),
        ("wwwbeplay.example", True),
        ("tiyu.bet", True),
        ("betterbet365.example", True),
        ("aomenbocai.example", True),
        ("casino.city.gov.cn", True),
        ("bet.racing.example", False),
        ("betting.example", False),
        ("alphabet2025.example", False),
        ("www.alphabetonline.example", False),
        ("tibetway.example", False),
        ("livebetter.example", False),
        ("onlinebetterment.example", False),
        ("diabet12.example", False),
        ("elizabeth-online.example", False),
        ("devwindows.example", False),
        ("youtubeplaylist.example", False),
        ("cubeplay.example", False),
        ("humanbetterment.example", False),
        ("bocaixiaoxue.example", False),
        ("2025betterworld.example", False),
        ("casino.nsw.gov.au", False),
        ("www.groupe-casino.example", False),
        ("", False),
    ],
)
def test_a_betting_house_is_known_by_its_hosts_name(host, yes):
    assert is_betting_house(host) == yes


@pytest.mark.parametrize(
    ("address", "yes"),
    [
        ("http://YL-Casino88.example:8080/reg", True),
        (" //88bet.example.net", True),
        ("https://www.haiyu.example/?to=casino", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_of_an_address_the_host_tells(address, yes):
    assert sells_bets(address) == yes


@pytest.mark.parametrize(
    ("text", "address", "yes"),
    [
        ("Bet365", "http://www.bet365.example/", True),
        ("www.casino8866.example", "http://www.casino8866.example/", True),
        ("博彩公司Bet365", "http://www.bet365.example/", True),
        ("更多内容", "http://www.bet365.example/", False),
        ("NBA", "http://www.bet365.example/", False),
        ("", "http://www.bet365.example/", False),
    ],
)
def test_a_links_text_may_say_whose_it_is(text, address, yes):
    assert says_whose(text, address) == yes


def test_a_link_that_says_whose_it_is_is_a_text_and_another_to_the_same_house_a_trap():
    named = "<p><a href='http://www.bet365.example.net/'>Bet365</a></p>"
    assert "cloaking" not in {s.kind for s in judged(named).spam_spans}
    assert judged(named + "<a href='http://www.bet365.example.net/'>更多内容</a>").spam.hacked
