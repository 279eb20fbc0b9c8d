import pytest
from scrapy.settings import Settings

from crawler.items import Article, Byline, Draft, Fragment, Text
from crawler.text.convert import CONVERTER
from pipelines.convert import ConvertPipeline
from pipelines.detect_script import DetectScriptPipeline


class Stats:
    """What Scrapy's collector offers a step."""

    def __init__(self):
        self.values = {}

    def inc_value(self, name, count=1):
        self.values[name] = self.values.get(name, 0) + count


def converted(title, body, **fields):
    article = Article(Draft(), title=Text(title), body=Text(body), **fields)
    stats = Stats()
    ConvertPipeline(Settings(), stats).run(article)
    return article, stats.values


@pytest.mark.parametrize(
    ("body", "script", "machine", "hans", "hant"),
    [
        ("公司位于青岛,产值增长。", "hans", False, "公司位于青岛，产值增长。", "公司位於青島，產值增長。"),
        ("公司位於青島,產值增長。", "hant", False, "公司位于青岛，产值增长。", "公司位於青島，產值增長。"),
        (
            "公司位于青島,10余家企業產值增長。",
            "hant",
            True,
            "公司位于青岛，10余家企业产值增长。",
            "公司位於青島，10餘家企業產值增長。",
        ),
        ("公司在青島,产值增长。", "mixed", False, "公司在青岛，产值增长。", "公司在青島，產值增長。"),
        ("600519", "undetermined", False, "600519", "600519"),
    ],
)
def test_an_article_gets_both_forms_and_keeps_the_original(body, script, machine, hans, hant):
    article, counted = converted("生物科技", body)
    assert article.body == Text(body, hans, hant)
    assert article.title == Text("生物科技", "生物科技", "生物科技")
    assert (article.script.detected, article.script.machine_converted) == (script, machine)
    assert article.script.converter == CONVERTER
    assert counted == {f"convert/{'machine_made' if machine else script}": 1}


def test_the_page_decides_for_a_title_that_does_not_tell_and_the_byline_names_people():
    article, _ = converted("著手面板", "企業發展，於大海說。", byline=Byline(reporters=["于大海"]))
    assert article.title.hans == "着手面板"
    article, _ = converted("于大海", "企业发展很快", byline=Byline(reporters=["于大海"]))
    assert article.title.hant == "于大海"


def test_the_readers_region_decides_the_traditional():
    assert converted("", "这里发布说明")[0].body.hant == "這裡發布說明"
    assert converted("", "这里发布说明", reader_region="HK")[0].body.hant == "這裏發布説明"


def test_search_reads_title_kicker_subtitle_and_body():
    article, _ = converted("標題", "正文。", kicker="引題", subtitle="副題")
    assert article.search_title == "标题"
    assert article.search_terms == "标题  引题  副题  正文"


def test_every_fragment_and_the_page_get_a_script():
    draft = Draft(title="產業", fragments=[Fragment(0, "发展"), Fragment(1, "發展", role="chrome")])
    article = Article(draft)
    DetectScriptPipeline(Settings(), Stats()).run(article)
    assert [fragment.script for fragment in draft.fragments] == ["hans", "hant"]
    assert article.script.detected == "mixed"
