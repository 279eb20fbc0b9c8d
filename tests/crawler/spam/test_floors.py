"""Floors under what ``make bench-spam`` measures, set a little below it; small enough for every run."""

import gzip

import pytest

from bench import spam, spam_texts
from crawler.items import Article
from crawler.spam import Thresholds
from crawler.spam.despam import despam

needs_data = pytest.mark.skipif(
    not (spam_texts.SHARED / "spam").exists(), reason="../shared/data is not there"
)


@needs_data
@pytest.mark.parametrize("traditional", [False, True])
def test_clean_texts_lose_nothing(traditional):
    total, lost = spam.clean_cuts(None, -1, traditional=traditional, step=97)
    assert total > 200
    assert not lost


@needs_data
def test_what_resembles_spam_and_page_furniture_stay():
    assert spam.never_spam(None, -1)[1] == []


@needs_data
def test_the_labelled_pages_lose_their_spam():
    found = {name: tally for name, tally, _ in spam.labelled(None)}
    for name in ("tail_label_pipe", "tail_u4e28", "head_underscore", "friendlink_gambling", "title_suffix"):
        assert found[name].hit >= 0.99 * found[name].spam, name
        assert found[name].hit >= 0.99 * found[name].cut, name
    assert found["cta_line"].hit >= 0.95 * found["cta_line"].spam
    assert found["inline_clause"].hit >= 0.8 * found["inline_clause"].spam


@needs_data
def test_genuine_pages_are_seldom_called_hacked():
    from crawler.extract import extract_html

    paths = sorted(spam_texts.SHARED.glob("pages*/**/*.html.gz"))
    drafts = (extract_html(gzip.decompress(path.read_bytes())) for path in paths)
    verdicts = [despam(Article(draft=draft), Thresholds()) for draft in drafts]
    hacked = [path.name for path, verdict in zip(paths, verdicts, strict=True) if verdict.hacked]
    assert len(paths) > 150
    assert len(hacked) <= 2, hacked
