from importlib import metadata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.text import convert
from crawler.text.convert import CONVERTER, spelt_twice, surnames, terms, to_hans, to_hant

PHRASES = Path(__file__).parents[3] / "bench/data"


def rows(name):
    lines = (PHRASES / name).read_text("utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]


def test_phrases_of_finance_and_names_convert_in_every_direction():
    wrong = {"tw": [], "hk": [], "hans": []}
    phrases = rows("script_phrases.tsv")
    back = [(taiwan, hans) for hans, taiwan, _ in phrases] + rows("script_phrases_back.tsv")
    for hans, taiwan, hong_kong in phrases:
        if to_hant(hans, "TW", script="hans", tidied=False) != taiwan:
            wrong["tw"].append(hans)
        if hong_kong != "-" and to_hant(hans, "HK", script="hans", tidied=False) != hong_kong:
            wrong["hk"].append(hans)
    wrong["hans"] = [hant for hant, hans in back if to_hans(hant, script="hant", tidied=False) != hans]
    assert len(phrases) >= 400
    assert len(back) >= 500
    assert all(len(failed) <= 0.01 * len(phrases) for failed in wrong.values()), wrong


@pytest.mark.parametrize(
    ("hans", "hant"),
    [
        ("记者于晓明从青岛报道", "記者于曉明從青島報道"),
        ("记者于长春报道", "記者於長春報道"),
        ("记者于11日获悉", "記者於11日獲悉"),
        ("董事长余海峰说，余海峰看好后市", "董事長余海峰說，余海峰看好後市"),
        ("范女士位于范围之外", "范女士位於範圍之外"),
        ("总经理岳鹏举", "總經理岳鵬舉"),
        ("主板上市公司的程序与软件", "主板上市公司的程序與軟件"),
        ("台积电在台湾", "台積電在臺灣"),
        ("干散货与干部", "乾散貨與幹部"),
        ("折合人民币3亿元，包括发改委", "折合人民幣3億元，包括發改委"),
        (
            "新签订单，拟签合同，目标签约，新股中签率，棉签，价签",
            "新簽訂單，擬簽合同，目標簽約，新股中籤率，棉籤，價籤",
        ),
        ("472只个股跌停，至少30只以上", "472隻個股跌停，至少30隻以上"),
        ("2015只是开始，没有只涨不跌，调整只是局部", "2015只是開始，沒有只漲不跌，調整只是局部"),
        ("20个交易日里，赛道里的甲醇加注船", "20個交易日裡，賽道裡的甲醇加注船"),
        (
            "资金发放，巨头发布，带头发挥，董事长发言，换发假发票",
            "資金發放，巨頭發布，帶頭發揮，董事長發言，換發假發票",
        ),
        ("华发股份与金发科技理发", "華發股份與金發科技理髮"),
        ("美联储缩表速度，资金回流西咸新区，央视总台", "美聯儲縮表速度，資金回流西咸新區，央視總臺"),
        ("昇腾芯片，乾照光电，乾县", "昇騰芯片，乾照光電，乾縣"),
    ],
)
def test_names_are_told_from_words_and_phrases_stay(hans, hant):
    assert to_hant(hans, script="hans") == hant
    assert to_hans(hant, script="hant") == hans


def test_names_from_the_byline_are_kept_in_either_script():
    assert to_hant("于大海今天到了", script="hans") == "於大海今天到了"
    assert to_hant("于大海今天到了", script="hans", names=["于大海"]) == "于大海今天到了"
    assert to_hant("范鹭鸣今天到了", script="hans", names=["范鷺鳴"]) == "范鷺鳴今天到了"


def test_positions_of_surnames_cover_every_mention_of_a_name_once_recognised():
    text = "董事长范永强到会。会后范永强表示，范围不变。"
    assert surnames(text) == [3, 11]
    assert surnames("位于海边，规范市场，后来周末") == []


def test_a_name_the_page_gives_in_both_scripts_converts_as_the_page_has_it():
    text = "臺灣雲林（台湾云林）的云林公司，台湾云林很大，业务来自各国"
    assert spelt_twice(text) == {"台湾云林": "臺灣雲林"}
    assert "；" not in to_hant(text)
    assert spelt_twice("公司（上海）与总部（北京）") == {}
    assert to_hant("帆雲灃（帆云沣）业务增长，帆云沣发布公告") == "帆雲灃（帆雲灃）業務增長，帆雲灃發布公告"


def test_glossary_replaces_pieces_longest_first_and_leaves_the_rest_to_the_converter():
    glossary = {"帆云": "帆云", "帆云科技": "帆雲科技公司"}
    assert to_hant("帆云科技与帆云发展", glossary=glossary, script="hans") == "帆雲科技公司與帆云發展"


@pytest.mark.parametrize("region", ["TW", "HK"])
def test_genuine_traditional_stays_as_published_and_machine_made_is_repaired(region):
    text = "總部設於臺北，著重佈局里昂，衞生署說明"
    assert to_hant(text, region) == text
    assert to_hant("園區位于市北區，企業從注冊起步", region, repair=True) == "園區位於市北區，企業從註冊起步"


def test_simplified_gets_its_own_quotation_marks_only_from_traditional():
    assert to_hans("「發展『很快』」") == "“发展‘很快’”"
    assert to_hans("「发展『很快』」") == "「发展『很快』」"


def test_mixed_text_becomes_one_script():
    text = "國內企業的产品质量在國際市場上享有盛誉"
    assert to_hans(text) == "国内企业的产品质量在国际市场上享有盛誉"
    assert to_hant(text) == "國內企業的產品質量在國際市場上享有盛譽"


def test_forms_of_hong_kong_and_taiwan_both_come_back():
    assert to_hans("衞生署説明綫上業務，著手處理甚麼與什麼") == "卫生署说明线上业务，着手处理什么与什么"


def test_simplified_text_is_not_touched_where_it_holds_no_traditional():
    text = "著名企业家著书立说，乾隆年间的慰藉与瞭望，乾清宫与毕昇，昇腾与陞任"
    assert to_hans(text, tidied=False) == text


def test_derived_forms_get_chinese_punctuation_only_on_request():
    assert to_hans("近年來,青島發展(很快)") == "近年来，青岛发展（很快）"
    assert to_hans("近年來,青島發展(很快)", tidied=False) == "近年来,青岛发展(很快)"
    assert to_hant("营收3,000万元,同比增长", script="hans") == "營收3,000萬元，同比增長"


def test_the_converter_is_the_official_one_and_is_recorded():
    assert CONVERTER["library"] == "OpenCC"
    assert CONVERTER["version"] == metadata.version("OpenCC")
    assert "p " not in f"{CONVERTER['config']} "


def test_another_package_under_the_name_of_opencc_is_refused(tmp_path, monkeypatch):
    (tmp_path / "opencc.py").write_text("__version__ = '0.1'\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("opencc", "opencc.clib", "opencc.clib.opencc_clib"):
        monkeypatch.delitem(__import__("sys").modules, name, raising=False)
    convert._opencc.cache_clear()
    with pytest.raises(RuntimeError, match="not OpenCC"):
        convert._opencc()
    monkeypatch.undo()
    convert._opencc.cache_clear()
    assert convert._opencc().__version__ == metadata.version("OpenCC")


@pytest.mark.parametrize("region", ["TW", "HK"])
def test_every_entry_of_the_name_dictionary_takes_effect_and_keeps_its_length(region):
    for hans, hant in terms(region).items():
        assert to_hant(hans, region, script="hans", tidied=False) == hant
        assert len(hans) == len(hant)


@settings(deadline=None)  # the first example loads the tables
@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_never_fails_and_says_the_same_twice(text):
    for form in (to_hans(text), to_hant(text), to_hant(text, "HK", repair=True)):
        assert isinstance(form, str)
    assert to_hans(to_hans(text)) == to_hans(to_hans(to_hans(text)))


@pytest.mark.parametrize(
    ("hans", "hant"),
    [
        ("公募基金发行产品", "公募基金發行產品"),
        ("黄金发布公告", "黃金發布公告"),
        ("有15年历史的企业", "有15年歷史的企業"),
        ("资金链断裂", "資金鏈斷裂"),
        ("手机制造与大学制造", "手機製造與大學製造"),
        ("歌礼制药更加注重研发", "歌禮製藥更加注重研發"),
        ("对俄制裁与美国制裁", "對俄制裁與美國制裁"),
        ("理发店与头发", "理髮店與頭髮"),
    ],
)
def test_a_common_word_wins_over_a_rare_one_that_ends_in_its_first_character(hans, hant):
    assert to_hant(hans, script="hans") == hant
