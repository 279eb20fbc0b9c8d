"""Processes that take pages apart look for garbage seldom; what is no longer used goes all the same."""

import gc
import subprocess
import sys
from pathlib import Path

from crawler import collector
from crawler.extract import extract_html

ROOT = Path(__file__).parents[2]
PAGE = (
    "<html><head><title>港口吞吐量增长</title></head><body><div class='nav'><a href='/'>首页</a></div>"
    "<h1>港口吞吐量增长</h1><p>2026-11-20 09:30 来源：海榆财经网</p><div class='content'>"
    + "<p>海榆港今年前十个月完成货物吞吐量一点二亿吨，同比增长百分之六，集装箱增长更快。</p>" * 30
    + "</div></body></html>"
).encode()


def test_a_crawl_and_clean_set_the_collector_of_their_process(tmp_path):
    page = tmp_path / "page.html"
    page.write_bytes(PAGE)
    program = (
        "import gc, sys; from scrapy.cmdline import execute\n"
        "try: execute(['scrapy', *sys.argv[1:]])\n"
        "finally: print('threshold', gc.get_threshold()[0], file=sys.stderr)"
    )
    for command, expected in ((("clean", str(page)), collector.ALLOCATIONS), (("list",), 700)):
        done = subprocess.run(
            [sys.executable, "-c", program, *command], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert done.stderr.split()[-2:] == ["threshold", str(expected)]
    from crawler.settings import EXTENSIONS

    assert "crawler.collector.SeldomCollector" in EXTENSIONS


def test_the_extension_sets_how_many_objects_may_be_made():
    before = gc.get_threshold()
    try:
        collector.SeldomCollector.from_crawler(None)
        assert gc.get_threshold() == (collector.ALLOCATIONS, *before[1:])
    finally:
        gc.set_threshold(*before)


def test_extraction_leaves_nothing_for_the_collector():
    """The reason why it may run seldom: a draft and its page's tree go as soon as nobody uses them."""
    extract_html(PAGE)  # caches and tables
    gc.collect()
    gc.disable()
    try:
        for _ in range(20):
            extract_html(PAGE)
        assert gc.collect() < 100  # a page makes some hundreds
    finally:
        gc.enable()
