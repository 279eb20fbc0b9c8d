"""Where attackers put spam into a page: one function a layout, named by the letters of the issue."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bench.spam_forms import (
    BARS,
    BRACKETS,
    CRUMB,
    FOOT,
    ROWS,
    SLOTS,
    TITLE_SIGNS,
    box_lines,
    byline,
    few_or_many,
    joined,
    keyword_line,
    list_sign,
    names_in,
    table,
    words_of,
)
from bench.spam_hiding import entities, pinyin, traditional
from bench.spam_words import call, name, of_fold, phrase, spun, story, words_by_kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.spam_builder import Builder


# ── Lists of links ──────────────────────────────────────────────────────────────────────────────
def list_below(b: Builder) -> None:
    """Print a kit's links as a list under the page."""
    b.last(b.label() + joined(b.rng, b.anchors(few_or_many(b.rng, 60))))


def list_run_on(b: Builder) -> None:
    """Print the list where the page has no lines: the article runs into it."""
    text = b.label() + joined(b.rng, b.anchors(few_or_many(b.rng, 50)))
    b.lines[:] = [" ".join(x for x in b.lines if x)]
    b.append(0, " " + text)


def link_a_line(b: Builder) -> None:
    """Print the links under the page, one a line."""
    for text in b.anchors(few_or_many(b.rng, 40)):
        b.last(text)


def list_above(b: Builder) -> None:
    """Print the list above the article."""
    b.whole(b.rng.choice([0, 0, 1]), b.label() + joined(b.rng, b.anchors(few_or_many(b.rng, 40))))


def keywords_above(b: Builder) -> None:
    """Print a few keywords above the article, as the page's title tag has them."""
    texts = b.anchors(few_or_many(b.rng, 10))
    text = rng.choice("_,-，").join(texts) if (rng := b.rng).random() < 0.5 else joined(rng, texts)
    text += b.rng.choice(["", "", "?"])
    b.whole(b.rng.choice([0, 0, 1, 2]), text)


def flood(b: Builder) -> None:
    """Print hundreds of links whose letters are entities encoded twice."""
    for text in b.anchors(b.rng.randint(200, 400)):
        b.last(entities(b.rng, text))


def polluted_bar(b: Builder) -> None:
    """Sell single links in the site's own bar of links."""
    rng, lines = b.rng, b.lines
    pools = words_by_kind("genuine_links")
    pool = pools["o"] if rng.random() < 0.6 else [*pools["p"], *pools["k"]]
    genuine = rng.sample(of_fold(pool, b.fold, only=b.only), rng.randint(4, 12))
    row = genuine + b.anchors(rng.randint(1, 5))
    rng.shuffle(row)
    if rng.random() < 0.35:
        for text in row:
            if text in genuine:
                lines.append(text)
            else:
                b.last(text)
        return
    sign = rng.choice([" ", " | ", "|", "\u3000", list_sign(rng), list_sign(rng)])
    count = rng.random() < 0.1
    lines.append(rng.choice(BARS))
    for n, text in enumerate(row):
        lines[-1] += sign if n else ""
        after = f"({rng.randint(1, 500)})" if count else ""
        if text in genuine:
            lines[-1] += text + after
        else:
            b.append(len(lines) - 1, text + after)


def kit(b: Builder) -> None:
    """Hack a page with a kit: keywords above, thanks and a list below; its text is often converted."""
    rng = b.rng
    b.whole(0, joined(rng, b.anchors(rng.randint(3, 8))))
    if rng.random() < 0.6:
        b.lines[1:] = [traditional(rng, x) for x in b.lines[1:]]
        if rng.random() < 0.5:
            b.lines[1:] = [pinyin(rng, x) for x in b.lines[1:]]
    texts = [b.of("message_kits", "lead"), joined(rng, b.anchors(few_or_many(rng, 30)))]
    if rng.random() < 0.2:
        texts.append(b.of("message_kits", "close"))
    for text in texts if rng.random() < 0.8 else ["".join(texts)]:
        b.last(text)


def dressed_list(b: Builder) -> None:
    """Dress the list as the site's own: with numbers, dates, counts, prices."""
    form = b.rng.choice(ROWS)
    seller = name(b.rng) if b.rng.random() < 0.5 else ""
    for text in b.anchors(b.rng.randint(5, 12)):
        d = b.rng.randint(1, 9)
        b.last(form.format(p=seller + text, n=b.rng.randint(1, 99), y=b.rng.randint(2020, 2026), d=d))


def run_together(b: Builder) -> None:
    """Print several phrases without a sign between them."""
    text = "".join(b.anchors(b.rng.randint(2, 5)))
    if b.rng.random() < 0.5:
        b.append(b.paragraph(), text)
    else:
        b.whole(b.rng.choice([0, 2, len(b.lines)]), text)


# ── Brands and phrases ──────────────────────────────────────────────────────────────────────────
def after_title(b: Builder) -> None:
    """Hang a brand on the title, and often print a line of keywords that begins with it."""
    rng, text = b.rng, b.named()
    signs = (*TITLE_SIGNS, " ", "—", "~", "丨", "｜", "·")
    brackets = (*BRACKETS, "《{}》", "『{}』", "〔{}〕", "{{}}")
    form = rng.choice([*(sign + "{}" for sign in signs), *brackets, "_{}_{}", "-{}-{}"])
    line = rng.random() < 0.55
    if not line or rng.random() < 0.7:
        b.append(1, form.replace("{}", text))
    if line:
        keywords(b, text)


def keywords(b: Builder, text: str) -> None:
    """Print a line of keywords: words of the title, and what is sold before, among or behind them."""
    rng = b.rng
    cut = words_of(rng, b.title)
    sold = [text, *(b.hidden(b.phrase()) for _ in range(rng.choice((0, 0, 1, 2))))]
    at = rng.choice((0, 0, len(cut), rng.randrange(len(cut) + 1)))
    words = [*cut[:at], *sold, *cut[at:]]
    b.whole(rng.choice((len(b.lines), 2)), keyword_line(rng, words))


def before_title(b: Builder) -> None:
    """Put a brand before the title."""
    form = b.rng.choice([*("{}" + sign for sign in TITLE_SIGNS), *BRACKETS, "《{}》", "{}，", "{}】"])
    b.inside(1, 0, form.replace("{}", b.named()))


def instead_of_name(b: Builder) -> None:
    """Exchange a name for a brand: in one or two sentences, or wherever the page has it."""
    text = b.named()
    if b.rng.random() < 0.5:
        known = [x[i:j] for x in b.lines[1 : b.after_body] for i, j in names_in(b.rng, x)]
        name = re.escape(b.rng.choice(known)) if known else "(?!)"
        for at in range(b.rng.choice((1, 2)), b.after_body):
            for m in reversed(list(re.finditer(name, b.lines[at]))):
                b.replace(at, *m.span(), text)
        return
    for at, line in enumerate(b.lines):
        names = names_in(b.rng, line)
        if len(line) > 20 and names:
            b.replace(at, *b.rng.choice(names), text)
            if len(b.made.spans) == 2:
                break


def clause_in_sentence(b: Builder) -> None:
    """Put a phrase, or a clause with one, between the clauses of a sentence."""
    rng, lines = b.rng, b.lines
    b.trade = rng.choice([*b.words.of("gambling", "lottery", "adult").classes[:3], b.trade])
    long = [i for i, x in enumerate(lines) if len(x) > 40 and re.search("[,，]", x)] or [1]
    at = rng.choice(long)
    spots = [m.end() for m in re.finditer("[,，]", lines[at])] or [len(lines[at])]
    numbers = [m.start() + 1 for m in re.finditer(r"\d{3,}", lines[at])]
    text = b.named_or_phrase(0.4)
    if rng.random() < 0.45:
        text = b.clause(text)
    held = rng.random() < 0.25
    if held:
        form = rng.choice([*BRACKETS, "—{}—", "——{}——", "“{}”"])
        text = form.replace("{}", text)
    if numbers and rng.random() < 0.12:
        b.inside(at, rng.choice(numbers), rng.choice(["{}", "，{}，"]).format(text))
    elif rng.random() < 0.3:  # in mid-word
        b.inside(at, rng.randrange(1, max(2, len(lines[at]) - 1)), text)
    else:
        b.inside(at, rng.choice(spots), text + ("" if held else rng.choice([",", "，"])))


def alone(b: Builder) -> None:
    """Print one phrase alone on its line: above the title, after the body, or after every paragraph."""
    rng = b.rng
    seller = name(rng)
    every = rng.random() < 0.4
    places = [1 + b.body, *range(b.body, 1, -1)] if every else [rng.choice([0, 2, 1 + b.body])]
    for at in places:
        text = b.phrase()
        if not every and rng.random() < 0.35:
            text = b.clause(text)
        b.whole(at, b.hidden(seller + text if every else text))


def after_paragraphs(b: Builder) -> None:
    """Glue a phrase to the ends of paragraphs, bare or in brackets, behind or before the full stop."""
    rng, lines = b.rng, b.lines
    seller = name(rng) if rng.random() < 0.5 else ""
    own = b.named() if rng.random() < 0.4 else ""
    form = rng.choice(["{}", "{}", *BRACKETS, " ＞＞{}", ">>{}", "→{}", " {}", "#{}#"])
    stop = rng.random() < 0.2
    for at in range(2, b.after_body):
        if len(lines[at]) > 20 and lines[at][-1] in "。！？”" and rng.random() < 0.7:
            text = own or b.hidden(seller + b.phrase())
            if rng.random() < 0.2:
                text = b.clause(text)
            b.inside(at, len(lines[at]) - stop, form.format(text))


def in_furniture(b: Builder) -> None:
    """Put a phrase where a section, a headline, a name or a caption stands, or into a line of furniture."""
    text = b.named_or_phrase(0.6)
    own = [n for n in (0, *range(b.after_body, len(b.lines))) if b.lines[n].strip()]
    if own and b.rng.random() < 0.35:
        at = b.rng.choice(own)
        ends = [m.end() for m in re.finditer(r"[\s|>·：:/、_-]+|$", b.lines[at])]
        b.inside(at, b.rng.choice([0, *ends]), text + b.rng.choice(("", " ", "|", "　")))
        return
    before, after = b.rng.choice(SLOTS)
    at = 0 if after else len(b.lines)
    if b.rng.random() < 0.5:
        before, after = byline(b.rng)
        at = b.rng.randint(2, len(b.lines))
    b.lines.insert(at, before)
    b.append(at, text)
    b.lines[at] += after


def row_of_table(b: Builder) -> None:
    """Add a row to a genuine table or list: a phrase, an offer in a row's form, a row with another cell."""
    rng = b.rng
    rows = table(rng, rng.randint(3, 9), fold=b.fold, only=b.only)
    b.lines.extend(rows)
    text = b.named_or_phrase(0.5)
    sign = next((x for x in ("\t", "|", "｜", "　", " ") if x in rows[0]), " ")
    k = rng.random()
    if k < 0.35:
        text += rng.choice(["", "", sign + str(rng.randint(1, 999)), sign + b.hidden(b.phrase())])
    elif k < 0.7:
        text = b.of("message_rows", "row", text).replace("\\t", "\t")
    else:
        cells = rng.choice(rows).split(sign)
        cells[0 if rng.random() < 0.7 else rng.randrange(len(cells))] = text
        text = sign.join(cells)
    b.whole(len(b.lines) - rng.randrange(len(rows)), text)


def everywhere(b: Builder) -> None:
    """Repeat one phrase all through the article: before paragraphs, between clauses, or anywhere."""
    rng, lines = b.rng, b.lines
    form = rng.choice(("{}", "{}", *BRACKETS, "#{}#", "《{}》", " {} ", "{}，", "*{}*", "——{}——"))
    spots = {"head": "^", "clause": "(?<=[,，、。；：])", "any": "(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])"}
    how = rng.choice(list(spots))
    own = b.named_or_phrase(0.5)
    text = own + rng.choice("：: ，") if how == "head" and form == "{}" else form.replace("{}", own)
    for at in range(2, b.after_body):
        places = [m.start() for m in re.finditer(spots[how], lines[at])]
        for place in sorted(rng.sample(places, min(len(places), rng.randint(1, 3))), reverse=True):
            b.inside(at, place, text)


def raw_markup(b: Builder) -> None:
    """Leave an injected link's markup in the text, whole or in part: on its own line, or in a paragraph."""
    rng = b.rng
    text = b.of("message_markup", "markup", b.named_or_phrase(0.4))
    if rng.random() < 0.5:
        text += b.of("message_markup", "markup", b.named_or_phrase(0.4))
    if rng.random() < 0.5:
        b.append(b.paragraph(), text)
    else:
        b.whole(rng.choice([0, 2, b.after_body, len(b.lines)]), text)


# ── Sentences and whole texts ───────────────────────────────────────────────────────────────────
def call_to_action(b: Builder) -> None:
    """Tell readers whom to write to, after a paragraph or on a line of its own."""
    text = b.given or b.hidden(call(b.rng, b.words, fold=b.fold, only=b.only))
    if b.rng.random() < 0.35:
        b.append(b.paragraph(), text)
    else:
        b.whole(b.rng.choice([len(b.lines), b.after_body, b.rng.randint(2, b.after_body)]), text)


def spliced_story(b: Builder) -> None:
    """Splice a paragraph of advertising into the article."""
    text = story(b.rng, b.words, b.rng.randint(2, 5), fold=b.fold, only=b.only)
    if b.rng.random() < 0.35:
        b.append(b.paragraph(), b.hidden(text))
    else:
        b.whole(b.rng.randint(3, max(3, 1 + b.body)), b.hidden(text))


def spun_story(b: Builder) -> None:
    """Splice in a content farm's paragraphs, stuffed with a keyword."""
    at = b.rng.randint(3, max(3, 1 + b.body))
    for text in spun(b.rng, b.phrase(), b.rng.randint(1, 3), fold=b.fold, only=b.only):
        b.whole(at, b.hidden(text))


def doorway(b: Builder) -> None:
    """Replace the page by an advertisement from title to end: to be rejected, so no span is marked."""
    rng = b.rng
    text = phrase(rng, b.words.of("gambling", "lottery") if rng.random() < 0.6 else b.words)
    title = text + rng.choice(["/最新版APP-轻松体验", "-官方下载", "_app_官网", ""])
    b.lines[:] = [title, rng.choice(CRUMB)]
    mode = rng.choice(("door", "ad", "trade"))
    for _ in range(rng.randint(4, 7)):
        b.lines.append(story(rng, b.words, rng.randint(2, 4), mode, fold=b.fold, only=b.only))
    b.lines.extend(rng.choice(FOOT))
    b.made.reject = True


def download_box(b: Builder) -> None:
    """Print the box of a faked download page: name, version, size, what is said of it."""
    text = b.named()
    at = b.rng.choice([2, b.after_body, len(b.lines)])
    box = box_lines(b.rng, text)
    if b.rng.random() < 0.3:
        box = [b.rng.choice([" ", " | ", "  "]).join(box)]
    for line in reversed(box):
        b.whole(at, b.hidden(line))


def comments(b: Builder) -> None:
    """Sell in comments among readers' own, in prompts of faked installers, in "editor's picks"."""
    rng = b.rng
    kind = rng.choice(("comment", "comment", "popup", "pick"))
    for _ in range(rng.randint(1, 4)):
        text = b.of("message_boxes", kind, b.named_or_phrase(0.4))
        b.whole(rng.choice([b.after_body, len(b.lines), len(b.lines)]), b.hidden(text))


LAYOUTS: dict[str, Callable[[Builder], None]] = {
    "A": list_below,
    "A1": list_run_on,
    "A2": link_a_line,
    "B": list_above,
    "C": keywords_above,
    "E": after_title,
    "F": instead_of_name,
    "G": clause_in_sentence,
    "H": call_to_action,
    "I": spliced_story,
    "J": doorway,
    "K": flood,
    "L": polluted_bar,
    "M": kit,
    "N": alone,
    "O": after_paragraphs,
    "P": dressed_list,
    "Q": in_furniture,
    "R": run_together,
    "S": before_title,
    "T": spun_story,
    "U": everywhere,
    "V": raw_markup,
    "X": comments,
    "Y": download_box,
    "Z": row_of_table,
}
