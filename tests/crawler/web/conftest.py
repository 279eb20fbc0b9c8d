"""A dashboard as people start it, over articles that the pipelines cleaned and stored."""

import asyncio
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from pymongo import AsyncMongoClient, MongoClient
from scrapy.settings import Settings

from crawler.cleaning import Cleaner
from crawler.documents import Document
from crawler.health.record import Alarm, Health
from crawler.items import Article, Draft, Rejection, SpamSpan
from crawler.store.articles import write_batch
from crawler.store.incoming import incoming
from crawler.store.record import plain
from crawler.store.schema import ensure_schema

AT = datetime(2026, 11, 22, tzinfo=UTC)
URL = "http://sd.example.com/2026/{}.html"
PORT_NEWS = [
    "青岛港3月1日公布，一季度完成货物吞吐量1.7亿吨，同比增长3.5%，集装箱吞吐量2400万标箱。",
    "想借钱请加微信abc12345，当天放款，无抵押无担保，秒到账。",
    "公司表示，集装箱业务是增长的主要来源，预计明年投产后新增就业岗位八百余个，带动周边物流企业发展。",
    "更多行情请加QQ群123456789",
    "股市有风险，入市需谨慎，老师带你免费抓涨停，扫码进群领取牛股。",
]
"""Its second and fourth paragraph are cut."""
FLAGGED = "帶動恒指上升"
STORIES = [
    ("1", "sample_sd", "青岛样报", "CN-SD", "青岛港一季度吞吐量增长", PORT_NEWS),
    (
        "2",
        "sample_hk",
        "香港樣報",
        "HK",
        "騰訊控股回購股份",
        [
            "騰訊控股（00700.HK）昨日斥資5億港元回購股份，這是公司連續第三日回購，市值升至4.5萬億港元，帶動恒指上升。"
        ],
    ),
    (
        "3",
        "sample_sd",
        "青岛样报",
        "CN-SD",
        "标题里的&lt;script&gt;alert(1)&lt;/script&gt;只是文字",
        ["网页代码&lt;img src=x onerror=alert(1)&gt;写在正文里，胶州市新签约项目总投资3亿元，位于示范区。"],
    ),
]
PAGE = (
    "<html><head><meta charset='utf-8'><title>{title}_{outlet}</title></head><body><div class='article'>"
    "<h1>{title}</h1><div class='info'>2026-11-20 09:00 来源：{outlet}</div>"
    "<div class='content'>{paragraphs}</div></div></body></html>"
)


async def fill(uri, name):
    settings = Settings()
    settings.setmodule("crawler.settings")
    articles = []
    for key, site, outlet, region, title, paragraphs in STORIES:
        page = PAGE.format(
            title=title, outlet=outlet, paragraphs="".join(f"<p>{line}</p>" for line in paragraphs)
        )
        cleaner = Cleaner(settings, site={"site": site, "outlet": outlet, "region": region})
        articles.append(cleaner.clean(Document("", html=page.encode(), url=URL.format(key)), AT))
        assert articles[-1].rejection is None
    start = articles[1].body.original.index(FLAGGED)
    flagged = SpamSpan(
        "body", start, start + len(FLAGGED), FLAGGED, "call_to_action", 0.6, "sample@1", "in tone"
    )
    flagged.state = "flagged"
    articles[1].spam_spans = [flagged]
    aside = Article(Draft(url="javascript:alert(1)"), url="javascript:alert(1)", site="sample_sd")
    aside.fetched_at, aside.rejection = AT, Rejection("no_body", "validate", "no text in <div>")
    async with AsyncMongoClient(uri, tz_aware=True) as client:
        await ensure_schema(client[name])
        await write_batch(client, client[name], [incoming(article) for article in [*articles, aside]])
        alarm = Alarm(
            "gone_quiet", "", "broken", "nothing new for 5 days", AT, [URL.format(1)], "scrapy doctor x"
        )
        for site, alarms in (("sample_sd", [alarm]), ("sample_hk", [])):
            health = Health(
                "broken" if alarms else "ok", alarms, last_run={"at": AT, "new": 2}, usual={"new": 2}
            )
            await client[name].sites.insert_one({"_id": site, **plain(health.document())})
            stats = {"store/new": 2, "store/rejected": 1}
            run = {"site": site, "started_at": AT, "state": "finished", "exit_code": 0, "stats": stats}
            await client[name].runs.insert_one(run)


@dataclass
class Dashboard:
    """A running dashboard and its database."""

    address: str
    database: object

    def get(self, path, **headers):
        """Return status, headers and text of a page."""
        return self.send(urllib.request.Request(self.address + path, headers=headers))

    def send(self, request):
        opener = urllib.request.build_opener(StayHere)
        try:
            answer = opener.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return answer.status, answer.headers, answer.read().decode()

    def article(self, key):
        return self.database.articles.find_one({"canonical_url": URL.format(key)})


class StayHere(urllib.request.HTTPRedirectHandler):
    """Shows redirects instead of following them."""

    def redirect_request(self, *_):
        return None


@contextmanager
def serving(environ, *arguments):
    """Run ``scrapy dashboard``; yields the process and its address."""
    command = [sys.executable, "-m", "scrapy", "dashboard", "--port", "0", *arguments]
    with subprocess.Popen(command, env=os.environ | environ, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process, process.stdout.readline().split()[0].rstrip("/")
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


@pytest.fixture(scope="module")
def dashboard(mongodb_uri, tmp_path_factory):
    name = f"test_{uuid.uuid4().hex[:12]}"
    asyncio.run(fill(mongodb_uri, name))
    environ = {
        "MONGODB_URI": mongodb_uri,
        "MONGODB_DATABASE": name,
        "DATA_DIR": str(tmp_path_factory.mktemp("dashboard")),
    }
    with MongoClient(mongodb_uri, tz_aware=True) as client:
        with serving(environ) as (_, address):
            yield Dashboard(address, client[name])
        client.drop_database(name)
