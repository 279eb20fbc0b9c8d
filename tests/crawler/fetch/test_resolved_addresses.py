"""Names that lead to private addresses, in a real crawl: links, redirects and robots.txt do not reach them.

The system's own resolver answers: the crawl runs in a mount namespace with an /etc/hosts of the test's, also
where that changes while it runs.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.sample_press.server import Answer, PageServer

pytestmark = pytest.mark.xdist_group("families")
ROOT = Path(__file__).parents[3]
SITE = "www.haiyu-test.com"
NAMES = {
    "inner": "127.0.0.1",
    "cloud": "169.254.169.254",
    "office": "10.0.0.5",
    "shared": "100.64.0.9",
    "nowhere": "0.0.0.0",
}
TEXT = "本市前十个月货物贸易进出口总值同比增长，企业订单充足，生产线保持满负荷运转，市场预期稳定向好。" * 3
CRAWL = """
import json, sys
from dataclasses import asdict
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings
from crawler.families.portal import PortalSpider

class MadeUpSpider(PortalSpider):
    name, outlet, region = "made_up", "样报", "CN-SD"
    lists = "http://www.haiyu-test.com/list.html"
    title, body, max_lists = "h1", "#content", 1

settings = get_project_settings()
settings.setdict(json.loads(sys.argv[1]) | {
    "ITEM_PIPELINES": {}, "EXTENSIONS": {}, "INCREMENTAL": False, "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False, "RETRY_TIMES": 0, "LOG_LEVEL": "CRITICAL", "DOWNLOAD_TIMEOUT": 20,
}, priority="cmdline")
process = AsyncCrawlerProcess(settings)
crawler = process.create_crawler(MadeUpSpider)
found = {}
crawler.signals.connect(
    lambda item: found.update({item.url: item.rejection.reason if item.rejection else "article"}),
    signals.item_scraped, weak=False,
)
process.crawl(crawler)
process.start()
print(json.dumps(found))
"""


@pytest.fixture
def inside(tmp_path):
    """Function that crawls with the test's names; returns address → reason, and what reached the server."""
    hosts = tmp_path / "hosts"
    hosts.write_text("".join(f"{ip} {name}.haiyu-test.com\n" for name, ip in NAMES.items()))
    mounted = ["unshare", "--mount", "sh", "-c", f'mount --bind {hosts} /etc/hosts && exec "$@"', "sh"]
    try:
        tried = subprocess.run([*mounted, "true"], capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("no unshare here")
    if tried.returncode:
        pytest.skip(f"no mount namespace of its own: {tried.stderr.decode().strip()}")

    def answer(asked):
        port = server.port
        page = asked.url.partition(f":{port}")[2] or asked.url.partition(SITE)[2]
        if page == "/list.html":
            links = [f"http://{name}.haiyu-test.com:{port}/linked.html" for name in NAMES]
            links += ["/redirects.html", "/good.html", f"http://{SITE}@127.0.0.1:{port}/secret.html"]
            return Answer("".join(f'<li><a href="{link}">新闻标题在此</a></li>' for link in links).encode())
        if page == "/redirects.html":
            return Answer(
                status=302, headers={"Location": f"http://inner.haiyu-test.com:{port}/redirected.html"}
            )
        if page == "/robots.txt" and crawl.robots_lead_to:
            return Answer(status=302, headers={"Location": crawl.robots_lead_to})
        if page == "/robots.txt":
            return Answer(status=404)
        return Answer(f"<h1>新闻标题在此</h1><div id='content'><p>{TEXT}</p><p>{TEXT}</p></div>".encode())

    with PageServer(answer) as server:

        def crawl(**settings):
            settings = {"HOST_MAP": {SITE: server.address}, **settings}
            done = subprocess.run(
                [*mounted, sys.executable, "-c", CRAWL, json.dumps(settings)],
                cwd=ROOT, capture_output=True, text=True, timeout=200, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr[-3000:]
            reached = {
                asked.url for asked in server.log if SITE not in asked.url.partition(f":{server.port}")[0]
            }
            return json.loads(done.stdout), reached

        crawl.port, crawl.robots_lead_to = server.port, ""
        yield crawl


def test_a_name_that_leads_to_a_private_address_is_not_asked(inside):
    found, reached = inside()
    expected = {
        f"http://{name}.haiyu-test.com:{inside.port}/linked.html": "private_address" for name in NAMES
    }
    expected |= {f"http://{SITE}/redirects.html": "private_address", f"http://{SITE}/good.html": "article"}
    assert found == expected
    assert reached == set()


def test_the_names_lead_there_indeed_where_private_addresses_are_allowed(inside):
    found, reached = inside(ALLOW_PRIVATE_ADDRESSES=True, DOWNLOAD_TIMEOUT=1)
    inner = f"http://inner.haiyu-test.com:{inside.port}"
    assert found[f"{inner}/linked.html"] == "article"
    assert {f"{inner}/linked.html", f"{inner}/redirected.html"} <= reached


@pytest.mark.parametrize(
    ("host", "reason"), [("inner.haiyu-test.com", "no_such_host"), ("127.0.0.1", "robots")]
)
def test_robots_that_lead_to_a_private_address_are_not_asked_for_and_close_the_site(inside, host, reason):
    inside.robots_lead_to = f"http://{host}:{inside.port}/rules.txt"
    found, reached = inside()
    assert found == {f"http://{SITE}/list.html": reason}
    assert reached == set()


MOVES = """
import sys, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Moving(BaseHTTPRequestHandler):
    def do_GET(self):
        with open(sys.argv[2], "a") as log:
            log.write(f"{self.server.server_port}{self.path}\\n")
        if self.path == "/list.html":  # in place: the file is mounted
            with open("/etc/hosts", "w") as hosts:
                hosts.write("127.0.0.1 www.haiyu-test.com\\n")
        body = b"<li><a href='http://www.haiyu-test.com:81/secret.html'>\\xe6\\x96\\xb0\\xe9\\x97\\xbb</a></li>"
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass

for port in (80, 81):
    threading.Thread(target=ThreadingHTTPServer(("0.0.0.0", port), Moving).serve_forever, daemon=True).start()
"""


@pytest.mark.parametrize(("allowed", "reason"), [(False, "private_address"), (True, "article")])
def test_a_name_that_moves_to_a_private_address_between_two_requests_is_not_followed(
    tmp_path, allowed, reason
):
    """A network of its own, without any way out, in which a public address is this machine's."""
    hosts, log = tmp_path / "hosts", tmp_path / "log"
    hosts.write_text(f"1.1.1.1 {SITE}\n")
    lines = f"ip link set lo up && ip addr add 1.1.1.1/32 dev lo && mount --bind {hosts} /etc/hosts"
    alone = ["unshare", "--mount", "--net", "sh", "-c", f'{lines} && exec "$@"', "sh"]
    try:
        tried = subprocess.run([*alone, "true"], capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("no unshare here")
    if tried.returncode:
        pytest.skip(f"no network of its own: {tried.stderr.decode().strip()}")
    settings = {"DNSCACHE_ENABLED": False, "ALLOW_PRIVATE_ADDRESSES": allowed}
    done = subprocess.run(
        [*alone, sys.executable, "-c", MOVES + CRAWL, json.dumps(settings), str(log)],
        cwd=ROOT, capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout) == {f"http://{SITE}:81/secret.html": reason}
    asked = log.read_text().splitlines()
    assert "80/list.html" in asked
    assert ("81/secret.html" in asked) == allowed
