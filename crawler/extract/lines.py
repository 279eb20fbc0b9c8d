"""A page given as plain lines, without a document tree: title, body, bylines and furniture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract import wording
from crawler.items import Draft, Fragment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.items import Role

_END = re.compile(r"[。；;，,、：:…]$|[。！？!?]")
_TITLE_CHARS = 60


def _looks_like_title(text: str) -> bool:
    """Tell a headline by its looks: short, one line, no sentence end, some Chinese."""
    if not 4 <= len(text) <= _TITLE_CHARS or not re.search(r"[\u4e00-\u9fff]{2}", text):
        return False
    return not re.search(r"[。；;，,、：:]$", text) and text.count("。") == 0


def _role(text: str) -> Role:
    if not text.strip():
        return "chrome"
    if wording.is_editor_line(text) or wording.is_credit_line(text):
        return "byline"
    if wording.is_breadcrumb(text) or wording.is_control(text):
        return "chrome"
    if wording.RELATED_HEADING.match(text) and len(text) <= 20:
        return "chrome"
    if len(text) <= 120 and wording.is_notice(text):
        return "chrome"
    return "body"


def extract_lines(lines: Sequence[str], *, url: str = "") -> Draft:
    """Take a page of plain lines apart: one fragment per line, with its role.

    The first line of text is the title when it looks like one and text follows; otherwise there is none.
    """
    texts = [" ".join(line.split()) if "\t" not in line else line.strip() for line in lines]
    fragments = [Fragment(i, text, _role(text), kind="line") for i, text in enumerate(texts)]
    draft = Draft(url=url, fragments=fragments, method="lines")
    body = [f for f in fragments if f.role == "body"]
    if len(body) > 1 and _looks_like_title(body[0].text):
        rest = max(len(f.text) for f in body[1:6])
        if rest >= 40 and rest > len(body[0].text):
            body[0].role = "title"
            draft.title = body[0].text
            draft.fields["title"] = "lines"
            body = body[1:]
    ended = False
    last_text = max((f.index for f in body if wording.SENTENCE.search(f.text)), default=-1)
    for fragment in fragments:
        # Past the editor line there is no more article unless it goes on in sentences.
        if ended and fragment.role == "body" and fragment.index > last_text:
            fragment.role = "chrome"
        ended = ended or (
            fragment.role in {"byline", "chrome"}
            and bool(fragment.text)
            and wording.is_editor_line(fragment.text)
        )
    for fragment in fragments:
        if fragment.role == "byline":
            draft.byline_raw.append(fragment.text)
            if wording.is_editor_line(fragment.text) and not draft.editor_raw:
                draft.editor_raw = fragment.text
        elif wording.is_breadcrumb(fragment.text) and not draft.breadcrumbs:
            draft.breadcrumbs = breadcrumb_names(fragment.text)
    found = [f for f in fragments if f.role == "body"]
    if not found:
        draft.not_article = "empty"
    else:
        draft.fields["body"] = "lines"
        draft.confidence = 0.8
    return draft


def breadcrumb_names(text: str) -> list[str]:
    """Split a "you are here" line into its names, without the label and the page's own place."""
    text = re.sub(r"^[^:：>]{0,10}[:：]", "", text)
    names = [n.strip(" \u3000\xa0·") for n in re.split(r"\s*(?:>+|＞|»|›|→|\s-+\s|/|\|)\s*", text)]
    return [
        n for n in names if n and n not in {"正文", "首页", "首頁", "文章詳情", "文章详情"} and len(n) <= 30
    ]
