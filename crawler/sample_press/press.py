"""The sample press: six self-written regional papers behind one local server."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from crawler.sample_press import feed, founder_classic, founder_layout, hong_kong, json_list, portal
from crawler.sample_press.content import load_paper
from crawler.sample_press.server import Answer, Asked, PageServer

if TYPE_CHECKING:
    from crawler.sample_press.content import Expected, ExpectedRejection, Story
    from crawler.sample_press.site import SampleSite

PAPERS = {
    "linlan": founder_classic,
    "jianglan": founder_layout,
    "haiyu": portal,
    "xiling": json_list,
    "minlan": feed,
    "gangwan": hong_kong,
}
_NOT_FOUND = "<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>"


class SamplePress(PageServer):
    """Serve the sample papers; a context manager.

    Crawl them with ``settings`` (or, on a command line, ``arguments``): every host name leads here, those
    of the papers (``www.haiyu.example``: a reserved name, nothing real is reached) and all others too.
    """

    def __init__(self, *, now: datetime | None = None, port: int = 0) -> None:
        super().__init__(self._answer, port)
        self.now = now or datetime.now(UTC)
        """The clock that relative and yearless dates and the newspapers' issues count from."""
        self.sites: dict[str, SampleSite] = {}
        self.hits: Counter[str] = Counter()
        self._failures: dict[str, tuple[int, int]] = {}
        self._delays: dict[str, float] = {}
        self._tags: dict[str, str] = {}
        self._papers = {name: load_paper(name) for name in PAPERS}
        stories = {story.key: story for paper in self._papers.values() for story in paper.stories}
        for story in stories.values():
            if story.copy_of:
                story.text = stories[story.copy_of].text
        for name in PAPERS:
            self._build(name)
        healing = next(expected.url for expected in self.expected if expected.story.special == "heals")
        self.fail(healing, status=500, times=1)

    # ── What a crawl needs ──────────────────────────────────────────────────────────────────────

    @property
    def settings(self) -> dict[str, Any]:
        """Scrapy settings for a crawl of this press: the delays that real sites are owed are not."""
        return {
            "HOST_MAP": {"*": self.address},
            "DOWNLOAD_DELAY": 0,
            "AUTOTHROTTLE_ENABLED": False,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        }

    @property
    def arguments(self) -> list[str]:
        """The same as arguments of ``scrapy crawl``."""
        return [
            part
            for name, value in self.settings.items()
            for part in ("-s", f"{name}={json.dumps(value) if isinstance(value, dict) else value}")
        ]

    @property
    def spiders(self) -> list[str]:
        """Names of the spiders that read the papers."""
        return [site.paper.spider for site in self.sites.values()]

    # ── What a crawl must come to ───────────────────────────────────────────────────────────────

    @property
    def expected(self) -> list[Expected]:
        """Every article a complete crawl stores."""
        return [expected for site in self.sites.values() for expected in site.expected]

    @property
    def rejected(self) -> list[ExpectedRejection]:
        """Every page a complete crawl sets aside, and why."""
        return [rejected for site in self.sites.values() for rejected in site.rejected]

    @property
    def forbidden(self) -> list[str]:
        """Addresses that robots.txt closes although lists link there."""
        return [url for site in self.sites.values() for url in site.forbidden]

    @property
    def urls(self) -> dict[str, str]:
        """Address of every article, by its story's key."""
        return {expected.story.key: expected.url for expected in self.expected}

    # ── What tests do to it ─────────────────────────────────────────────────────────────────────

    def edit(self, key: str, **changes: Any) -> Story:
        """Change a story (``title``, ``text`` …) as an editor would; returns it."""
        for name, paper in self._papers.items():
            for index, story in enumerate(paper.stories):
                if story.key == key:
                    paper.stories[index] = replace(story, **changes)
                    self._build(name)
                    return paper.stories[index]
        raise KeyError(key)

    def fail(self, url: str, *, status: int = 500, times: int = 1) -> None:
        """Answer the next ``times`` requests of an address with an error."""
        self._failures[url] = (status, times)

    def delay(self, url: str, seconds: float) -> None:
        """Let an address answer late."""
        self._delays[url] = seconds

    def tag(self, url: str, etag: str) -> None:
        """Answer with this ETag, and "not modified" to whoever knows it, be it true or not."""
        self._tags[url] = etag

    # ── Serving ─────────────────────────────────────────────────────────────────────────────────

    def _build(self, name: str) -> None:
        self.sites[name] = PAPERS[name].build(self._papers[name], self.now)

    def _answer(self, asked: Asked) -> Answer:
        url = asked.url
        self.hits[url] += 1
        status, times = self._failures.get(url, (0, 0))
        if times:
            self._failures[url] = (status, times - 1)
            return Answer(f"<h1>Error {status}</h1>".encode(), status=status)
        tag = self._tags.get(url, "")
        if tag and asked.headers.get("if-none-match") == tag:
            return Answer(status=304, headers={"ETag": tag})
        for site in self.sites.values():
            if answer := site.answers.get(url):
                headers = answer.headers | ({"ETag": tag} if tag else {})
                return replace(answer, headers=headers, delay=self._delays.get(url, answer.delay))
        return Answer(_NOT_FOUND.encode(), status=404)
