"""What one line says of who wrote, edited and supplied a text.

Works on markers: a word that says who follows (记者, 通讯员, 责任编辑, 来源, 文/ …), then the names up
to the next marker.  Without a marker, or a place that says as much (``signatures``), nothing is a name.
The marker's own outlet (``证券时报记者``), a dateline (``新华社北京11月22日电``) and 来源 give the source.
Photographers, designers, translators and the like are recognised so that they are not taken for
reporters; the record has no field for them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.extract import signatures
from crawler.extract.markers import LONGEST, Role, Segment, flat, segments
from crawler.extract.names import (
    DOTS,
    HAN,
    is_name_and_word,
    is_pen_name,
    is_spelt,
    is_usual,
    joined,
    names_in,
)
from crawler.extract.source import (
    according_to,
    clean_source,
    dated_outlet,
    dateline,
    ends_like_outlet,
    is_outlet,
    is_own,
    outlet_before,
    printed_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_END = re.compile(r"[)。!?！？<>《》]|\s{4,}")
_PHOTOGRAPHED = re.compile(r"(?<![文/、&])[ /]?(?:[摄攝]影?|图|圖|供图|供圖|傳真)(?: \d.*)?$")
_WROTE = re.compile(r"[ /]文[ ,、]")
_LABEL = re.compile(rf"[ ,、][{HAN}]{{2,4}} ?:")
_OTHER_LABEL = re.compile(rf"[{HAN}]{{2,4}} ?: ?[^:]+ $")  # 欄名 : 江灣財經 撰文 : …
_SET_WIDE = re.compile(rf"[{HAN}] {{1,3}}[{HAN}]")
_ASKED = re.compile(r"[?？!！]|[您你]")
_NATION = re.compile(r"\([美英法德日俄加澳韩韓新印意西葡荷瑞以]\)")
_DAY = re.compile(r"\d{1,2}[-月/.]\d{1,2}")
_BY_NAME = ("记者", "記者", "通讯员", "通訊員", "实习生", "實習生", "报道", "報道", "報導", "报导", "整理")
_TOLD = ("报道", "報道", "報導", "报导")
_WRITERS = frozenset(("reporter", "correspondent"))


@dataclass(slots=True)
class Found:
    """What lines said so far."""

    reporters: list[str] = field(default_factory=list)
    correspondents: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    reviewers: list[str] = field(default_factory=list)
    sources: list[tuple[int, str]] = field(default_factory=list)
    """How weak the evidence is, and the name."""

    def add(self, role: Role, names: Iterable[str]) -> None:
        """Take note of names, each once; those of a role the record has no field for are dropped.

        Names that another line sets apart are not cut anew where this one runs them together.
        """
        into = {
            "reporter": self.reporters,
            "correspondent": self.correspondents,
            "editor": self.editors,
            "reviewer": self.reviewers,
        }.get(role)
        new = list(dict.fromkeys(names))
        if into is not None and "".join(new) not in "".join(into):
            into += [n for n in new if n not in into]

    def add_source(self, weakness: int, name: str) -> None:
        """Take note of a source; the least weak counts, of several the first."""
        if name:
            self.sources.append((weakness, name))

    def people(self) -> list[str]:
        """Return every name."""
        return [*self.reporters, *self.correspondents, *self.editors, *self.reviewers]

    def anything(self) -> bool:
        """Tell whether a name or a source was found."""
        return bool(self.people() or self.sources)


def read_line(raw: str, found: Found, *, weak: bool = False) -> None:
    """Read one line into ``found``; ``weak``: its source counts less (from running text)."""
    line = _NATION.sub("", flat(raw))
    if not line:
        return
    before = len(found.reporters)
    reporters, editors, outlet = signatures.slashed(line)
    found.add("reporter", reporters)
    found.add("editor", editors)
    found.add_source(1, outlet)
    found.add_source(2, dateline(line))
    found.add_source(2, printed_in(line))
    found.add_source(3, dated_outlet(line) or according_to(line))
    found.add("reporter", signatures.after_dateline(line))
    found.add("reporter", signatures.before_post(line))
    parts = segments(line)
    people = len(found.people())
    if parts:
        found.add("reporter", signatures.called_author(line))
        if parts[0].role in {"correspondent", "reporter"} and parts[0].before.strip():
            # 江畔晚报 张三 通讯员 李四, 江畔网 张三 实习记者 李四: the paper stands for the word 记者
            names, outlet = signatures.signature(parts[0].before.strip())
            found.add("reporter", names if outlet else ())
            found.add_source(2, outlet)
        _read_segments(parts, found, weak=weak)
    if len(found.people()) == people:
        names, outlet = signatures.signature(line)
        found.add("reporter", names)
        found.add_source(2, outlet)
    if reporters:  # 通讯员 张三/文: what he is was said before
        new = [n for n in found.reporters[before:] if n not in reporters or n not in found.correspondents]
        found.reporters[before:] = new
    closed = joined(line)
    found.reporters[before:] = sorted(found.reporters[before:], key=lambda n: closed.find(n) % LONGEST)


def _outlet_only(text: str, marker: str) -> bool:
    """Tell 采写：南都见习记者: what stands between two markers, tight before the second, is its paper."""
    return marker.endswith(("记者", "記者")) and bool(
        re.fullmatch(rf"[{HAN}A-Za-z0-9/+{DOTS}]{{2,16}}", text)
    )


def _read_segments(parts: Sequence[Segment], found: Found, *, weak: bool) -> None:
    pictured = _pictured(parts)
    carried: list[Role] = []
    for i, s in enumerate(parts):
        following = parts[i + 1] if i + 1 < len(parts) else None
        if following and s.strong and _outlet_only(s.text, following.marker):
            # 图/羊城晚报记者 张三: whose paper it is does not change what he did
            carried = [*carried, s.role] if s.role == "other" else []
            continue
        roles = _roles(s, carried)
        if pictured[i] or (i and s.marker.endswith(_TOLD) and s.before.strip(" /")):
            roles = ["other"]  # 记者张三报道：恒指
        carried = roles if not s.text.strip(" 、,|-—") and (s.strong or "other" in roles) else []
        _read_segment(s, roles, found, weak=weak)


def _roles(s: Segment, carried: list[Role]) -> list[Role]:
    """Return what the names behind a marker did, given markers that had no names of their own before it."""
    apart = s.before.strip(" :|/(、&和")
    if not carried or (apart and not is_outlet(apart) and apart not in {"本报", "本報"}):
        return [s.role]
    if "other" in carried and s.marker.endswith(("记者", "記者")):
        return ["other"]  # 图/记者 张三
    if _WRITERS.issubset((*carried, s.role)):
        return [s.role]
    return [*carried, s.role]


def _pictured(parts: Sequence[Segment]) -> list[bool]:
    """Tell which writers only took the picture: 记者 张三 通讯员 李四 摄."""
    pictured = [False] * len(parts)
    for i, s in enumerate(parts):
        if s.role not in _WRITERS or not _PHOTOGRAPHED.search(_text(s)) or _WROTE.search(s.text):
            continue
        if i + 1 < len(parts) and parts[i + 1].role in _WRITERS and re.search(r" [摄攝]影 ?$", s.text):
            pictured[i + 1] = True  # 记者 张三 摄影 记者 李四: the word is the next one's
            continue
        pictured[i] = True
        for j in range(i - 1, -1, -1):
            before = parts[j]
            if (
                before.role not in _WRITERS
                or before.strong
                or _END.search(before.text)
                or "文" in before.text
            ):
                break
            pictured[j] = True
    return pictured


def _text(s: Segment) -> str:
    end = _END.search(s.text)
    text = s.text[: end.start()] if end else s.text
    if label := _LABEL.search(text):  # 黎寧 欄名 : 宏觀解讀
        text = text[: label.start()]
    return text.rstrip(" 、,|-—")


def _read_segment(s: Segment, roles: list[Role], found: Found, *, weak: bool) -> None:
    """Read what follows one marker."""
    if s.role == "source":
        _read_source_segment(s, found, weak=weak)
    text = _text(s)
    if s.role in {"source", "stop"} or not text or (not s.strong and text[0] in ",、;"):
        return
    if s.marker.endswith(("记者", "記者")) and s.strong and _ASKED.search(s.text):
        return  # 记者：李总，您怎么看？
    if s.marker.endswith("作者") and text[0] in "系係为為是":
        return  # 作者系青岛大学教授: what he is
    if wrote := _WROTE.search(text):
        text = text[: wrote.start()]
    names = _names_of(s, text)
    if s.strong and not names and s.marker == "文" and ends_like_outlet(text.strip()) and not is_own(text):
        found.add_source(3, clean_source(text))  # 文：江畔日报
    for role in roles:
        found.add(role, names)
    if names and _WRITERS & set(roles):
        # 出品：某某研究院 作者：张三: what another marker names is not his paper
        apart = (s.before[:1] in {":", "|", "/"} and s.before.endswith(" ")) or _OTHER_LABEL.match(s.before)
        if not apart or (s.marker.endswith(("记者", "記者")) and not s.strong):
            found.add_source(1, outlet_before(s.before, s.marker))
        found.add_source(3, _paper_beside(text, names))


def _paper_beside(text: str, names: list[str]) -> str:
    """Return the outlet set among the names behind a marker: 作者：解放日报 张三."""
    pieces = (p.strip("()") for p in re.split("[ ,、/]", text))
    papers = (p for p in pieces if p not in names and "(" not in p and ends_like_outlet(p) and not is_own(p))
    return next((p for p in papers if "授权" not in p and "授權" not in p), "")


def _read_source_segment(s: Segment, found: Found, *, weak: bool) -> None:
    name = clean_source(s.text)
    alone = s.spaced and not s.before.strip() and ends_like_outlet(name)  # 来源 深圳晚报
    if not (s.strong or alone or s.marker[-1] in "于於自" or s.text[:1].isascii() or s.text.startswith("《")):
        return
    told = s.marker in {"来源于", "來源於", "来源自", "來源自"}
    if not s.strong and told and not is_outlet(name) and not _DAY.search(s.before):
        return  # 来源于境外的所得
    pressed = s.marker.endswith(("者", "人"))  # 发布者: who pressed the button
    if pressed and is_usual(name):
        return
    found.add_source(3 if weak or pressed else 0, name)


def _names_of(s: Segment, text: str) -> list[str]:
    # 记者 and 通讯员 are people with their own names; 作者 and 编辑 may use a pen name
    by_name = s.marker.endswith(_BY_NAME)
    names = names_in(text, loose=s.strong and not by_name)
    if not s.spaced:
        # 记者张三了解: four characters set tight against the marker are no name
        names = [n for n in names if len(n) != 4 or is_usual(n) or is_spelt(n)]
        tight = re.match(rf"[{HAN}]*", text)
        run = [n for n in names if tight and n in tight[0]]
        if len(run) > 1 and not all(map(is_usual, run)):
            names = []  # 记者从沃尔沃中国获悉
    if s.marker.endswith(("特约", "特約")) and names and not text.startswith(names[0]):
        names = []  # 特约经济学家 王强
    alone = s.strong or (s.spaced and outlet_before(s.before, s.marker))
    if not names and by_name and alone and is_pen_name(text.strip()):
        names = [text.strip()]  # 记者 | 可杨, 江畔基金报记者 忆山: nothing else stands there
    if not names and s.strong and _SET_WIDE.fullmatch(text.strip()):
        names = [text.strip().replace(" ", "")]  # 责任编辑：木 子
    closed = s.text.strip() == (text if s.strong else f"{text})")
    if not names and s.marker.endswith(("记者", "記者")) and closed and is_name_and_word(text):
        names = [text]  # （记者 高兴）
    return names
