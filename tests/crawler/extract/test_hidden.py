# ruff: noqa: E501 (markup is easier to read unbroken)
"""Text a reader does not see is told apart, with the reason."""

import pytest

from crawler.extract import extract_html
from crawler.extract.hidden import hidden_by_style


@pytest.mark.parametrize(
    ("style", "why"),
    [
        ("display:none", "display:none"),
        ("color:red; DISPLAY : NONE !important", "display:none"),
        ("visibility:hidden", "visibility"),
        ("font-size:0", "font-size:0"),
        ("font-size:0px", "font-size:0"),
        ("font-size: 1px", "font-size:0"),
        ("position:absolute; left:-9999px", "off-screen"),
        ("position:fixed;top:-1000em", "off-screen"),
        ("margin-left:-5000px", "off-screen"),
        ("text-indent:-9999px", "text-indent"),
        ("height:0;overflow:hidden", "zero-size"),
        ("max-height:1px;overflow:hidden", "zero-size"),
        ("width:0;height:0;overflow:hidden", "zero-size"),
        ("opacity:0", "opacity"),
        ("color:#fff;background:#FFFFFF", "colour"),
        ("color:white;background-color:#fff", "colour"),
        ("color:transparent", "colour"),
        ("transform:scale(0)", "zero-size"),
        ("display:block", ""),
        ("font-size:0.9em", ""),
        ("font-size:1em", ""),
        ("font-size:100%", ""),
        ("height:1em;overflow:hidden", ""),
        ("height:0", ""),
        ("left:-9999px", ""),
        ("position:relative;left:-10px", ""),
        ("text-indent:-2em", ""),
        ("text-indent:2em", ""),
        ("color:#fff;background:#000", ""),
        ("color:#333", ""),
        ("opacity:0.9", ""),
        ("line-height:1.5;color:#fff", ""),
        ("line-height:1;overflow:hidden", ""),
        ("line-height:1px;overflow:hidden", "zero-size"),
        ("", ""),
        ("::;;:", ""),
    ],
)
def test_an_inline_style_hides_or_not(style, why):
    assert hidden_by_style(style) == why


def fragment(html: str, text: str):
    found = [f for f in extract_html(html.encode()).fragments if text in f.text]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("rule", "element", "why"),
    [
        (".x{display:none}", '<div class="a x">', "display:none"),
        ("#x { display: none; }", '<div id="x">', "display:none"),
        ("div.x{position:absolute;left:-3000px}", '<div class="x">', "off-screen"),
        ("p.x{display:none}", '<div class="x">', ""),
        ("p{margin:0} .x{font-size:1px}", '<div class="x">', "font-size:0"),
        (".a .x{display:none}", '<div class="x">', ""),
        (".wrap .x, .other{visibility:hidden}", '<div class="x">', "visibility"),
        ("/* .x{} */ .y{color:red} .x{display:none}", '<div class="x">', "display:none"),
        ("@media print{.x{display:none}}", '<div class="x">', ""),
        ("@media screen{.y{color:red} .x{display:none} .z{a:b}}", '<div class="x">', ""),
        (".x:hover{display:none}", '<div class="x">', ""),
        (".x::after{display:none}", '<div class="x">', ""),
        (".x.y{display:none}", '<div class="x">', ""),
        (".X{display:none}", '<div class="x">', "display:none"),
        ("div{display:none}", '<div class="x">', ""),
        ("}}}{{.x{display:none", '<div class="x">', ""),
    ],
)
def test_a_style_rule_hides_by_class_or_id(rule, element, why):
    html = f"<style>{rule}</style><body><div class=wrap>{element}暗藏文字</div></div></body>"
    found = fragment(html, "暗藏文字")
    assert (found.hidden, found.hidden_by) == (bool(why), why)


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<div hidden>暗藏文字</div>", "hidden attribute"),
        ("<noscript>暗藏文字</noscript>", "noscript"),
        ("<template>暗藏文字</template>", "template"),
        ("<textarea>暗藏文字</textarea>", "textarea"),
        ('<div style="display:none"><div><p>暗藏文字</p></div></div>', "display:none"),
        ('<div aria-hidden="true">暗藏文字</div>', ""),
        ("<div>暗藏文字</div>", ""),
    ],
)
def test_elements_and_attributes_hide(html, why):
    found = fragment(f"<body>{html}</body>", "暗藏文字")
    assert (found.hidden, found.hidden_by) == (bool(why), why)


def test_hidden_words_inside_a_paragraph_do_not_break_it():
    html = '<body><p>青岛港前三季度<span style="font-size:0">暗藏文字</span>吞吐量增长。</p></body>'
    texts = [(f.text, f.hidden_by) for f in extract_html(html.encode()).fragments]
    assert texts == [("青岛港前三季度吞吐量增长。", ""), ("暗藏文字", "font-size:0")]


@pytest.mark.parametrize(
    ("rules", "inner", "why"),
    [
        (".x{font-size:0} .y{font-size:15px}", "<span class=y>江畔财经</span>", ""),
        (
            ".x{font-size:0} .x .y{line-height:2;font-size:15px}",
            "<div><a class=y>江畔财经</a> <a class=y>十点</a></div>",
            "",
        ),
        (".x{font-size:0}", '<span style="font-size:15px">江畔财经</span>', ""),
        (".x{font-size:0} .y{font-size:15px}", "<span>江畔财经</span>", "font-size:0"),
        (
            ".x{font-size:0} .y{font-size:15px}",
            "<span class=y>十点</span><span>江畔财经</span>",
            "font-size:0",
        ),
        (".x{font-size:0} .y{font-size:15px}", "江畔财经<span class=y>十点</span>", "font-size:0"),
        (".x{font-size:0} .x .y{font-size:0}", "<span class=y>江畔财经</span>", "font-size:0"),
        (".x{font-size:0} @media print{.y{font-size:15px}}", "<span class=y>江畔财经</span>", "font-size:0"),
        (".x{display:none} .y{font-size:15px}", "<span class=y>江畔财经</span>", "display:none"),
    ],
)
def test_a_size_of_nothing_that_closes_gaps_hides_no_part_with_a_size_of_its_own(rules, inner, why):
    html = f"<style>{rules}</style><body><div class=x>{inner}</div></body>"
    assert {f.hidden_by for f in extract_html(html.encode()).fragments} == {why}


def test_the_part_a_page_shows_only_to_members_is_the_rest_of_the_text():
    first = (
        "【本報訊】市府昨公布兩周後展開港區更新計畫，居民可自願參加說明會，並由三間顧問公司承辦規畫。"
        "市長昨在記者會上稱，細節與成本仍未有定案，須待議會審議後公布；按早前資料，每戶補助上限為三十五萬元，"
        "若以七百戶計算，涉款約二億四千萬元，工程分三期進行，首期明年春天動工，其餘兩期視乎議會審議的進度。"
        "港務單位說，施工期間營運不受影響，並會按月公布進度，讓商戶及早安排搬遷與貨物的調度，避免旺季延誤。"
        "居民代表則要求先公布補助的算法。"
    )
    rest = (
        "議員及學者認為，沒有配套措施及居民信任不足下，計畫成效成疑，港務單位則指營運不受影響，"
        "並會按月公布進度，讓商戶及早安排搬遷與貨物調度。學者又說，同類計畫在鄰市拖了三年，"
        "主因是補助算法一改再改，商戶無所適從，最後半數遷走，稅收反而減少。"
    )
    title = "港區更新分三期 涉款二億四"
    page = (
        f"<html><head><title>{title} - 港城日報</title></head><body><h1>{title}</h1><div>2026年11月8日</div>"
        f"<article><div id='upper'><p>{first}</p></div><div id='lower' style='display:none'>"
        f"<div class='articlelogin'><p>料七百戶受惠</p><p>{rest}一</p><p>{rest}二</p><h3>議員：信任不足</h3>"
        f"<p>{rest}三</p><p>{rest}四</p><p>{rest}五</p></div></div></article></body></html>"
    )
    draft = extract_html(page.encode(), url="https://news.example.com/a.html")
    body = [f.text for f in draft.fragments if f.role == "body"]
    assert body[0] == first
    assert [x[-1] for x in body if x.startswith(rest)] == ["一", "二", "三", "四", "五"]


def test_a_gallerys_mark_up_kept_in_a_textarea_is_no_text_however_short_the_text_is():
    told = "<p>江畔晚报9月28日报道 记者上午向其好友核实，这位歌手于今天凌晨去世，享年五十四岁，代表作有多首。</p><p>他1964年出生于本市，代表作有多首歌曲，曾为多部电影创作主题曲，熟知的有两部电影的片尾曲和一部电视剧的主题歌。</p><p>2009年11月27日，他因故被一审判处有期徒刑六年，次年案件二审在市高院宣判，维持原判，即日开始执行；2014年9月，因表现良好获得减刑。</p>"
    item = '<li> <a href="#p={0}"><img src="/p/{0}.jpg"></a><h2>友人发文悼念</h2><p>28日凌晨，这位著名歌手因病去世。他是摇滚乐歌手，代表作有多首，第{0}张。</p></li>'
    gallery = "".join(item.format(i) for i in range(28))
    page = f"<html><head><meta charset=utf-8><title>知名歌手去世</title></head><body><h1>知名歌手去世</h1><div>2026-09-28 09:27 来源：江畔晚报</div><div class=post_body><div id=endText><div class=gallery><textarea class=hidden>{gallery}</textarea></div>{told}</div></div></body></html>"
    body = [f.text for f in extract_html(page.encode()).fragments if f.role == "body"]
    assert len(body) == 3
    assert body[0].startswith("江畔晚报9月28日报道")
