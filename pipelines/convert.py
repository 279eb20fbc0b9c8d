"""350: make the Simplified and Traditional forms of the cut text, and what search reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.items import Script
from crawler.step import Step

if TYPE_CHECKING:
    from crawler.items import Article


class ConvertPipeline(Step):
    """Formatter: ``script``, ``hans`` and ``hant`` of ``title`` and ``body``, ``search_terms``."""

    name = "convert"
    off_loop = True

    def apply(self, article: Article) -> None:
        """Convert; ``original`` is only read."""
        from crawler.text.convert import CONVERTER, convert_parts
        from crawler.text.search_key import indexed

        title, body, by = article.title, article.body, article.byline
        names = [*by.reporters, *by.correspondents, *by.editors]
        region = "HK" if article.reader_region == "HK" else "TW"
        done = convert_parts((title.original, body.original), region, names)
        (title.hans, title.hant), (body.hans, body.hant) = done.forms
        article.script = Script(done.script, done.machine_made, dict(CONVERTER))
        rest = f"{article.kicker}\n{article.subtitle}\n{body.original}"
        article.search_title, article.search_terms = indexed(title.original, rest)
        self.count("machine_made" if done.machine_made else done.script)
