"""The two derived forms of a text: ``hans`` for every article, ``hant`` for its reader's region.

The official OpenCC binding does the work, never with its phrase configs (``s2twp`` makes 主機板上市
of 主板上市).  ``data/names.tsv`` is placed before its dictionaries inside its own automaton, so names
cost no pass of their own; surnames that are also other words (于 余 范 …) are recognised by context.
"""

from __future__ import annotations

import json
import re
import tempfile
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from crawler.text.script import detect, is_han, is_machine_made, one_sided_counts, verdict
from crawler.text.whitespace import tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from crawler.items import ScriptName

Region = Literal["TW", "HK"]

NAMES_VERSION = "4"
CONVERTER = {
    "library": "OpenCC",
    "version": metadata.version("OpenCC"),
    "config": f"tw2s+hk s2tw s2hk names@{NAMES_VERSION}",
}
"""What the derived forms were made with, as stored; a change of it is a reason to make them again."""

# What the way back needs beside OpenCC's dictionaries.
_FROM_HANT = {
    "甚麼": "什么",
    "甚麽": "什么",
    "乾照": "乾照",
    "昇騰": "昇腾",
    "昇興股份": "昇兴股份",
    "昇輝科技": "昇辉科技",
    "畢昇": "毕昇",
}

# Simplified has these, too, in names (乾县, 昇腾); the way back would make 干 and 升 of them.
_ALSO_SIMPLIFIED = re.compile("[乾昇陞甯]")

# 472只个股: after digits no dictionary sees a measure word.
_MEASURE = re.compile(r"(?<=\d)只(?![是有能要会为需想剩占够不])")

# Simplified sets “” and ‘’ (GB/T 15834) where Taiwan and Hong Kong set 「」 and 『』.
_QUOTES = (("「", "“"), ("」", "”"), ("『", "‘"), ("』", "’"))

# Modules that install themselves under the same name and convert worse.
_IMPOSTORS = ("opencc-py", "opencc-python-reimplemented")


class _People:
    """What tells a person's name from running text (``data/people.json``)."""

    def __init__(self) -> None:
        table = json.loads(resources.files(__package__).joinpath("data/people.json").read_text("utf-8"))
        self.surnames: str = table["surnames"]
        """Surnames whose character OpenCC would change on its own, though as a surname it stays."""
        self.titles: tuple[str, ...] = tuple(table["titles"])
        self.after: tuple[str, ...] = tuple(table["after"])
        address = "|".join(table["address"])
        given = f"[{table['given']}]"
        self.surname = re.compile(f"[{self.surnames}]")
        # 记者于长春, 于国庆 and 股东沈阳蓝英 hold no names.
        words = "|".join(f"{name}(?:{'|'.join(rest)})" for name, rest in table["not_names"].items())
        self.name = re.compile(f"(?!{words}).({given}{{1,2}})")
        self.addressed = re.compile(f".{given}?(?:{address})")
        # Given names of any characters, where the surname is no preposition and the name ends visibly.
        end = f"[^\\w]|{address}|{'|'.join(self.after)}|$"
        self.rare = re.compile(f"(?!{words})[范岳郁朴涂仇姜][^\\W\\d_a-zA-Z]{{2}}(?:{end})")

    def title_before(self, text: str, start: int) -> bool:
        """Return whether a title stands before ``start``, with or without a blank or colon."""
        return text[max(0, start - 6) : start].rstrip(" \u3000:：").endswith(self.titles)


@cache
def _opencc() -> Any:
    """Return the ``opencc`` module after making sure that it is the official one."""
    import opencc

    version = metadata.version("OpenCC")
    if getattr(opencc, "__version__", None) != version:
        present = [name for name in _IMPOSTORS if _installed(name)]
        raise RuntimeError(
            f"the module opencc is not OpenCC {version} but another package's"
            f" ({', '.join(present) or 'unknown'}): uninstall that, then reinstall OpenCC"
        )
    return opencc


def _installed(distribution: str) -> bool:
    try:
        metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return False
    return True


@cache
def terms(region: Region) -> dict[str, str]:
    """Return the name dictionary of ``region``: Simplified → Traditional."""
    return _table("names.tsv", region)


@cache
def _table(name: str, region: Region) -> dict[str, str]:
    table = {}
    lines = resources.files(__package__).joinpath("data", name).read_text("utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#"):
            continue
        hans, taiwan, *hong_kong = line.split("\t")
        if len(hans) != len(taiwan):
            raise ValueError(f"{name}, line {number}: {hans} and {taiwan} differ in length")
        table[hans] = hong_kong[0] if region == "HK" and hong_kong else taiwan
    return table


@cache
def converter(config: str) -> Callable[[str], str]:
    """Return the conversion function of an OpenCC config, with what this module adds to it.

    ``s2tw`` and ``s2hk`` get the name dictionary placed first.  ``tw2s`` also reads Hong Kong's forms
    (衞 説 綫), as papers print both: ``hk2s`` alone leaves 著手, ``tw2s`` alone 衞生.
    """
    opencc = _opencc()
    share = Path(opencc.__file__).parent / "clib" / "share" / "opencc"
    setup = json.loads((share / f"{config}.json").read_text("utf-8"))
    chain = setup["conversion_chain"]
    if config == "tw2s":
        hong_kong = json.loads((share / "hk2s.json").read_text("utf-8"))
        chain.insert(1, hong_kong["conversion_chain"][0])
        _place_first(chain[-1], _FROM_HANT)
    elif config.startswith("s2"):
        region: Region = "HK" if config == "s2hk" else "TW"
        names = _table("overlaps.tsv", region) | terms(region)
        _place_first(setup["segmentation"], names)
        _place_first(chain[0], names)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{config}.json"
        path.write_text(json.dumps(_with_paths(setup, share), ensure_ascii=False), "utf-8")
        convert: Callable[[str], str] = opencc.OpenCC(str(path), include_tofu_risk_dictionaries=False).convert
    return convert


def _place_first(step: dict[str, Any], entries: dict[str, str]) -> None:
    """Let a dictionary win over those of an OpenCC step where both know a word of one length."""
    ours = {"type": "inline", "entries": entries}
    step["dict"] = {"type": "group", "match_policy": "union", "dicts": [ours, step["dict"]]}


def _with_paths(node: Any, share: Path) -> Any:
    """Return an OpenCC setup whose dictionary files are found from anywhere."""
    if isinstance(node, list):
        return [_with_paths(child, share) for child in node]
    if isinstance(node, dict) and node.get("type") != "inline":
        return {
            key: str(share / value) if key == "file" else _with_paths(value, share)
            for key, value in node.items()
        }
    return node


def to_hans(
    text: str,
    glossary: Mapping[str, str] | None = None,
    *,
    script: ScriptName | None = None,
    tidied: bool = True,
) -> str:
    """Return ``text`` in Simplified.

    ``script`` says what the text is in, found here when not given; give it for short texts, which do
    not tell themselves.  ``glossary`` maps pieces of the text to what shall stand for them.
    Simplified text changes only where it holds Traditional characters.  The result has the marks and
    spaces an editor would set (``crawler.text.whitespace.tidy``) unless ``tidied`` is false.
    """
    text = tidy(text) if tidied else text
    if (script or detect(text)) in ("hant", "mixed"):
        hans = _outside(text, glossary or {}, converter("tw2s"))
        for theirs, ours in _QUOTES:
            hans = hans.replace(theirs, ours)
        return hans
    settled = {match.start(): match[0] for match in _ALSO_SIMPLIFIED.finditer(text)}
    return _outside(text, glossary or {}, converter("t2s"), settled)


def to_hant(
    text: str,
    region: Region = "TW",
    glossary: Mapping[str, str] | None = None,
    *,
    script: ScriptName | None = None,
    names: Iterable[str] = (),
    repair: bool = False,
    tidied: bool = True,
) -> str:
    """Return ``text`` in the Traditional of ``region``.

    Traditional text stays as published, unless ``repair`` says that a machine made it: then, like
    mixed text, it goes through Simplified first (立于 → 立於).  ``names`` are people's names from the
    byline, in either script; others are recognised by title or verb beside them.
    """
    text = tidy(text) if tidied else text
    script = script or detect(text)
    if script == "hant" and not repair:
        return text
    twins = dict(glossary or {})
    if "（" in text or "(" in text:
        twins = spelt_twice(text) | twins
    if script in ("hant", "mixed"):
        text = to_hans(text, script=script, tidied=False)
    convert = converter("s2hk" if region == "HK" else "s2tw")
    known = [converter("t2s")(name) for name in names]
    measures = {match.start(): "隻" for match in _MEASURE.finditer(text)}
    return _outside(text, twins, convert, measures | {at: text[at] for at in surnames(text, known)})


class Converted(NamedTuple):
    """The parts of an article in both scripts, and what they were published in."""

    script: ScriptName
    machine_made: bool
    forms: list[tuple[str, str]]
    """Simplified and Traditional of each part, in order."""


def convert_parts(parts: Iterable[str], region: Region = "TW", names: Iterable[str] = ()) -> Converted:
    """Return an article's parts (title, body) in both scripts; one that does not tell has the article's."""
    texts = [tidy(part) for part in parts]
    counts = [one_sided_counts(text) for text in texts]
    script = verdict(sum(hans for hans, _ in counts), sum(hant for _, hant in counts))
    repair = is_machine_made("\n".join(texts), script)
    forms = []
    for text, found in zip(texts, counts, strict=True):
        own = verdict(*found)
        own = script if own == "undetermined" else own
        hant = to_hant(text, region, script=own, names=names, repair=repair, tidied=False)
        forms.append((to_hans(text, script=own, tidied=False), hant))
    return Converted(script, repair, forms)


def spelt_twice(text: str) -> dict[str, str]:
    """Return Simplified → Traditional of the names that ``text`` itself gives in both: 臺積電（台积电）."""
    from crawler.text.search_key import fold

    found = {}
    for match in re.finditer(r"[（(]([\u4e00-\u9fff]{2,12})[）)]", text):
        inside = match[1]
        outside = text[max(0, match.start() - len(inside)) : match.start()]
        if outside != inside and len(outside) == len(inside) and fold(outside) == fold(inside):
            pair = {detect(outside): outside, detect(inside): inside}
            if pair.keys() >= {"hans", "hant"}:
                found[pair["hans"]] = pair["hant"]
    return found


def surnames(text: str, known: Iterable[str] = ()) -> list[int]:
    """Return where in Simplified ``text`` stands a surname that a converter would take for a word.

    A name of three characters counts with a title before it, or free-standing with a title, verb or
    punctuation after it, and then wherever else it occurs; so does a ``known`` one (the byline's).
    A name of two is only taken between both: 位于海边 and 于海外表示 hold none.
    """
    people = _people()
    taiwan = terms("TW")
    places = set()
    full = {name for name in known if len(name) > 2 and name[0] in people.surnames}
    for match in people.surname.finditer(text):
        start = match.start()
        titled, free = people.title_before(text, start), _stands_free(text, start)
        if (titled and people.rare.match(text, start)) or (
            (titled or free) and people.addressed.match(text, start)
        ):
            places.add(start)
        found = people.name.match(text, start) if titled or free else None
        if found is None:
            continue
        if len(found[0]) == 3 and found[0] not in taiwan:
            if titled or _closed(text, start + 3):
                full.add(found[0])
        elif titled and _closed(text, start + 2):
            places.add(start)
    if full:
        pattern = "|".join(map(re.escape, sorted(full)))
        places.update(match.start() for match in re.finditer(pattern, text))
    return sorted(places)


def _stands_free(text: str, start: int) -> bool:
    """Return whether a name can begin at ``start``: after no character, or one that joins."""
    joining = "和与及" if text[start] == "于" else "和与及对向由被的是为"
    return start == 0 or not is_han(text[start - 1]) or text[start - 1] in joining


def _closed(text: str, end: int) -> bool:
    return end >= len(text) or not is_han(text[end]) or text.startswith(_people().after, end)


@cache
def _people() -> _People:
    return _People()


def _outside(
    text: str,
    glossary: Mapping[str, str],
    convert: Callable[[str], str],
    settled: Mapping[int, str] = MappingProxyType({}),
) -> str:
    """Convert ``text`` except the glossary's pieces and the characters ``settled`` (place → what is put)."""
    cuts = [(at, at + 1, char) for at, char in settled.items()]
    if glossary:
        longest_first = sorted(glossary, key=len, reverse=True)
        pattern = "|".join(map(re.escape, longest_first))
        cuts += [(m.start(), m.end(), glossary[m[0]]) for m in re.finditer(pattern, text)]
    pieces, done = [], 0
    for start, end, instead in sorted(cuts):
        if start >= done:
            pieces += [convert(text[done:start]), instead]
            done = end
    return "".join([*pieces, convert(text[done:])])
