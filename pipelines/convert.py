"""350: make the Simplified and Traditional forms of the cut text, and what search reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

        title, body = article.title, article.body
        text = f"{title.original}\n{body.original}"
        script = detect(text)
        repair = is_machine_made(text)
        region = "HK" if article.reader_region == "HK" else "TW"
        byline = article.byline
        names = [*byline.reporters, *byline.correspondents, *byline.editors]
        for form in (title, body):
            form.hans = to_hans(form.original, script=script, region=region)
            form.hant = to_hant(form.original, region, script=script, names=names, repair=repair)
        article.script.detected, article.script.machine_converted = script, repair
        article.script.converter = dict(CONVERTER)
        article.search_title, article.search_terms = indexed(
            title.original, f"{article.kicker}\n{article.subtitle}\n{body.original}"
        )
        self.count(script)
        self.count("machine_made", by=repair)
