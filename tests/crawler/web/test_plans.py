"""However much is stored, no page reads a collection from end to end: the server's own plans say so."""

import asyncio
import uuid

import pytest
from pymongo import MongoClient
from pymongo.monitoring import CommandListener
from scrapy.settings import Settings

from crawler.web.app import make_app

from .conftest import fill

MANY = 3000
SMALL = {"sites"}
"""Collections with a document for each site, which are read as a whole."""


class Listener(CommandListener):
    """Keeps the queries that go out."""

    def __init__(self):
        self.queries = []

    def started(self, event):
        name = event.command_name
        if name in {"find", "aggregate", "count", "distinct"} and event.command[name] not in SMALL:
            plain = {key: value for key, value in event.command.items() if key[0] != "$" and key != "lsid"}
            self.queries.append(plain)

    def succeeded(self, event):
        pass

    failed = succeeded


@pytest.fixture(scope="module")
def asked(mongodb_uri):
    """Function that gets a page and returns each query it made, with the plan of the server."""
    listener, name = Listener(), f"test_{uuid.uuid4().hex[:12]}"
    asyncio.run(fill(mongodb_uri, name))
    with (
        MongoClient(mongodb_uri, tz_aware=True) as quiet,
        MongoClient(mongodb_uri, tz_aware=True, event_listeners=[listener]) as client,
    ):
        database = quiet[name]
        article, span = database.articles.find_one(), database.spam_spans.find_one()
        others = [article | {"_id": f"x{n}", "canonical_url": f"http://x.example/{n}"} for n in range(MANY)]
        database.articles.insert_many(others)
        database.spam_spans.insert_many(span | {"_id": f"x{n}:s", "article": f"x{n}"} for n in range(MANY))
        web = make_app(client[name], Settings()).test_client()

        def get(path):
            listener.queries.clear()
            answer = web.get(path, headers={"Host": "localhost"})
            assert answer.status_code == 200, answer.text
            return [(q, database.command("explain", q, verbosity="queryPlanner")) for q in listener.queries]

        yield get
        quiet.drop_database(name)


def stages(plan):
    """Yield the stages of the plans that were chosen."""
    if isinstance(plan, dict):
        yield from ([plan["stage"]] if "stage" in plan else [])
        plan = [part for name, part in plan.items() if name != "rejectedPlans"]
    if isinstance(plan, list):
        for part in plan:
            yield from stages(part)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/sites/sample_sd",
        "/articles",
        "/articles?site=sample_sd",
        "/articles?spam=hacked",
        "/articles?since=2026-11-01&until=2026-11-30",
        "/articles?from=1763600400000.x5",
        "/articles?from=.x5",
        "/articles?q=青岛",
        "/articles/x7",
        "/review",
        "/review?state=cut&from=0.5 x",
        "/review?state=confirmed&kind=link_block",
        "/review?site=sample_sd",
        "/review?site=sample_sd&from=0.5 x",
    ],
)
def test_a_page_reads_only_what_it_shows(asked, path):
    queries = asked(path)
    assert queries
    for query, plan in queries:
        found = set(stages(plan))
        assert "COLLSCAN" not in found, (query, plan)
        if "article" not in query.get("filter", ()):  # the few revisions and changes of one article
            assert "SORT" not in found, (query, plan)
