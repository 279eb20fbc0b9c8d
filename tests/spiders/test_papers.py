"""The catalogue's rows: what they say of addresses fits the addresses they give."""

import re

import pytest

from crawler.families.catalogue import paper_class, papers

WITH_NUMBERED_PAGES = [k for k, row in papers().items() if re.search(r"1\.\w+$", row.get("first_page", ""))]
SHTML = [k for k, row in papers().items() if row["family"] == "shtml"]


def fits(paper, attribute, name):
    return re.search(f"(?:{getattr(paper_class(paper), attribute)})$", f"/20261122/{name}") is not None


@pytest.mark.parametrize("paper", SHTML)
def test_pages_and_articles_of_this_software_end_with_shtml(paper):
    assert fits(paper, "page_url", papers()[paper]["first_page"])
    assert fits(paper, "article_url", "123456.shtml")


@pytest.mark.parametrize("paper", WITH_NUMBERED_PAGES)
def test_the_second_page_is_a_page_like_the_first(paper):
    assert fits(paper, "page_url", re.sub(r"1(?=\.\w+$)", "2", papers()[paper]["first_page"]))
