"""A dead letter's draft comes back as extraction gave it."""

from dataclasses import asdict

from crawler.items import Draft, Fragment, Link
from crawler.store.rederive import from_rejected


def test_a_rejected_draft_keeps_its_texts_and_what_stood_where_nobody_looks():
    link = Link("https://a.example.net/", 0, 2, offsite=True)
    draft = Draft(
        title="港口扩建",
        fragments=[Fragment(0, "正文", links=[link])],
        unseen=[Fragment(0, "暗处", "chrome", hidden=True, hidden_by="comment", links=[link])],
    )
    assert from_rejected({"_id": "1", "draft": asdict(draft)}).draft == draft
