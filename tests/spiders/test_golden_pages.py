"""Every site against its golden pages: list → article → record, over a real local server."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.catalogue.golden import RECORD_FIELDS, record_fields

pytestmark = pytest.mark.xdist_group("golden")  # one crawl serves all tests of the file
ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "sites"
SITES = sorted(
    path.stem
    for path in (ROOT / "spiders").rglob("*.py")
    if path.name != "__init__.py" and path.parent.name not in {"sample", "archive", "papers"}
)


@pytest.fixture(scope="module")
def crawled():
    """What one process crawled from all golden pages, by spider."""
    folders = [str(GOLDEN / site) for site in SITES if (GOLDEN / site / "site.json").exists()]
    done = subprocess.run(
        [sys.executable, "-m", "crawler.catalogue.golden", *folders],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    rows = {"": done.stderr[-6000:]}
    for line in done.stdout.splitlines():
        found = json.loads(line)
        rows.setdefault(found["spider"], []).append(found)
    return rows


@pytest.mark.parametrize("site", SITES)
def test_a_site_s_golden_pages_become_the_expected_record(site, crawled):
    assert (GOLDEN / site / "expected.json").exists(), f"no golden pages: scrapy record {site}"
    expected = json.loads((GOLDEN / site / "expected.json").read_text("utf-8"))
    assert set(expected) <= set(RECORD_FIELDS)
    assert site in crawled, crawled[""]
    records = [found["record"] for found in crawled[site] if "record" in found]
    assert len(records) == 1, crawled[site]
    got = record_fields(records[0])
    assert {name: got[name] for name in expected} == expected


def test_no_golden_pages_are_left_without_a_site():
    assert sorted(path.name for path in GOLDEN.iterdir() if path.is_dir()) == SITES
