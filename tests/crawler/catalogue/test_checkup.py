"""What the doctor says of a site, from what a short crawl of it came to."""

from collections import Counter

import pytest
from scrapy.utils.project import get_project_settings

from crawler.catalogue.checkup import Findings, advice, is_cut_off, judge
from crawler.families.papers import declared_in, site_named

LISTS = {"lists": 1, "links": 4}


@pytest.mark.parametrize(
    ("found", "verdict", "why"),
    [
        (LISTS | {"articles": 3}, "works", "3 articles"),
        (LISTS | {"articles": 3, "partial": 2}, "paywalled", "2 of 3 articles are teasers"),
        (LISTS | {"articles": 3, "hits": {"body": (0, 3)}}, "changed", "selectors that find nothing: body"),
        (LISTS | {"reasons": Counter({"fetch/http_404": 3})}, "changed", "http_404 ×3"),
        ({"reasons": Counter({"list/http_404": 1})}, "gone", "http_404 ×1"),
        ({"reasons": Counter({"list/robots": 1})}, "blocked", "robots ×1"),
        ({"reasons": Counter({"list/timeout": 1})}, "unreachable", "timeout ×1"),
        ({}, "unreachable", "no list answered"),
        ({"lists": 2, "taken_for_pages": 9}, "changed", "page_url takes in 9 links that article_url fits"),
        (
            {"lists": 1, "elsewhere": Counter({"ads.example": 1, "www.b.example": 4})},
            "changed",
            '4 links lead to www.b.example: if those are articles, hosts = ("www.b.example",)',
        ),
    ],
)
def test_a_verdict_names_what_is_wrong(found, verdict, why):
    assert judge(Findings("some_site", **found)) == (verdict, why)


@pytest.mark.parametrize(
    ("reasons", "cut_off"),
    [
        (["no_such_host"], False),  # one site may really be gone
        (["no_such_host", "no_such_host"], True),
        (["no_such_host", "timeout"], False),
        (["no_such_host", ""], False),
    ],
)
def test_where_no_name_is_resolved_the_sites_are_not_gone(reasons, cut_off):
    found = [Findings("a", reasons=Counter({f"list/{reason}": 1} if reason else {})) for reason in reasons]
    assert is_cut_off(found) == cut_off


@pytest.mark.parametrize(
    ("site", "where"),
    [
        ("guanhai", "spiders/cn_sd/guanhai.py"),
        ("paper_shandongshangbao", "spiders/papers/papers.jsonl"),
    ],
)
def test_the_advice_names_the_file_to_mend_and_golden_pages_where_there_are_some(site, where):
    assert declared_in(site_named(get_project_settings(), site)) == where
    assert advice("changed", site, where=where) == f"mend {where}"
    with_pages = advice("changed", site, where=where, golden_pages=f"tests/sites/{site}")
    assert with_pages.startswith(f"compare its pages with tests/sites/{site}, mend {where}")
    assert where in advice("gone", site, where=where)
