"""A whole article: what is judged of it, and what its fields are afterwards."""

import pytest

from crawler.items import Article, Draft, Fragment
from crawler.spam import Thresholds
from crawler.spam.despam import despam


def article_of(lines, **said):
    fragments = [Fragment(0, lines[0], role="title"), *(Fragment(i, x) for i, x in enumerate(lines[1:], 1))]
    return Article(draft=Draft(title=lines[0], fragments=fragments, **said))


@pytest.mark.parametrize(
    "said",
    [
        {"keywords": ["创新园", "产值", "海纳娱乐城官网", "真人百家乐平台"]},
        {"description": "海纳娱乐城官网提供真人百家乐、时时彩投注，注册送88元彩金，客服二十四小时在线"},
    ],
)
def test_what_is_injected_in_a_pages_head_raises_the_alarm_and_cuts_nothing(article, said):
    found = article_of(article, **said)
    despam(found, Thresholds())
    assert found.spam.hacked
    assert {s.field for s in found.spam_spans} == {"page"}
    assert found.title.original == article[0]
    assert found.paragraphs == article[1:]


def test_a_pages_own_keywords_and_description_raise_none(article):
    found = article_of(
        article, keywords=["青岛", "生物医药", "创新园", "园区经济", "财经"], description=article[1]
    )
    despam(found, Thresholds())
    assert not found.spam_spans
    assert not found.spam.hacked
