"""Which sites the options choose."""

import pytest
from scrapy import Spider
from scrapy.exceptions import UsageError

from crawler.catalogue.choice import chosen


def spider(name, folder, region, family):
    return type(
        name,
        (Spider,),
        {"name": name, "region": region, "family": family, "__module__": f"spiders.{folder}.{name}"},
    )


SPIDERS = [
    spider("b_paper", "cn_sd", "CN-SD", "founder_classic"),
    spider("a_portal", "cn_sd", "CN-SD", "portal"),
    spider("c_paper", "cn_sc", "CN-SC", "founder_classic"),
    spider("d_portal", "hk", "HK", "portal"),
    spider("sample_x", "sample", "CN-SD", "portal"),
    spider("archive", "archive", "", "archive"),
]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, ["a_portal", "b_paper", "c_paper", "d_portal"]),
        ({"region": "CN"}, ["a_portal", "b_paper", "c_paper"]),
        ({"region": "CN-SD"}, ["a_portal", "b_paper"]),
        ({"region": "cn_sc"}, ["c_paper"]),
        ({"region": "HK"}, ["d_portal"]),
        ({"region": "sample"}, ["sample_x"]),
        ({"family": "founder_classic"}, ["b_paper", "c_paper"]),
        ({"region": "CN-SD", "family": "portal"}, ["a_portal"]),
        ({"sites": "d_portal, sample_x"}, ["d_portal", "sample_x"]),
        ({"sites": "d_portal,a_portal", "region": "HK"}, ["d_portal"]),
    ],
)
def test_sites_are_those_that_fit_every_option(options, expected):
    assert chosen(SPIDERS, **options) == expected


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"sites": "a_portal,nobody"}, "nobody"),
        ({"region": "TW"}, "--region TW: no site has it; CN, CN-SC, CN-SD, HK, "),
        ({"region": "C"}, "--region C: no site has it"),
        ({"family": "portals"}, "--family portals: no site has it; archive, founder_classic, portal"),
        ({"family": "portal", "region": "CN-SC"}, "no site fits"),
    ],
)
def test_asking_for_no_site_is_an_error(options, message):
    with pytest.raises(UsageError, match=message):
        chosen(SPIDERS, **options)
