"""A page given as plain lines, without a document tree: title, body, bylines and furniture."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from crawler.extract import wording
from crawler.extract.credit_lines import is_byline_line
from crawler.extract.section import names_in_bar
from crawler.items import Draft, Fragment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.items import Role

_TITLE_CHARS = 60
_TITLE_CHARS_OVER_DATE = 100
_LABELLED = re.compile(
    r"原[标標][题題]\s*[:：]|[来來]源\s*[:：]|[责責]任?[编編][辑輯]?\s*[:：]|文\s*[|｜/／]|本[报報][记記]者|[？?！!].*[\u4e00-\u9fff]|客[户戶]端$"
)
"""What a headline does not hold: labels of other fields, a question that is answered on the same line."""
_DATE = re.compile(
    r"(?:19|20|１９|２０)\d\d\s*[-年/.－]\s*\d{1,2}\s*[-月/.－]\s*\d{1,2}\s*日?(?:\s*\d{1,2}\s*[:：]\s*\d\d(?:[:：]\d\d)?)?"
)
_INFO_LABEL = re.compile(
    r"[来來]源|稿源|出[处處]|作者|[记記]者|[发發][布佈表]|[时時][间間]|字[号號体體]|[编編][辑輯]"
)
_MENU_GAP = re.compile(r"[\s|｜丨/／·•]+")
_MENU_WORDS = frozenset(
    """
    首页 首頁 网站首页 網站首頁 要闻 要聞 新闻 新聞 时政 時政 财经 財經 经济 經濟 社会 社會 民生 视频
    視頻 专题 專題 文旅 文化 体育 體育 娱乐 娛樂 科技 国际 國際 国内 國內 本地 本地新闻 本地新聞 图片
    圖片 评论 評論 教育 健康 房产 房產 汽车 汽車 旅游 旅遊 论坛 論壇 滚动 即時 即时 港聞 兩岸 地產 副刊
    直播 登录 登入 注册 註冊 数字报 电子报 電子報 客户端 频道 頻道 股市 股票 基金 理财 理財 产经 產經
    """.split()  # noqa: SIM905
)
_NEAR = 3
"""Lines over the date that may be the headline: between them stands a subtitle, or what was put there."""
_HEAD = 14
"""Written lines from the top among which the line under the headline is looked for."""
_DATE_FIRST = re.compile(r"\D{0,8}\d")
_FEW = 3
_PARAGRAPH = 40
"""Characters of a line that is more than a headline."""
_FOREIGN = 0.1
"""Share of a line's pairs of characters below which the text does not speak of the same."""
_NAME = 10
"""Characters of a name or keyword at most."""
_STROKES = re.compile(r"[^_|｜丨][_|｜丨]+(?=[^_|｜丨])")
_LISTED = re.compile(r"[_|｜丨,，、\s-]+")


def _is_menu(text: str) -> bool:
    """Tell a bar of section names (``首页 要闻 时政 …``)."""
    items = [item for item in _MENU_GAP.split(text[:200]) if item]
    return (
        len(items) >= 4
        and len(text) <= 120
        and max(map(len, items)) <= 8
        and sum(item in _MENU_WORDS for item in items) >= 2
    )


def _is_dated(text: str) -> bool:
    """Tell the line under a headline by a date at its beginning or end, or beside a label."""
    found = _DATE.search(text)
    if found is None or len(text) > 90 or re.search("[。！？；]", text):
        return False
    rest = text[: found.start()] + text[found.end() :]
    return len(rest) <= 40 and (
        not text[: found.start()].strip() or not text[found.end() :].strip() or bool(_INFO_LABEL.search(rest))
    )


def _looks_like_title(text: str, longest: int = _TITLE_CHARS) -> bool:
    """Tell a headline by its looks: short, one line, no sentence end, some Chinese."""
    if not 4 <= len(text) <= longest or not re.search(r"[\u4e00-\u9fff]{2}", text):
        return False
    return not re.search(r"[。；;，,、：:]$", text) and text.count("。") == 0


def _role(text: str) -> Role:
    if not text.strip():
        return "chrome"
    if wording.is_editor_line(text) or is_byline_line(text):
        return "byline"
    if wording.is_info_bar(text) and _DATE_FIRST.match(text):
        return "byline"
    if _is_menu(text):
        return "chrome"
    # A mark such as <N> is no path of sections.
    if (wording.is_breadcrumb(text) and "<" not in text) or wording.is_control(text):
        return "chrome"
    if wording.heads_related(text):
        return "chrome"
    if len(text) <= 120 and wording.is_notice(text):
        return "chrome"
    return "body"


def extract_lines(lines: Sequence[str], *, url: str = "") -> Draft:
    """Take a page of plain lines apart: one fragment per line, with its role.

    The title is the line over the line of date and source; else, of the first lines of text that look like
    headlines, the one that text follows which speaks of the same; otherwise there is none.
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
    title = _over_date(draft.fragments) or _first_line(draft.fragments)
    if title is not None:
        title.role = "title"
        draft.title = title.text.strip()
        draft.fields["title"] = "lines"


def _over_date(fragments: list[Fragment]) -> Fragment | None:
    """Return the line over the line of date and source, whatever furniture stands further up."""
    written = [f for f in fragments if f.text.strip()]
    for at, line in enumerate(written[:_HEAD]):
        if at and _is_dated(line.text.strip()) and len(written) > at + 1:
            over = [f for f in written[:at] if f.role not in {"byline", "chrome"}][-_NEAR:]
            titles = [f for f in over if _looks_like_title(f.text.strip(), _TITLE_CHARS_OVER_DATE)]
            if titles and titles[-1] is over[-1]:
                text = "".join(f.text for f in written[at + 1 : at + 8])
                return max(reversed(titles), key=lambda f: _said_again(f.text, text))
    return None


def _said_again(title: str, text: str) -> float:
    """Return the share of a headline's pairs of characters that its text has too; a foreign line has few."""
    pairs = {title[i : i + 2] for i in range(len(title) - 1)}
    return round(sum(pair in text for pair in pairs) / max(1, len(pairs)), 1)


def _first_line(fragments: list[Fragment]) -> Fragment | None:
    """Return the first line of text, when it looks like a headline and longer text follows.

    Lists of links are put on top of everything: where the first line is one, or the text has none of its
    words, a line below it may be the headline.
    """
    body = [f for f in fragments if f.role == "body"][:_HEAD]
    text = "".join(f.text for f in body[1:] if len(f.text) >= _PARAGRAPH)
    found = []
    for at, line in enumerate(body[:_NEAR]):
        rest = max((len(f.text) for f in body[at + 1 : at + 6]), default=0)
        if _LABELLED.search(line.text) or not _looks_like_title(line.text.strip()) or rest < _PARAGRAPH:
            break
        if rest > len(line.text):
            found.append(line)
    told = [f for f in found if _said_again(f.text, text) > _FOREIGN]
    no_lists = ([f for f in lines if not _is_list(f.text)] for lines in (told, found))
    return next(chain(*no_lists, told), None)


def _is_list(text: str) -> bool:
    """Tell a list of names or keywords from a headline: by its signs, or none of its pieces is a clause."""
    pieces = [x for x in _LISTED.split(text.strip()) if x]
    return len(_STROKES.findall(text)) > 1 or (len(pieces) > _FEW and max(map(len, pieces)) <= _NAME)


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
            draft.breadcrumbs = names_in_bar(text)
