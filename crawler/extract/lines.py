"""A page given as plain lines, without a document tree: title, body, bylines and furniture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract import wording
from crawler.extract.credit_lines import is_byline_line
from crawler.items import Draft, Fragment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.items import Role

_END = re.compile(r"[。；;，,、：:…]$|[。！？!?]")
_TITLE_CHARS = 60
_DATE_FIRST = re.compile(r"\D{0,8}\d")
_FEW = 3


def _looks_like_title(text: str) -> bool:
    """Tell a headline by its looks: short, one line, no sentence end, some Chinese."""
    if not 4 <= len(text) <= _TITLE_CHARS or not re.search(r"[\u4e00-\u9fff]{2}", text):
        return False
    return not re.search(r"[。；;，,、：:]$", text) and text.count("。") == 0


def _role(text: str) -> Role:
    if not text.strip():
        return "chrome"
    if wording.is_editor_line(text) or is_byline_line(text):
        return "byline"
    if wording.is_info_bar(text) and _DATE_FIRST.match(text):
        return "byline"
    # A mark such as <N> is no path of sections.
    if (wording.is_breadcrumb(text) and "<" not in text) or wording.is_control(text):
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
    fragments = [Fragment(i, line, _role(line.strip()), kind="line") for i, line in enumerate(lines)]
    draft = Draft(url=url, fragments=fragments, method="lines")
    written = [f for f in fragments if f.text.strip()]
    if len(written) <= _FEW and not any(f.role == "body" for f in written):
        # A text of a line or two is what somebody wants cleaned, not a page's furniture.
        for fragment in written:
            fragment.role = "body"
    _take_title(draft)
    _end_at_editor_line(fragments)
    _collect_bylines(draft)
    _take_date(draft)
    if any(f.role == "body" for f in fragments):
        draft.fields["body"] = "lines"
        draft.confidence = 0.8
    else:
        draft.not_article = "empty"
    return draft


def _take_title(draft: Draft) -> None:
    body = [f for f in draft.fragments if f.role == "body"]
    if len(body) > 1 and _looks_like_title(body[0].text.strip()):
        rest = max(len(f.text) for f in body[1:6])
        if rest >= 40 and rest > len(body[0].text):
            body[0].role = "title"
            draft.title = body[0].text.strip()
            draft.fields["title"] = "lines"


def _take_date(draft: Draft) -> None:
    from crawler.extract.published import find_published_in_lines

    article = [f.index for f in draft.fragments if f.role in {"title", "body"} and f.text.strip()]
    lines = [f.text.strip() for f in draft.fragments]
    draft.published_raw, where = find_published_in_lines(lines, title=draft.title, article=article)
    if where:
        draft.fields["published"] = where


def _end_at_editor_line(fragments: list[Fragment]) -> None:
    """Past the editor line there is no more article unless it goes on in sentences."""
    last = max(
        (f.index for f in fragments if f.role == "body" and wording.SENTENCE.search(f.text)), default=-1
    )
    ended = False
    for fragment in fragments:
        if ended and fragment.role == "body" and fragment.index > last:
            fragment.role = "chrome"
        ended = ended or (
            fragment.role in {"byline", "chrome"} and wording.is_editor_line(fragment.text.strip())
        )


def _collect_bylines(draft: Draft) -> None:
    for fragment in draft.fragments:
        text = fragment.text.strip()
        if fragment.role == "byline":
            draft.byline_raw.append(text)
            if wording.is_editor_line(text) and not draft.editor_raw:
                draft.editor_raw = text
        elif wording.is_breadcrumb(text) and not draft.breadcrumbs:
            draft.breadcrumbs = breadcrumb_names(text)


def breadcrumb_names(text: str) -> list[str]:
    """Split a "you are here" line into its names, without the label and the page's own place."""
    text = re.sub(r"^[^:：>]{0,10}[:：]", "", text)
    names = [n.strip(" \u3000\xa0·") for n in re.split(r"\s*(?:>+|＞|»|›|→|\s-+\s|/|\|)\s*", text)]
    return [
        n for n in names if n and n not in {"正文", "首页", "首頁", "文章詳情", "文章详情"} and len(n) <= 30
    ]
