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
        from crawler.text.convert import CONVERTER, to_hans, to_hant
        from crawler.text.script import detect, is_machine_made
        from crawler.text.search_key import indexed
        from crawler.text.whitespace import tidy

        title, body, by = article.title, article.body, article.byline
        names = [*by.reporters, *by.correspondents, *by.editors]
        region = "HK" if article.reader_region == "HK" else "TW"
        text = tidy(f"{title.original}\n{body.original}")
        script, repair = detect(text), is_machine_made(text)
        for form in (title, body):
            text = tidy(form.original)
            own = script if detect(text) == "undetermined" else detect(text)
            form.hans = to_hans(text, script=own, tidied=False)
            form.hant = to_hant(text, region, script=own, names=names, repair=repair, tidied=False)
        article.script = Script(script, repair, dict(CONVERTER))
        rest = f"{article.kicker}\n{article.subtitle}\n{body.original}"
        article.search_title, article.search_terms = indexed(title.original, rest)
        self.count("machine_made" if repair else script)
