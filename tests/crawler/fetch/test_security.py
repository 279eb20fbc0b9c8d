import socket

import pytest
from scrapy import Request
from scrapy.selector import Selector
from twisted.web.client import URI

from crawler.fetch.security import is_public, refusal


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.0.0.1/",
        "http://0/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[fe80::1]/",
        "http://[fec0::1]/",
        "http://[::127.0.0.1]/",
        "http://[::ffff:0:10.0.0.1]/",
        "http://[64:ff9b:1::7f00:1]/",
        "http://[2002:a00:1::]/",
        "http://0177.0.0.1/",
        "http://127.0.0.1./",
        "http://017700000001/",
        "http://0x7f000001/",
        "http://127.0x1/",
        "http://[::ffff:7f00:1]/",
        "http://[0:0:0:0:0:ffff:127.0.0.1]/",
        "http://[::1%25eth0]/",
        "http://user:pass@169.254.169.254/",
        "http://www.qdcaijing.com@[::1]/",
        "http://www.qdcaijing.com:80@127.0.0.1:8000/",
        "http://news.example@127.0.0.1/",
        "http://10.1.2.3/paper",
        "http://172.16.0.9/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://db.internal/",
        "http://printer.local/",
        "file:///etc/passwd",
        "ftp://news.example/",
        "gopher://news.example/",
        "data:text/html,x",
        "http:///no-host",
        "http://[broken/",
        "http://news.example/" + "a" * 5000,
    ],
)
def test_what_no_page_may_lead_to(url):
    assert refusal(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://www.qdcaijing.com/",
        "https://8.8.8.8/",
        "http://[2606:4700::1111]/",
        "http://12306.cn/",
        "http://10jqka.com.cn/",
        "http://localhost.example.com/",
    ],
)
def test_what_may_be_asked(url):
    assert refusal(url) == ""


@pytest.mark.parametrize(
    "url",
    [
        "http://①②⑦.⓪.⓪.①/",
        "http://127。0。0。1/",
        "http://１２７.０.０.１/",
        "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
        "http://127.0.0.1\\@www.qdcaijing.com/",
        "http://127.0.0.1%00.qdcaijing.com/",
        "http://%31%32%37.0.0.1/",
    ],
)
def test_an_address_in_other_characters_is_judged_as_it_is_asked(url):
    """What is judged is what the downloader will connect to, or a name that its resolver judges."""
    try:
        asked = Request(url).url
    except ValueError:
        return  # no request at all
    host = URI.fromBytes(asked.encode()).host
    assert refusal(asked) or not is_address(host), (asked, host)


def is_address(host):
    try:
        return socket.inet_aton(host.decode()) is not None
    except OSError:
        return False


def test_a_mapped_host_and_an_allowed_loopback_pass():
    assert refusal("http://10.0.0.1/", {"10.0.0.1": "127.0.0.1:8000"}) == ""
    assert refusal("http://127.0.0.1:8000/", private_too=True) == ""
    assert refusal("file:///etc/passwd", {"*": "x"}, private_too=True)


@pytest.mark.parametrize(("address", "public"), [("1.1.1.1", True), ("2002:7f00:1::", False), ("::", False)])
def test_addresses_inside_addresses_are_judged(address, public):
    assert is_public(address) is public


def test_entities_of_feeds_are_not_expanded(tmp_path):
    (tmp_path / "secret").write_text("geheim")
    feed = f"""<!DOCTYPE r [<!ENTITY x SYSTEM "file://{tmp_path}/secret"><!ENTITY a "{"b" * 50}">
    <!ENTITY c "{"&a;" * 50}"><!ENTITY d "{"&c;" * 50}">]><r><t>&x;</t><u>&d;</u></r>"""
    text = "".join(Selector(text=feed, type="xml").xpath("//text()").getall())
    assert "geheim" not in text
    assert len(text) < 10_000
