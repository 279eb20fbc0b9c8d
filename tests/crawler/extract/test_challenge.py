"""Guards' pages are told from pages."""

import pytest

from crawler.extract.challenge import challenge_kind

ARTICLE = (
    "<html><head><title>人机验证产业观察</title></head><body><p>"
    + "多家公司推出滑动验证与人机验证产品，访问验证市场规模继续扩大，业内人士介绍了相关情况。" * 15
    + "请输入验证码</p><script>var x='acw_sc__v2'; var arg1='0';</script></body></html>"
)


@pytest.mark.parametrize(
    ("status", "headers", "body", "kind"),
    [
        (200, {}, "<html><script>var arg1='3F';var a='acw_sc__v2';</script></html>", "aliyun_waf"),
        (521, {}, "<script>document.cookie=('_')+'x'</script>", "jiasule"),
        (200, {}, "<script>document.cookie='__jsl_clearance=1'</script>", "jiasule"),
        (403, {"CF-Mitigated": "challenge"}, "", "cloudflare"),
        (503, {}, "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>", "cloudflare"),
        (200, {}, "<title>安全验证</title><p>请完成验证后继续访问</p>", "captcha"),
        (405, {}, "<p>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</p>", "blocked"),
        (200, {}, "<script>document.cookie='a=1';location.reload()</script>", "script_cookie"),
        (200, {}, ARTICLE, ""),
        (404, {}, "<h1>404 Not Found</h1>", ""),
        (500, {}, "", ""),
        (200, {}, "<script>location.href='/html/2026-11/22/node_2.htm'</script>", ""),
        (200, {}, '<meta http-equiv="refresh" content="0;URL=html/1.htm">', ""),
        (200, {}, '{"data": [], "message": "访问成功"}', ""),
    ],
)
def test_kinds_of_guards(status, headers, body, kind):
    assert challenge_kind(status, headers, body.encode()) == kind


def test_a_long_page_with_a_marker_is_content():
    padding = "<p>" + "正文" * 60_000 + "</p>"
    assert challenge_kind(200, {}, f"<script>acw_sc__v2 arg1</script>{padding}".encode()) == ""


def test_a_guard_s_page_in_another_charset_is_known():
    assert challenge_kind(200, {}, "<title>访问验证</title>请拖动滑块".encode("gb18030")) == "captcha"
