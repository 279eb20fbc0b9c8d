"""200: say which script each fragment and the page's text are in, before spam is looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.step import Step
from crawler.text.script import detect

if TYPE_CHECKING:
    from crawler.items import Article


class DetectScriptPipeline(Step):
    """Formatter: ``fragment.script`` and, provisionally (spam included), ``article.script.detected``."""

    name = "detect_script"

    def apply(self, article: Article) -> None:
        """Detect; the verdict on the article follows in step 350, over the cut text."""
        fragments = article.draft.fragments
        for fragment in fragments:
            fragment.script = detect(fragment.text)
        body = "\n".join(f.text for f in fragments if f.role == "body")
        article.script.detected = detect(f"{article.draft.title}\n{body}")
        self.count(article.script.detected)
