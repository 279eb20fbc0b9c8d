import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.text.convert import to_hant
from crawler.text.script import (
    detect,
    is_machine_made,
    machine_conversion_signs,
    one_sided,
    one_sided_counts,
)

SHARED = Path(__file__).parents[3] / "../shared/data"
CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=60)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("", "undetermined"),
        ("A股 600519", "undetermined"),
        ("生物科技", "undetermined"),
        ("青岛生物医药产业", "hans"),
        ("青島生物醫藥產業", "hant"),
        ("恒生指數收報", "hant"),
        ("溫州與温州", "hant"),
        ("税务局发布公告", "hans"),
        ("青島生物醫藥產業，点击进入开户网站领取红包", "mixed"),
        ("国產", "mixed"),
        ("这家公司的总经理姓於，负责华东业务", "hans"),
    ],
)
def test_tells_the_script_or_says_that_it_cannot(text, script):
    assert detect(text) == script


@settings(deadline=None)  # the first example loads the tables
@given(CHINESE)
def test_a_text_with_characters_of_one_script_only_is_never_called_the_other(text):
    hans, hant = one_sided_counts(text)
    verdict = detect(text)
    assert not (verdict == "hans" and hans == 0)
    assert not (verdict == "hant" and hant == 0)
    assert (verdict == "undetermined") == (hans == hant == 0)


def test_no_character_is_on_both_sides_and_forms_printed_in_both_scripts_are_on_none():
    hans, hant = one_sided()
    assert not hans & hant
    assert not (hans | hant) & set("台床群秘峰税户温着著恒里于后余只才")


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("園區位于市北區，成立后產值突破百億", ["位于市", "立后產"]),
        ("園區位於市北區，成立後產值突破百億", []),
        ("皇后大道與太后廟，茶几旁的余先生說", []),
        ("园区位于市北区，成立后产值突破百亿", []),
        ("據統計，10余家企業來自云南", ["0余家", "自云南"]),
        ("國際制裁與復旦大學的體制研究", []),
    ],
)
def test_finds_what_a_machine_leaves_behind_in_traditional_text(text, signs):
    assert machine_conversion_signs(text) == signs


def test_two_signs_make_a_page_machine_made_one_repeated_does_not():
    assert is_machine_made("園區位于市北區，成立后產值突破百億")
    assert not is_machine_made("園區位于市北區。園區位于市北區。")


def _windows(texts, size):
    for text in texts:
        chinese = "".join(char for char in text if "\u3400" <= char <= "\u9fff")
        yield from (chinese[at : at + size] for at in range(0, len(chinese) - size, size))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the development pages are not here")
@pytest.mark.parametrize(("size", "floor"), [(4, 0.77), (8, 0.94), (16, 0.993)])
def test_short_windows_of_real_simplified_pages_are_told(size, floor):
    rows = [json.loads(path.read_text("utf-8")) for path in sorted((SHARED / "pages").rglob("*.json"))]
    texts = [row["text"] for row in rows if row.get("text")]
    # Of Traditional pages there are few; conversion makes as many as there are Simplified ones.
    hans = [text for text in texts if one_sided_counts(text)[0] > 0 == one_sided_counts(text)[1]][:60]
    for kind, pure in (
        ("hans", hans),
        ("hant", [to_hant(t, script="hans", tidied=False) for t in hans]),
    ):
        found = [detect(window) for window in _windows(pure, size)]
        assert len(found) > 1000
        assert found.count(kind) / len(found) >= floor
        assert {"hans": "hant", "hant": "hans"}[kind] not in found
