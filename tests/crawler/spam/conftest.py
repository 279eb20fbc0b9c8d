"""Fragments of pages, and what is left of them."""

import pytest

from crawler.items import Fragment, uncut_body
from crawler.spam import cut, find_spam

ARTICLE = [
    "青岛生物科技创新园前三季度产值增长一成",
    "记者从市北区政府获悉，前三季度，园区实现产值35.2亿元，同比增长11.3%，其中生物医药企业贡献超过六成。",
    "园区负责人介绍，下一步将继续完善公共技术平台，力争全年引进企业20家，新增就业岗位800个。",
    "业内人士认为，产业链上下游协同是园区保持增长的主要原因，未来仍有较大空间。",
]


@pytest.fixture
def article():
    return list(ARTICLE)


@pytest.fixture
def cleaned():
    """``cleaned(lines)`` → (clean lines, verdict) as ``scrapy clean`` would have them."""

    def clean(lines, **options):
        fragments = [Fragment(i, x, role="body", kind="line") for i, x in enumerate(lines)]
        verdict = find_spam(fragments, **options)
        body = uncut_body(fragments)
        return cut(body, [s for s in verdict.spans if s.field == "body"]).split("\n"), verdict

    return clean
