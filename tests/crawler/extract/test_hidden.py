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
