"""Run the peers on stored pages; called by ``bench/extract.py`` with the interpreter of ``.venv-bench``.

Reads lines ``name <tab> path`` from standard input, writes one JSON object per page and tool.
"""

from __future__ import annotations

import gzip
import json
import logging
import re
import sys
import time

logging.disable(logging.CRITICAL)


def plain(html: str) -> str:
    from lxml import html as parser

    tree = parser.fromstring(html or "<p></p>")
    return "\n".join(t.strip() for t in tree.itertext() if t.strip())


def by_trafilatura(text: str) -> dict:
    import trafilatura

    found = trafilatura.bare_extraction(text, with_metadata=True)
    found = found.as_dict() if found is not None else {}
    return {k: found.get(k) or "" for k in ("text", "title", "date", "author")}


def by_readability(text: str) -> dict:
    from readability import Document

    document = Document(text)
    return {"text": plain(document.summary()), "title": document.short_title()}


def by_gne(text: str) -> dict:
    from gne import GeneralNewsExtractor

    found = GeneralNewsExtractor().extract(text)
    return {
        "text": found["content"],
        "title": found["title"],
        "date": found["publish_time"],
        "author": found["author"],
    }


def by_newspaper(text: str) -> dict:
    import newspaper

    article = newspaper.Article("http://example.com/", language="zh", fetch_images=False)
    article.download(input_html=text)
    article.parse()
    return {
        "text": article.text,
        "title": article.title,
        "date": str(article.publish_date or ""),
        "author": " ".join(article.authors),
    }


def by_resiliparse(text: str) -> dict:
    from resiliparse.extract.html2text import extract_plain_text

    return {"text": extract_plain_text(text, main_content=True)}


TOOLS = {
    "trafilatura": by_trafilatura,
    "readability-lxml": by_readability,
    "gne": by_gne,
    "newspaper4k": by_newspaper,
    "resiliparse": by_resiliparse,
}


def decode(body: bytes) -> str:
    """Give every peer the page rightly decoded: their own guesses are not what is compared."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        codec = "big5hkscs" if re.search(rb"charset=[\"']?big5", body[:3000], re.IGNORECASE) else "gb18030"
        return body.decode(codec, "replace")


def main() -> None:
    pages = [line.rstrip("\n").split("\t") for line in sys.stdin]
    for tool, extract in TOOLS.items():
        for turn, (name, path) in enumerate([*pages[:2], *pages]):
            with gzip.open(path) as file:
                text = decode(file.read())
            start = time.process_time()
            try:
                found = extract(text)
            except Exception as error:  # noqa: BLE001 (a peer's failure is a result)
                found = {"error": repr(error)}
            seconds = time.process_time() - start
            if turn >= 2:
                print(
                    json.dumps({"tool": tool, "page": name, "seconds": seconds, **found}, ensure_ascii=False)
                )


if __name__ == "__main__":
    main()
