"""Every row of the catalogue of digital newspapers makes a spider that could crawl."""

import re
from collections import Counter
from datetime import date

import pytest
from lxml import html

from crawler.extract.selectors import matches
from crawler.families.issue_addresses import redated
from crawler.families.papers import FINANCE_PAGES, paper_at, paper_class, papers
from crawler.site import SELECTOR_FIELDS, url_day

DAY = date(2026, 11, 20)
ROWS = papers()


def test_ids_are_unique_and_regions_known():
    regions = Counter(row["region"] for row in ROWS.values())
    assert len(ROWS) >= 480
    assert all(re.fullmatch(r"CN-[A-Z]{2}", region) for region in regions)
    assert len(regions) >= 30


def test_no_two_papers_have_one_address():
    fronts = Counter((r["paper"] + r["issue"] + r["first_page"]).partition("://")[2] for r in ROWS.values())
    assert [front for front, rows in fronts.items() if rows > 1] == []


@pytest.mark.parametrize("key", ROWS)
def test_a_row_makes_a_spider(key):
    spider = paper_class(key)()
    first = spider.paper + spider.issue.format(date=DAY) + spider.first_page.format(date=DAY)
    assert spider.is_page(first)
    assert url_day(first) == DAY
    assert url_day(redated(first, date(2025, 1, 2))) == date(2025, 1, 2)
    assert spider.page_names == ("" if ROWS[key].get("business") else FINANCE_PAGES)
    tree = html.fromstring("<p>甲</p>")
    for name in SELECTOR_FIELDS:
        matches(tree, getattr(spider.selectors(), name))


def test_a_wrong_id_names_those_that_look_alike():
    with pytest.raises(ValueError, match=r"nongcunjinrongshibao \(农村金融时报\)"):
        paper_class("农村金融")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://paper.bzrb.net/bzrb/20230401/html/content_1.htm", "paper_binzhoudaily"),
        ("https://epaper.voc.com.cn/hnrb/html/2023-04/01/content_1.htm", "paper_hunandaily"),
        ("http://epaper.voc.com.cn/elsewhere/1.htm", ""),
        ("http://paper.mm111.net/1.shtml", ""),  # two papers' host
        ("http://news.example/1.htm", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_a_paper_is_known_by_its_address_where_it_is_one_papers(url, name):
    assert paper_at(url) == name
