# ruff: noqa: E501 (markup is easier to read unbroken)
"""Text a reader does not see is told apart, with the reason."""

import time

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
        ("color:rgb(255, 255, 255);background:#fff", "colour"),
        ("color:#fdfdfd;background:rgba(255,255,255,1)", "colour"),
        ("color:#f5f5f5;background-color:whitesmoke", "colour"),
        ("color:rgba(0,0,0,0)", "colour"),
        ("color:rgba(0 0 0 / 1%)", "colour"),
        ("color:#ffffff00", "colour"),
        ("color:#fff0", "colour"),
        ("color:hsl(0, 0%, 100%);background:white", "colour"),
        ("transform:scale(0)", "zero-size"),
        ("transform:scale(0, 0)", "zero-size"),
        ("transform:rotateX(90deg)", "zero-size"),
        ("transform:translateX(-9999px)", "off-screen"),
        ("transform:translate(0, -9999px)", "off-screen"),
        ("position:absolute;left:9999px", "off-screen"),
        ("position:absolute;clip:rect(0 0 0 0)", "zero-size"),
        ("clip-path:inset(50%)", "zero-size"),
        ("clip-path: polygon(0 0, 0 0, 0 0)", "zero-size"),
        ("clip-path:circle(0)", "zero-size"),
        ("height:0;overflow:auto", "zero-size"),
        ("height:0;overflow:clip", "zero-size"),
        ("text-indent:100%;white-space:nowrap;overflow:hidden", "text-indent"),
        ("opacity:.01", "opacity"),
        ("opacity:0.001", "opacity"),
        ("filter:alpha(opacity=0)", "opacity"),
        ("filter:opacity(0%)", "opacity"),
        ("font-size:.5px", "font-size:0"),
        ("font-size:0.01em", "font-size:0"),
        ("font-size:1%", "font-size:0"),
        ("font:0/0 a", "font-size:0"),
        ("font:normal 1px/1px arial", "font-size:0"),
        ("content-visibility:hidden", "visibility"),
        ("color:#fff;background:url(/1.jpg) #fff", ""),
        ("color:#fff;background:linear-gradient(#fff,#000)", ""),
        ("color:#eee;background:#fff", ""),
        ("color:rgba(0,0,0,.6)", ""),
        ("transform:scale(0.93)", ""),
        ("transform:translate3d(-1200px,0,0)", ""),
        ("transform:translate(-50%,-50%)", ""),
        ("clip-path:inset(10px)", ""),
        ("opacity:.6", ""),
        ("filter:alpha(opacity=60)", ""),
        ("filter:none", ""),
        ("font:bold 12px/1.5 arial", ""),
        ("font:1em/1 arial", ""),
        ("font-size:0.5em", ""),
        ("left:1200px;position:absolute", ""),
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
        (".x{opacity:.01}", '<div class="x">', "opacity"),
        (".x{clip-path:inset(100%)}", '<div class="x">', "zero-size"),
        ("#x{transform:translateX(-9999px)}", '<div id="x">', "off-screen"),
        (".x{color:rgba(0,0,0,0)}", '<div class="x">', "colour"),
        (".x{filter:alpha(opacity=0)}", '<div class="x">', "opacity"),
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


SENTENCE = "港口扩建工程昨天通过验收，两个泊位年底投入使用，年吞吐量增加八百万吨。"


def beside_text(html, head=""):
    page = f"<html><head>{head}</head><body><div class=text><p>{SENTENCE}</p>{html}</div></body></html>"
    return fragment(page, "暗藏文字").hidden_by


@pytest.mark.parametrize(
    "html",
    [
        "<p style='color:#fff'>暗藏文字</p>",
        "<p style='color:rgb(255, 255, 255)'>暗藏文字</p>",
        "<div style='color:white'><div>暗藏文字</div></div>",
        "<font color=#fff>暗藏文字</font>",
        "<font color='FFFFFF'>暗藏文字</font>",
        "<font color=white><p>暗藏文字</p></font>",
        "<p><font color='#FEFEFE'>暗藏文字</font></p>",
        f"<p>{SENTENCE}<span style='color:#fff'>暗藏文字</span></p>",
        "<table bgcolor=#ffffff><tr><td><font color=#ffffff>暗藏文字</font></td></tr></table>",
        "<div style='background:#f0f0f0'><span style='color:#efefef'>暗藏文字</span></div>",
    ],
)
def test_a_text_of_the_colour_of_its_ground_is_hidden(html):
    assert beside_text(html) == "colour"


@pytest.mark.parametrize(
    "html",
    [
        "<p style='background:#c00;color:#fff'>暗藏文字</p>",
        "<section style='background-color:#036'><p style='color:#fff'>暗藏文字</p></section>",
        "<section style='background-image:url(/1.jpg)'><p style='color:#fff'>暗藏文字</p></section>",
        "<table bgcolor=#003366><tr><td><font color=white>暗藏文字</font></td></tr></table>",
        "<td background=/1.gif><font color=white>暗藏文字</font></td>",
        "<a class=button style='color:#fff'>暗藏文字</a>",
        "<div class=band><p style='color:#fff'>暗藏文字</p></div>",
        f"<div class=band style='color:#fff'><p>{SENTENCE}</p><p style='color:#fff'>暗藏文字</p></div>",
        "<p style='color:#f0f0f0'>暗藏文字</p>",
        "<font color=red>暗藏文字</font>",
        "<font size=1>暗藏文字</font>",
    ],
)
def test_a_pale_text_on_another_ground_is_seen(html):
    assert beside_text(html) == ""


def test_an_article_set_in_white_throughout_is_seen():
    lines = "".join(f"<p style='color:#fff'>{SENTENCE}</p>" for _ in range(4))
    found = extract_html(f"<body><div>{lines}</div></body>".encode()).fragments
    assert {f.hidden_by for f in found} == {""}


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        (".x7{color:#fff}", "colour"),
        ("p{margin:0} .x7 { color: white; line-height:1 }", "colour"),
        (".x7{color:#fff} .x7{background:#c00}", ""),
        (".x7{color:#fff;background:#c00}", ""),
        (".nav .x7{color:#fff}", ""),
    ],
)
def test_a_class_that_only_whitens_a_text_hides_it(rules, why):
    assert beside_text("<p class=x7>暗藏文字</p>", f"<style>{rules}</style>") == why


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<marquee height=1 width=5 scrollamount=3000>暗藏文字</marquee>", "zero-size"),
        ("<marquee width='4px'>暗藏文字</marquee>", "zero-size"),
        ("<marquee height=30 width=100%>暗藏文字</marquee>", ""),
        (
            "<div id=x7>暗藏文字</div><script>document.getElementById('x7').style.display='none'</script>",
            "display:none",
        ),
        ("<div id=x7>暗藏文字</div><script>$('#x7').hide();</script>", "display:none"),
        ('<div id=x7>暗藏文字</div><script>jQuery(".x7").hide()</script>', ""),
        ("<div id=x7>暗藏文字</div><script>function shut(){$('#x7').hide()}</script>", ""),
        (
            "<script>document.write('<style>.x7{display:none}</style>')</script><div class=x7>暗藏文字</div>",
            "display:none",
        ),
        (
            (
                "<script>document.write(\"<div style='position:absolute;left:-9999px'>\");</script><p>暗藏文字</p>"
                "<script>document.write('<\\/div>')</script>"
            ),
            "off-screen",
        ),
        (
            "<script>document.write('<div class=box>')</script><p>暗藏文字</p><script>document.write('</div>')</script>",
            "",
        ),
    ],
)
def test_what_scripts_hide_at_once_and_windows_without_room(html, why):
    assert beside_text(html) == why


def test_what_follows_a_wrapper_that_scripts_close_is_seen():
    html = (
        "<script>document.write('<div style=\"display:none\">')</script><p>暗藏文字</p>"
        f"<script>document.write('</div>')</script><p>{SENTENCE}</p>"
    )
    found = extract_html(f"<body>{html}</body>".encode()).fragments
    assert [(f.text[:4], f.hidden_by) for f in found] == [("暗藏文字", "display:none"), ("港口扩建", "")]


@pytest.mark.parametrize(
    "body",
    [
        "<font color=#fff>某</font>" * 60_000,
        "<font color=#fff>" * 1000 + "某",
        "<div style='color:#fff'>某</div>" * 60_000,
        "<p><font color=#fff>某</font></p>" * 30_000,
        "<script>document.write('<div style=\"display:none\">')</script>某" * 5000,
        "<script>$('#x').hide();" + "{" * 7000 + "</script>",
        "<style>" + "".join(f".x{n}{{color:#fff}}" for n in range(20_000)) + "</style>",
    ],
)
def test_a_hostile_page_takes_no_longer_than_it_is_long(body):
    start = time.process_time()
    extract_html(f"<html><body>{body}</body></html>".encode())
    assert time.process_time() - start < 6
