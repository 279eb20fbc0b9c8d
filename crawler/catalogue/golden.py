"""Golden pages: a site's list and article as files, served to its own spider, and what comes of them.

A folder (``tests/sites/<spider>``) holds ``site.json`` (``arguments`` of the crawl; ``pages``: ``url``,
``file``, ``type``, ``method``, ``status``, ``headers``), the files, and ``expected.json`` (the record).
``python -m crawler.catalogue.golden FOLDER…`` crawls them all in one process and prints a JSON row per item.
"""

from __future__ import annotations

import json
import sys
import threading
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


Answers = dict[tuple[str, str], tuple[bytes, int, dict[str, str]]]
"""Method and address without its scheme → body, status, headers."""

RECORD_FIELDS = (
    "url", "canonical_url", "site", "outlet", "region", "section", "kicker", "title", "subtitle",
    "paragraphs", "published_at", "precision", "source", "reporters", "editors", "script",
)  # fmt: skip
"""What ``expected.json`` may hold."""


def read_pages(folder: Path) -> Answers:
    """Return a site's pages."""
    answers: Answers = {}
    for page in json.loads((folder / "site.json").read_text("utf-8"))["pages"]:
        body = (folder / page["file"]).read_bytes()
        key = (page.get("method", "GET"), address_of(page["url"]))
        headers = {"Content-Type": page.get("type", "text/html"), **page.get("headers", {})}
        answers[key] = (body, page.get("status", 200), headers)
    return answers


def address_of(url: str) -> str:
    """Return host, path and query as they go over the wire."""
    parts = urlsplit(quote(url, safe="%/:?&=#*+,;@!$'()~[]"))
    return f"{parts.netloc}{parts.path or '/'}{'?' + parts.query if parts.query else ''}"


@contextmanager
def serving(answers: Answers) -> Iterator[str]:
    """Serve pages of many hosts on 127.0.0.1, told apart by the Host header; gives host and port.

    ``*`` in an address stands for anything; unknown addresses are 404.
    """
    patterns = [key for key in answers if "*" in key[1]]

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            """Send the page, or a 404."""
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            key = (self.command, f"{self.headers['Host']}{self.path}")
            if key not in answers:
                key = next((p for p in patterns if p[0] == key[0] and fnmatchcase(key[1], p[1])), key)
            body, status, headers = answers.get(key, (b"not found", 404, {"Content-Type": "text/plain"}))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = answer  # noqa: N815  (the standard library's names)

        def log_message(self, *_: object) -> None:
            """Say nothing: stderr is for errors."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def record_fields(record: dict[str, Any]) -> dict[str, Any]:
    """Return a JSON record's fields under the names of ``RECORD_FIELDS``."""
    flat = {
        **record,
        "title": record["title"]["original"],
        "precision": record["published"]["precision"],
        "source": record["source"]["name"],
        "reporters": record["byline"]["reporters"],
        "editors": record["byline"]["editors"],
        "script": record["script"]["detected"],
    }
    return {name: flat.get(name) for name in RECORD_FIELDS}


def crawl(folders: Sequence[Path]) -> list[dict[str, Any]]:
    """Crawl golden pages with their sites' spiders; return a row per item.

    A row has ``spider``, ``url``, ``draft``, and ``record`` or ``rejection``.  Only once per process: it
    runs the reactor.
    """
    from scrapy import signals
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.spiderloader import SpiderLoader
    from scrapy.utils.project import get_project_settings

    from crawler.cleaning import Cleaner
    from crawler.store.record import to_json

    settings = get_project_settings()
    rows: list[dict[str, Any]] = []

    cleaner = Cleaner(settings)

    def note(item: Any, spider: Any) -> None:
        cleaner.finish(item)
        row = {"spider": spider.name, "url": item.url, "draft": asdict(item.draft)}
        result = {"rejection": asdict(item.rejection)} if item.rejection else {"record": to_json(item)}
        rows.append(row | result)

    changed = {
        "ITEM_PIPELINES": {},  # the steps run outside the crawl: in it they ask for the database
        "INCREMENTAL": False,
        "DOWNLOAD_DELAY": 0,
        "AUTOTHROTTLE_ENABLED": False,
        "EXTENSIONS": {},
        "LOG_LEVEL": "ERROR",
    }
    settings.setdict(changed, priority="cmdline")
    loader = SpiderLoader.from_settings(settings)
    process = AsyncCrawlerProcess(settings)
    with ExitStack() as servers:
        for folder in folders:
            site = loader.load(folder.name)
            address = servers.enter_context(serving(read_pages(folder)))  # two sites may share a host
            own = {**(site.custom_settings or {}), "HOST_MAP": {"*": address}}
            crawler = process.create_crawler(type(site.__name__, (site,), {"custom_settings": own}))
            crawler.signals.connect(note, signals.item_scraped, weak=False)
            process.crawl(crawler, **json.loads((folder / "site.json").read_text("utf-8"))["arguments"])
        process.start()
    return rows


if __name__ == "__main__":
    for found in crawl([Path(name) for name in sys.argv[1:]]):
        sys.stdout.write(json.dumps(found, ensure_ascii=False, default=str) + "\n")
