"""Pages as a broken server, disk or line might deliver them, and what cleaning makes of them."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

from scrapy.settings import Settings

import crawler.settings
from crawler.cleaning import Cleaner
from crawler.documents import Document
from crawler.items import uncut_body
from crawler.sample_press import SamplePress
from crawler.sample_press.server import Asked
from crawler.spam import restore

PRESS_TIME = datetime(2026, 11, 20, 4, tzinfo=UTC)


def mutated(page: bytes, rng: random.Random) -> bytes:
    """Return a page as a broken server, disk or line might deliver it."""
    page = bytearray(page)
    for _ in range(rng.randint(1, 6)):
        at, size = rng.randrange(len(page) + 1), int(rng.expovariate(0.02)) + 1
        match rng.randrange(9):
            case 0:
                page[at : at + size] = rng.randbytes(size)
            case 1:
                del page[at : at + size]
            case 2:
                page[at:at] = rng.randbytes(size)
            case 3:
                page[at:at] = page[rng.randrange(len(page) + 1) :][: size * 20]
            case 4:
                page = page[:at]
            case 5:
                page[at:at] = rng.choice(_POISONS)
            case 6:
                page = bytearray(page.replace(rng.choice(_LABELS), rng.choice(_LABELS)))
            case 7:
                page[at:at] = rng.choice((b"<div>", b"<p", b"<!--", b"<table><tr>", b"</div>")) * rng.randint(
                    1, 3000
                )
            case 8:
                page = bytearray(
                    bytes(page).translate(bytes((b ^ 0x80) if b > 0xA0 else b for b in range(256)))
                )
    return bytes(page)


_LABELS = (b"utf-8", b"gb2312", b"gbk", b"big5", b"utf-16", b"iso-2022-jp", b"x-none")
_POISONS = (
    b"\x00" * 50, b"\xff\xfe", b"\xef\xbb\xbf", "\u202e\u200b\u2066".encode(), b"&#xD800;&#0;&#x110000;",
    b"<![CDATA[", b"<!DOCTYPE x [<!ENTITY a '&a;&a;'>]>&a;", b"<script>", b"<base href='javascript:x'>",
    b'<script type="application/ld+json">{"datePublished": ' + b"[" * 5000, b"&nbsp" * 2000,
)  # fmt: skip


@dataclass
class Broken:
    """What a series of broken pages came to."""

    pages: int = 0
    crashes: int = 0
    unlike: int = 0
    """Articles whose clean text and cuts do not give the original."""
    slowest: float = 0.0
    """CPU seconds for a page."""
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)


class PageBreaker:
    """Breaks pages of the sample press and cleans them."""

    def __init__(self) -> None:
        settings = Settings()
        settings.setmodule(crawler.settings)
        self.cleaner = Cleaner(settings)
        press = SamplePress(now=PRESS_TIME)
        self.originals = [
            (expected.url, press.answer(Asked(expected.url, {})).body)
            for site in press.sites.values()
            for expected in site.expected
        ]

    def run(self, pages: int, seed: str) -> Broken:
        """Clean ``pages`` broken pages, the same ones for the same seed."""
        rng = random.Random(seed)
        result = Broken(pages)
        began = time.monotonic()
        for n in range(pages):
            url, body = rng.choice(self.originals)
            page = mutated(body, rng)
            started = time.process_time()
            try:
                article = self.cleaner.clean(Document(str(n), html=page, url=url), PRESS_TIME)
            except Exception as error:  # noqa: BLE001 - any is a crash
                result.crashes += 1
                result.notes.append(f"{seed} page {n} of {url}: {type(error).__name__}: {error}"[:300])
                continue
            result.slowest = max(result.slowest, time.process_time() - started)
            if article.rejection is not None:
                if article.rejection.reason == "step_error":
                    result.crashes += 1
                    result.notes.append(f"{seed} page {n} of {url}: {article.rejection.detail}"[:300])
                continue
            spans = [s for s in article.spam_spans if s.field == "body"]
            result.unlike += restore(article.body.original, spans) != uncut_body(article.draft.fragments)
        result.seconds = time.monotonic() - began
        return result


@cache
def _breaker() -> PageBreaker:
    return PageBreaker()


def clean_broken_pages(pages: int, seed: str) -> Broken:
    """Break and clean pages in this process; what they are made of is loaded once."""
    return _breaker().run(pages, seed)
