"""The catalogue's rows: what they say of addresses fits the addresses they give."""

import re
from datetime import date
from urllib.parse import urlsplit

import pytest

from crawler.families.papers import paper_class, papers

WITH_NUMBERED_PAGES = [k for k, row in papers().items() if re.search(r"1\.\w+$", row.get("first_page", ""))]
SHTML = [k for k, row in papers().items() if row["family"] == "shtml"]
RECORDED = [k for k, row in papers().items() if "recorded" in row]


def written_to(form):
    """Return an address of a recorded form.  Forms search: one that stops short goes on with .html."""
    form = re.split(r"[#?]", form)[0]
    address = re.sub(r"\\[dw](?![+{])", "7", form)
    address = re.sub(r"\\[dw]\+|\\d\{2\}|\.\*", "77", address).replace("\\.", ".")
    stops_short = "." not in address and not form.endswith("}")
    return f"/{address.lstrip('/')}{'.html' if stops_short else ''}"


@pytest.mark.parametrize("paper", RECORDED)
def test_pages_are_pages_and_articles_are_articles_as_they_were_recorded(paper):
    spider, recorded = paper_class(paper)(), papers()[paper]["recorded"]
    page, article = written_to(recorded["page"]), written_to(recorded["article"])
    assert spider.is_page(page), page
    assert spider.is_article(article), article
    assert not spider.is_page(article), article  # read as a list of articles, it would never be one


def test_most_papers_say_how_their_addresses_were_recorded():
    assert len(RECORDED) >= 456


@pytest.mark.parametrize("paper", SHTML)
def test_articles_of_this_software_end_with_shtml(paper):
    assert paper_class(paper)().is_article("/20261122/123456.shtml")


@pytest.mark.parametrize("paper", WITH_NUMBERED_PAGES)
def test_the_second_page_is_a_page_like_the_first(paper):
    spider = paper_class(paper)()
    folder = urlsplit(spider.paper + spider.issue.format(date=date(2026, 11, 22))).path
    assert spider.is_page(folder + re.sub(r"1(?=\.\w+$)", "2", spider.first_page))
