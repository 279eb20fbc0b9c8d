"""300: cut injected spam out of title and body; every cut stays in ``spam_spans`` and can be put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.items import Spam, uncut_body
from crawler.spam import Thresholds, cut, find_spam
from crawler.step import RejectedError, Step

if TYPE_CHECKING:
    from crawler.items import Article


class DespamPipeline(Step):
    """Formatter for spans, filter for doorway pages."""

    name = "despam"
    off_loop = True

    def apply(self, article: Article) -> None:
        """Cut; raise ``RejectedError("doorway")`` where the page has no article but an advertisement."""
        draft = article.draft
        limits = Thresholds(
            self.settings.getfloat("SPAM_CUT_THRESHOLD"), self.settings.getfloat("SPAM_FLAG_THRESHOLD")
        )
        verdict = find_spam(
            draft.fragments,
            title=draft.title,
            kicker=draft.kicker,
            subtitle=draft.subtitle,
            url=article.url or draft.url,
            thresholds=limits,
        )
        gone = [s for s in verdict.spans if s.state == "cut"]
        article.spam_spans = verdict.spans
        article.spam = Spam(
            len(gone), sum(len(s.text) for s in gone), sorted({s.kind for s in gone}), verdict.hacked
        )
        if verdict.doorway:
            raise RejectedError("doorway", verdict.doorway)
        in_field = {
            name: [s for s in gone if s.field == name] for name in ("title", "kicker", "subtitle", "body")
        }
        article.title.original = cut(draft.title, in_field["title"])
        article.kicker = cut(draft.kicker, in_field["kicker"])
        article.subtitle = cut(draft.subtitle, in_field["subtitle"])
        article.body.original = cut(uncut_body(draft.fragments), in_field["body"])
        article.paragraphs = [line for line in article.body.original.split("\n") if line.strip()]
        self.count("spans_cut", len(gone))
        self.count("spans_flagged", len(verdict.spans) - len(gone))
        self.count("pages_hacked", int(verdict.hacked))
