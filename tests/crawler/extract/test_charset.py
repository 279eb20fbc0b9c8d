"""Which encoding a page is in, whatever it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.charset import decode

HANS = "青岛港集团上半年营业收入同比增长，这是国内经济发展的产业新闻。"
HANT = "本報記者報導，這個市場發展產業經濟，公司說明為時過早。"


def page(text: str, meta: str) -> str:
    return f"<html><head>{meta}<title>{text}</title></head><body><p>{text * 5}</p></body></html>"


@pytest.mark.parametrize(
    ("text", "codec", "meta", "header", "expected"),
    [
        (HANS, "utf-8", "", "", "utf-8"),
        (HANS, "utf-8", '<meta charset="gb2312">', "text/html; charset=gb2312", "utf-8"),
        (HANS, "gbk", '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', "", "gb18030"),
        (HANS, "gbk", "<meta httpequiv=ContentType content=text/html;charset=gbk>", "", "gb18030"),
        (HANS, "gbk", "", "text/html; charset=GBK", "gb18030"),
        (HANS, "gbk", "", "text/html", "gb18030"),
        (HANS, "gbk", '<meta charset="utf-8">', "text/html; charset=utf-8", "gb18030"),
        (HANS, "gbk", "", "text/html; charset=ISO-8859-1", "gb18030"),
        (HANS + "镕喆㐂", "gb18030", '<meta charset="gb2312">', "", "gb18030"),
        (HANT, "big5", '<meta charset="big5">', "", "big5hkscs"),
        (HANT + "咗嘅冇", "big5hkscs", '<meta charset="big5">', "", "big5hkscs"),
        (HANT, "big5", "", "", "big5hkscs"),
        (HANT, "big5", "", "text/html; charset=windows-1252", "big5hkscs"),
        (HANS, "utf-8-sig", '<meta charset="gbk">', "", "utf-8"),
        (HANS, "utf-16", "", "", "utf-16"),
        (HANS, "gbk", "<meta charset=no-such-codec>", "", "gb18030"),
        (HANS, "gbk", "<meta charset=rot13>", "", "gb18030"),
        (HANS, "gbk", '<meta http-equiv="content-type" content="gb2312">', "", "gb18030"),
        (HANS, "gbk", "<meta charset=shift_jis>", "", "gb18030"),
        (HANS, "gbk", "<meta charset=big5>", "", "gb18030"),
        (HANS, "utf-8", "<meta charset=utf-16>", "text/html; charset=utf-16", "utf-8"),
        (HANT, "big5", "<meta charset=gb2312>", "", "big5hkscs"),
        (HANT, "big5", '<meta charset="utf-8">', "text/html; charset=utf-8", "big5hkscs"),
        (HANT, "gb18030", "<meta charset=big5>", "", "gb18030"),
        (HANT, "utf-16-le", "", "", "utf-16-le"),
        (HANS, "utf-16-be", "", "text/html; charset=utf-16", "utf-16-be"),
    ],
)
def test_a_page_is_read_in_the_encoding_its_bytes_are_in(text, codec, meta, header, expected):
    body = page(text, meta).encode(codec)
    found = decode(body, {"Content-Type": header} if header else None)
    assert found.encoding == expected
    assert found.text == page(text, meta)
    assert found.mojibake == 0


@pytest.mark.parametrize(
    ("codec", "other"), [("utf-8", "gbk"), ("gbk", "utf-8"), ("big5", "utf-8")], ids="{0[0]}+{0[1]}".format
)
@pytest.mark.parametrize("label", ["utf-8", "gb2312", ""])
def test_a_piece_in_another_encoding_is_read_in_its_own(codec, other, label):
    text, comment = (HANT if codec == "big5" else HANS), "网友说，这家公司的产业发展很好。"
    before, after = page(text, f"<meta charset={label}>").split("</body>")
    body = b"".join(
        (before.encode(codec), f"<!-- {comment} --><div>{comment}</div>".encode(other), after.encode(codec))
    )
    found = decode(body, {})
    assert found.text == f"{before}<!-- {comment} --><div>{comment}</div>{after}"
    assert found.encoding.startswith(codec[:2])
    assert found.mojibake == 0


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5hkscs"])
@pytest.mark.parametrize("label", ["utf-8", "gb2312", "big5", ""])
@pytest.mark.parametrize("cut", [1, 2])
def test_a_page_that_ends_inside_a_character_loses_that_one_only(codec, label, cut):
    text = HANT if codec == "big5hkscs" else HANS
    whole = f"<head><meta charset={label}></head><p>{text * 3}"
    body = whole.encode(codec)
    found = decode(body[: -min(cut, 2 if codec == "utf-8" else 1)], {})
    assert found.text[:-1] == whole[:-1]
    assert found.mojibake == 1


def test_a_mark_of_byte_order_is_not_believed_against_the_bytes():
    text = page(HANS, "")
    assert decode(b"\xef\xbb\xbf" + text.encode("gbk"), {}).text == text
    assert decode(b"\xff\xfe" + text.encode(), {}).text.endswith(text)


def test_bytes_that_browsers_know_beyond_the_standard_are_read():
    assert "<p>€ 100</p>" in decode(page(HANS, "").encode("gbk") + b"<p>\x80 100</p>", {}).text
    assert "<p>€ 100</p>" in decode(page(HANT, "").encode("big5") + b"<p>\xa3\xe1 100</p>", {}).text


def test_what_could_not_be_read_is_counted():
    body = page(HANS, '<meta charset="utf-8">').encode()
    broken = body[:80] + b"\xff\xfe\xff" + body[80:]
    found = decode(broken, {})
    assert found.encoding == "utf-8"
    assert found.mojibake >= 3


@pytest.mark.parametrize(
    "text",
    [
        "新闻锟斤拷锟斤拷报道",
        "é\u0097» ä¸\u00adå›½",
        "中国" + "\ufffd" * 4,
        HANS.encode().decode("gb18030", "replace"),
        HANS.encode("gbk").decode("latin-1"),
        HANT.encode("big5").decode("latin-1"),
    ],
    ids=["gbk", "latin", "lost", "utf-8 as gbk", "gbk as latin", "big5 as latin"],
)
def test_text_spoilt_before_it_was_sent_is_counted(text):
    assert decode(f"<p>{text}</p>".encode(), {}).mojibake > 0


@pytest.mark.parametrize(
    "text",
    [
        "Nestlé 雀巢 Société Générale 法國興業銀行",
        "£5 ¬ µg Ärzte, Fußgängerübergänge, señor ª º ¿qué?",
        "锛、銆、鐨是三个生僻字，国内经济发展的产业新闻",
    ],
)
def test_genuine_text_with_such_characters_is_no_mojibake(text):
    assert decode(f"<p>{text}</p>".encode(), {}).mojibake == 0


@given(st.binary(max_size=400), st.sampled_from(["", "gb2312", "big5", "utf-8", "utf-7", "hex", "\xff"]))
def test_any_bytes_decode(body, label):
    found = decode(body, {"content-type": f"text/html; charset={label}"})
    assert isinstance(found.text, str)
    assert found.mojibake >= 0


@given(st.text(alphabet=st.characters(codec="gb18030", exclude_characters="\ufeff"), max_size=60))
def test_utf8_pages_are_read_exactly(text):
    text = text.replace("\x80", "")
    assert decode(text.encode(), {"Content-Type": "text/html; charset=gbk"}).text == text
