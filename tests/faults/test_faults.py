"""The short version of ``make bench-faults``."""

from bench.faults import run


def test_a_crawl_killed_again_and_again_stores_what_an_undisturbed_one_does(tmp_path):
    result = run(4, 3, tmp_path, kinds=("crawler",), spiders=("sample_haiyu", "sample_xiling"))
    assert result.kills["crawler"] == 4
    assert (result.lost, result.doubled, result.altered, result.crashes) == (0, 0, 0, 0), result
