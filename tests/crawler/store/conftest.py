"""Articles made in the tests, and a writer on a real database."""

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from pymongo import AsyncMongoClient

from crawler.items import Article, Draft, Fragment, SpamSpan, Text
from crawler.store.connection import OPTIONS, Connection
from crawler.store.duplicates import fingerprint
from crawler.store.incoming import incoming
from crawler.store.schema import ensure_schema
from crawler.store.writer import Writer

NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)


@pytest.fixture
def make_article():
    def make(name="a1", text="第一段，讲青岛港。\n第二段，讲吞吐量。", *, at=NOON, spam="", **fields):
        url = f"http://news.example/{name}.html"
        title = fields.pop("title", "标题" + name)
        published = text + spam
        article = Article(
            Draft(url=url, title=title, fragments=[Fragment(0, published)]),
            id=name,
            url=url,
            canonical_url=url,
            site="sample",
            outlet="样本报",
            title=Text(title, title, title),
            body=Text(text, text, text),
            paragraphs=text.split("\n"),
            fetched_at=at,
            fingerprint=fingerprint(text),
        )
        if spam:
            span = SpamSpan("body", len(text), len(published), spam, "link_block", 0.9, "rule@1")
            article.spam_spans = [span]
        for field, value in fields.items():
            setattr(article, field, value)
        return article

    return make


@pytest.fixture
def writer(mongodb_uri, database_name, tmp_path):
    """An open writer: ``async with writer() as w``; ``w.counted`` holds its counters."""

    @asynccontextmanager
    async def opened(uri=mongodb_uri, patience=5.0, **options):
        given_up_after = 300 if options else 20_000  # with options: a server that is not there
        client = AsyncMongoClient(uri, **(OPTIONS | {"serverSelectionTimeoutMS": given_up_after} | options))
        connection = Connection(client, client[database_name])
        if not options:
            await ensure_schema(connection.database)
        counted = Counter()
        made = Writer(
            connection, tmp_path, "sample", patience=patience, count=lambda k, n: counted.update({k: n})
        )
        made.counted = counted
        made.start()
        try:
            yield made
        finally:
            await made.close()
            await client.close()

    return opened


@pytest.fixture
def store(writer):
    """Store articles, in the order given; returns what each one changed."""

    def run(*articles):
        async def go():
            async with writer() as w:
                return [await w.save(incoming(a)) for a in articles]

        return asyncio.run(go())

    return run
