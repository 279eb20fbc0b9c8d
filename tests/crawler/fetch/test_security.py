import pytest
from scrapy.selector import Selector

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
