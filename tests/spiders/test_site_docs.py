"""The generated documents fit the site files."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

from crawler.catalogue.site_docs import _TILES, REGIONS, documents

DOCS = Path(__file__).parents[2] / "docs"


def test_documents_are_up_to_date():
    stale = [name for name, text in documents().items() if (DOCS / name).read_text("utf-8") != text]
    assert stale == [], "run `make docs-sites`"


def test_every_site_states_its_evidence():
    rows = re.findall(
        r"^\| `\w+` \|.*\|$", (DOCS / "sites.md").read_text("utf-8").partition("## Sites")[2], re.MULTILINE
    )
    assert len(rows) >= 75
    assert [row for row in rows if not re.search(r"\| (A|A-|B): \S", row)] == []


def test_the_map_shows_every_region_once():
    assert set(_TILES) == set(REGIONS)
    assert len(set(_TILES.values())) == len(_TILES)
    tiles = ET.fromstring((DOCS / "coverage.svg").read_text("utf-8"))
    assert len(tiles.findall("{*}g")) == len(REGIONS)
