"""Run made-up sites in one process: reads scenarios as JSON on stdin, prints what each crawl came to.

A scenario: ``family`` (module of crawler.families), ``attributes`` of the site, ``arguments`` (``-a``),
``settings``, ``pages``: path or address → answer, or list of answers given in turn.  An answer is a
string (the page) or ``{body, status, headers, type, size, wait, never, cookie, gzip, encode, cut}``.
"""

import gzip
import json
import sys
import threading
import time
import zlib
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

sys.path[:0] = [str(Path(__file__).parents[3])]

import brotli  # noqa: E402
from scrapy import signals  # noqa: E402
from scrapy.crawler import AsyncCrawlerProcess  # noqa: E402
from scrapy.utils.project import get_project_settings  # noqa: E402

from crawler.site import NewsSpider  # noqa: E402

PACK = {"gzip": gzip.compress, "deflate": zlib.compress, "br": lambda body: brotli.compress(body, quality=1)}
ANSWERS = {}
ASKED = {}
OVER = threading.Event()


class LittlePatience:
    """Downloader middleware: a second for what never comes; all else may take what a busy machine needs."""

    def process_request(self, request):
        parts = urlsplit(request.url)
        if any(answer.get("never") for answer in ANSWERS.get((parts.netloc, parts.path), ())):
            request.meta["download_timeout"] = 1


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def reply(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        host = self.headers["Host"]
        if self.path != "/robots.txt":
            ASKED.setdefault(host, []).append(self.path)
        answers = ANSWERS.get((host, self.path), [{"status": 404}])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if answer.get("cookie") and answer["cookie"] in (self.headers.get("Cookie") or ""):
            answer = {"body": answer["with_cookie"]}
        if answer.get("never"):
            OVER.wait()
        time.sleep(answer.get("wait", 0))
        body = answer.get("body", "").encode(answer.get("encoding", "utf-8")) or b" " * answer.get("size", 0)
        if answer.get("gzip"):
            body = gzip.compress(body)
        for encoding in answer.get("encode", ()):
            body = PACK[encoding](body)
        body = body[: len(body) - answer.get("cut", 0)]
        self.send_response(answer.get("status", 200))
        self.send_header("Content-Type", answer.get("type", "text/html"))
        for name, value in answer.get("headers", {}).items():
            self.send_header(name, value)
        if "encode" in answer:
            self.send_header("Content-Encoding", ", ".join(answer["encode"]))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = reply  # noqa: N815

    def log_message(self, *_):
        """Keep stderr for errors."""


def spider_class(name, scenario):
    """Return the class a site file would hold."""
    module = import_module(f"crawler.families.{scenario['family']}")
    family = next(
        found
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, NewsSpider) and found.__module__ == module.__name__
    )
    site = {"outlet": name, "region": "CN-SD", **scenario.get("attributes", {})}
    site = {key: tuple(value) if isinstance(value, list) else value for key, value in site.items()}
    return type("MadeUpSpider", (family,), {"name": name, **site})


def row(item):
    """Return what the tests look at."""
    return {
        "url": item.url,
        "canonical_url": item.canonical_url,
        "rejection": asdict(item.rejection) if item.rejection else None,
        "partial": item.is_partial,
        "title": item.draft.title,
        "body": [f.text for f in item.draft.fragments if f.role == "body"],
        "pages": sorted({f.page for f in item.draft.fragments}),
        "published_raw": item.draft.published_raw,
        "section": item.draft.section,
        "method": item.draft.method,
        "author": item.draft.author_raw,
    }


def main():
    scenarios = json.load(sys.stdin)
    for name, scenario in scenarios.items():
        for where, answer in scenario["pages"].items():
            host, rest = (
                where.split("/", 3)[2:] if "://" in where else (f"{name}.example.com", where.lstrip("/"))
            )
            turns = answer if isinstance(answer, list) else [answer]
            turns = [{"body": turn} if isinstance(turn, str) else turn for turn in turns]
            ANSWERS[host, f"/{rest}"] = turns
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings = get_project_settings()
    base = {
        "HOST_MAP": {"*": f"127.0.0.1:{server.server_port}"},
        "ITEM_PIPELINES": {},
        "EXTENSIONS": {},
        "INCREMENTAL": False,
        "DOWNLOAD_DELAY": 0,
        "AUTOTHROTTLE_ENABLED": False,
        "RETRY_TIMES": 1,
        "DOWNLOADER_MIDDLEWARES": {**settings.getdict("DOWNLOADER_MIDDLEWARES"), LittlePatience: 340},
        "DOWNLOAD_TIMEOUT": 60,  # forty crawls share one loop: a busy machine is not a slow server
        "DOWNLOAD_MAXSIZE": 200_000,
        "LOG_LEVEL": "CRITICAL",
    }
    settings.setdict(base, priority="project")  # below what a scenario sets
    process = AsyncCrawlerProcess(settings)
    came_to = {}
    for name, scenario in scenarios.items():
        made_up = spider_class(name, scenario)
        made_up.custom_settings = scenario.get("settings") or None
        crawler = process.create_crawler(made_up)
        result = came_to[name] = {"items": []}
        crawler.signals.connect(
            lambda item, result=result: result["items"].append(row(item)), signals.item_scraped, weak=False
        )
        crawler.signals.connect(
            lambda spider, reason, result=result: result.update(
                reason=reason,
                stats={k: v for k, v in spider.crawler.stats.get_stats().items() if isinstance(v, int)},
            ),
            signals.spider_closed,
            weak=False,
        )
        process.crawl(crawler, **scenario.get("arguments", {}))
    process.start()
    OVER.set()
    for name, result in came_to.items():
        result["asked"] = [
            path for host, paths in ASKED.items() if host.startswith(f"{name}.") for path in paths
        ]
    print(json.dumps(came_to, ensure_ascii=False))  # noqa: T201


if __name__ == "__main__":
    main()
