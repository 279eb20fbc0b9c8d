"""How the families walk made-up sites: a real crawl over a real local server, all sites in one process."""

# ruff: noqa: E501  (a made-up page reads best on one line)

import json
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("families")  # one crawl serves all tests of the file
ROOT = Path(__file__).parents[3]
TODAY = datetime.now(timezone(timedelta(hours=8))).date()
TEXT = "本市前十个月货物贸易进出口总值同比增长，企业订单充足，生产线保持满负荷运转，市场预期稳定向好。"


def ago(days):
    return TODAY - timedelta(days=days)


def classic(day, page="node_2.htm"):
    return f"/html/{day:%Y-%m/%d}/{page}"


def layout(day, page="node_01.html"):
    return f"/pc/layout/{day:%Y%m/%d}/{page}"


def links(*pairs):
    return "<html><body>" + "".join(f'<li><a href="{h}">{t}</a></li>' for h, t in pairs) + "</body></html>"


def story(title, *paragraphs, more=""):
    body = "".join(f"<p>{p}</p>" for p in paragraphs or (TEXT + title, title + TEXT))
    return (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
        f'<div id="content">{body}</div>{more}</body></html>'
    )


def issue(day):
    """A classic issue of two pages with one article each."""
    return {
        classic(day): links(
            ("node_2.htm", "第01版：要闻"), ("node_3.htm", "第02版：经济"), (f"content_{day:%d}1.htm?div=-1", "港口"), ("content_9.htm", "社址")
        ),
        classic(day, "node_3.htm"): links(("node_2.htm", "第01版：要闻"), (f"content_{day:%d}2.htm", "信贷")),
        classic(day, f"content_{day:%d}1.htm?div=-1"): story("港口"),
        classic(day, f"content_{day:%d}2.htm"): story("信贷"),
    }  # fmt: skip


PAPER = {"paper": "http://{name}.example.com", "title": "h1", "body": "#content"}
PORTAL = {"lists": "http://{name}.example.com/list_{page}.html", "body": "#content", "title": "h1"}
DENIED = "<script>var arg1='1A2B';document.cookie='acw_sc__v2='+arg1;location.reload();</script>"

# fmt: off
SCENARIOS = {
    # ── digital newspapers
    "refresh": {
        "family": "founder_classic",
        "attributes": PAPER,
        "pages": {"/": f'<meta http-equiv="refresh" content="0;URL=.{classic(ago(0))}">', **issue(ago(0))},
    },
    "script": {
        "family": "founder_classic",
        "attributes": PAPER,
        "pages": {
            "/": "<script>window.location.href = 'go.htm'</script>",
            "/go.htm": f'<script>location.replace("{classic(ago(1))}")</script>',
            **issue(ago(1)),
        },
    },
    "frame": {
        "family": "founder_classic",
        "attributes": PAPER,
        "pages": {"/": f'<frameset><frame src=".{classic(ago(0))}"></frameset>', **issue(ago(0))},
    },
    "limitedissue": {
        "family": "founder_classic",
        "attributes": PAPER,
        "arguments": {"limit": "1"},
        "pages": {"/": links((f".{classic(ago(0))}", "今日")), **issue(ago(0))},
    },
    "swallowed": {
        "family": "founder_classic",
        "attributes": {**PAPER, "page_url": r"/(?:node|content)_\d+\.htm"},
        "pages": {"/": links((f".{classic(ago(0))}", "今日")), **issue(ago(0))},
    },
    "late": {  # no front door, today's and yesterday's issue missing
        "family": "founder_classic",
        "attributes": {**PAPER, "first_page": "node_2.htm"},
        "pages": issue(ago(2)),
    },
    "noissue": {
        "family": "founder_classic",
        "attributes": {**PAPER, "first_page": "node_2.htm", "look_back": 2},
        "pages": {},
    },
    "between": {
        "family": "founder_classic",
        "attributes": PAPER,
        "arguments": {"since": ago(3).isoformat()},
        "pages": {"/": links((f".{classic(ago(0))}", "今日")), **issue(ago(0)), **issue(ago(2)), **issue(ago(9))},
    },
    "oneday": {
        "family": "founder_classic",
        "attributes": PAPER,
        "arguments": {"date": ago(5).isoformat()},
        "pages": {"/": links((f".{classic(ago(0))}", "今日")), **issue(ago(0)), **issue(ago(5))},
    },
    "oneempty": {
        "family": "founder_classic",
        "attributes": {**PAPER, "first_page": "node_2.htm"},
        "arguments": {"date": ago(5).isoformat()},
        "pages": issue(ago(0)),
    },
    "finance": {
        "family": "founder_classic",
        "attributes": {**PAPER, "first_page": "node_2.htm", "page_names": "经济|财经"},
        "pages": issue(ago(0)),
    },
    "sisters": {  # front door and pages link to the same publisher's other papers
        "family": "founder_classic",
        "attributes": {**PAPER, "paper": "http://{name}.example.com/own"},
        "pages": {
            "/own/": links((f"/other/html/{ago(0):%Y-%m/%d}/node_2.htm", "晚报"), (f"/own{classic(ago(0))}", "日报")),
            **{f"/own{path}": page.replace("<body>", f"<body><a href='/other{classic(ago(0))}'>晚报</a><a href='/other{classic(ago(0), 'content_7.htm')}'>晚报头条</a>") for path, page in issue(ago(0)).items()},
            **{f"/other{path}": page.replace("港口", "晚报港口") for path, page in issue(ago(0)).items()},
            f"/other{classic(ago(0), 'content_7.htm')}": story("晚报头条"),
        },
    },
    "sisterhost": {  # … as hosts of one domain, with nothing of its own at the front door's address
        "family": "founder_classic",
        "attributes": {**PAPER, "first_page": "node_2.htm"},
        "pages": {
            **{path: page.replace("<body>", f"<body><a href='http://evening.example.com{classic(ago(0))}'>晚报</a>") for path, page in issue(ago(0)).items()},
            f"http://evening.example.com{classic(ago(0))}": links((f"content_{ago(0):%d}1.htm", "晚报")),
        },
    },
    "calendar": {
        "family": "founder_layout",
        "attributes": {"paper": "http://{name}.example.com/pc", "calendar": "/layout/{{date:%Y%m}}/period.xml"},
        "pages": {
            f"/pc/layout/{ago(0):%Y%m}/period.xml": "<period_list></period_list>",
            f"/pc/layout/{ago(0).replace(day=1) - timedelta(days=1):%Y%m}/period.xml": (
                "<period_list><period id='1'><period_date>"
                f"{ago(0).replace(day=1) - timedelta(days=1)}</period_date>"
                "<front_page>node_A01.html</front_page></period></period_list>"
            ),
            layout(ago(0).replace(day=1) - timedelta(days=1), "node_A01.html"): links(
                (f"/pc/content/{ago(0).replace(day=1) - timedelta(days=1):%Y%m/%d}/content_7.html", "月末")
            ),
            f"/pc/content/{ago(0).replace(day=1) - timedelta(days=1):%Y%m/%d}/content_7.html": (
                "<h3 id='PreTitle'>引题</h3><h2 id='Title'>月末</h2><h3 id='SubTitle'>副题</h3>"
                f"<founder-content><p>{TEXT}</p><p>{TEXT}完</p></founder-content>"
            ),
        },
    },
    "moved": {  # new layout now, classic before
        "family": "founder_layout",
        "attributes": {
            "paper": "http://{name}.example.com/pc",
            "first_page": "node_01.html",
            "before": {
                ago(2).isoformat(): {
                    "paper": "http://{name}.example.com/old",
                    "issue": "/html/{{date:%Y-%m/%d}}/",
                    "first_page": "node_2.htm",
                    "title": "b.headline",
                }
            },
        },
        "arguments": {"since": ago(3).isoformat()},
        "pages": {
            layout(ago(1)): links((f"/pc/content/{ago(1):%Y%m/%d}/content_1.html", "新")),
            f"/pc/content/{ago(1):%Y%m/%d}/content_1.html": story("新"),
            f"/old{classic(ago(3))}": links(("content_2.htm", "旧")),
            f"/old/html/{ago(3):%Y-%m/%d}/content_2.htm": story("站名").replace("<h1>", "<b class='headline'>旧</b><h1>"),
        },
    },
    # ── portals
    "paging": {
        "family": "portal",
        "attributes": {**PORTAL, "article_url": r"/a/\d+\.html", "max_lists": 2},
        "pages": {
            "/list_1.html": links(("/a/1.html", "一"), ("/a/2.html", "公益广告"), ("http://other.example.net/a/3.html", "外")),
            "/list_2.html": links(("/a/1.html#c", "一"), ("/a/4.html?utm_source=x", "四")),
            "/list_3.html": links(("/a/5.html", "五")),
            **{f"/a/{n}.html": story(f"第{n}条") for n in (1, 4, 5)},
            "/a/4.html?utm_source=x": story("第4条"),
        },
    },
    "limited": {
        "family": "portal",
        "attributes": {**PORTAL, "article_url": r"/a/\d+\.html"},
        "arguments": {"limit": "3"},
        "pages": {
            "/list_1.html": links(*((f"/a/{n}.html", f"第{n}条") for n in range(7)), ("/a/7.html", "公益广告")),
            "/list_2.html": links(("/a/8.html", "第8条")),
            **{f"/a/{n}.html": story(f"第{n}条") for n in range(8)},
        },
    },
    "sincelist": {
        "family": "portal",
        "attributes": {**PORTAL, "links": ".row a", "list_date": "span.time"},
        "arguments": {"since": ago(1).isoformat()},
        "pages": {
            f"/list_{page}.html": f"<div class='row'><a href='/n{page}.html'>{page}</a><span class='time'>{ago(age)}</span></div>"
            for page, age in ((1, 0), (2, 1), (3, 5), (4, 9))
        }
        | {f"/n{page}.html": story(f"第{page}条") for page in (1, 2, 3, 4)},
    },
    "nextlink": {
        "family": "portal",
        "attributes": {**PORTAL, "lists": "http://{name}.example.com/", "links": "h3 a", "next_list": "a.next"},
        "pages": {
            "/": "<h3><a href='/x1.html'>一</a></h3><a class='next' href='/p2'>下一页</a>",
            "/p2": "<h3><a href='/x2.html'>二</a></h3><a class='next' href='/p2'>下一页</a>",
            "/x1.html": story("一"),
            "/x2.html": story("二"),
        },
    },
    "trs": {
        "family": "trs",
        "attributes": {"lists": "http://{name}.example.com/jj/", "article_url": r"t\d{8}_\d+\.html"},
        "pages": {
            "/jj/": links(("./202611/t20261120_1.html", "一")) + "<script>createPageHTML(2, 0, 'index', 'html');</script>",
            "/jj/index_1.html": links(("./202611/t20261119_2.html", "二")) + "<script>createPageHTML(2,1,'index','html')</script>",
            "/jj/202611/t20261120_1.html": f"<h1>外贸回稳</h1><div class='TRS_Editor'><p>{TEXT}</p></div>",
            "/jj/202611/t20261119_2.html": f"<h1>信贷增长</h1><div class='TRS_Editor'><p>{TEXT}</p></div>",
        },
    },
    "emptylist": {"family": "portal", "attributes": PORTAL, "pages": {"/list_1.html": "<p>维护中</p>"}},
    # ── articles
    "threepages": {
        "family": "portal",
        "attributes": {**PORTAL, "article_url": "/s/1.html", "next_page": "a.next"},
        "pages": {
            "/list_1.html": links(("/s/1.html", "三页")),
            "/s/1.html": story("三页", "第一页的正文。" * 9, more="<a class='next' href='1_2.html'>下一页</a>"),
            "/s/1_2.html": story("三页", "第二页的正文。" * 9, more="<a class='next' href='1_3.html'>下一页</a>"),
            "/s/1_3.html": story("三页", "第三页的正文。" * 9, more="<a class='next' href='1.html'>下一页</a>"),
        },
    },
    "manypages": {
        "family": "portal",
        "attributes": {**PORTAL, "article_url": "/s/1.html", "next_page": "a.next", "max_pages": 9},
        "pages": {
            "/list_1.html": links(("/s/1.html", "长文")),
            **{f"/s/1{'' if n == 1 else f'_{n}'}.html": story("长文", f"第{n}页的正文。" * 9, more=f"<a class='next' href='1_{n + 1}.html'>下</a>") for n in range(1, 30)},
        },
    },
    "lostpage": {
        "family": "portal",
        "attributes": {**PORTAL, "article_url": "/s/1.html", "next_page": "a.next"},
        "pages": {
            "/list_1.html": links(("/s/1.html", "缺页")),
            "/s/1.html": story("缺页", TEXT, more="<a class='next' href='1_2.html'>下一页</a>"),
        },
    },
    "samepages": {  # the site answers page 1 for any number
        "family": "portal",
        "attributes": {**PORTAL, "article_url": "/s/1.html$", "next_page": "a.next"},
        "pages": {
            "/list_1.html": links(("/s/1.html", "循环")),
            **{f"/s/1{n}.html": story("循环", TEXT, more=f"<a class='next' href='1_{i}.html'>下</a>") for i, n in enumerate(["", "_0", "_1", "_2"])},
        },
    },
    "troubles": {
        "family": "portal",
        "attributes": {**PORTAL, "article_url": "/t/"},
        "pages": {
            "/list_1.html": links(*((f"/t/{t}.html", f"标题{t}") for t in ("heals", "broken", "gone", "big", "loop", "cookie", "guard", "away"))),
            "/t/heals.html": [{"status": 500}, {"body": story("好了")}],
            "/t/broken.html": {"status": 500},
            "/t/big.html": {"size": 300_000},
            "/t/loop.html": {"status": 302, "headers": {"Location": "/t/loop2.html"}},
            "/t/loop2.html": {"status": 302, "headers": {"Location": "/t/loop.html"}},
            "/t/cookie.html": {"status": 302, "cookie": "seen=1", "with_cookie": story("饼干"), "headers": {"Location": "/t/cookie.html", "Set-Cookie": "seen=1; Path=/"}},
            "/t/guard.html": DENIED,
            "/t/away.html": {"status": 302, "headers": {"Location": "http://elsewhere.example.net/"}},
        },
    },
    "slow": {
        "family": "portal",
        "attributes": {**PORTAL, "article_url": "/w/"},
        "pages": {
            "/list_1.html": links(("/w/slow.html", "慢"), ("/w/quick.html", "快")),
            "/w/slow.html": {"never": True},
            "/w/quick.html": story("快"),
        },
    },
    "blocked": {
        "family": "portal",
        "attributes": {**PORTAL, "article_url": "/b/"},
        "settings": {"CONCURRENT_REQUESTS": 1},
        "pages": {"/list_1.html": links(*((f"/b/{n}.html", f"第{n}条") for n in range(30))), **{f"/b/{n}.html": DENIED for n in range(30)}},
    },
    "robots": {
        "family": "portal",
        "attributes": {**PORTAL, "article_url": "/r/"},
        "pages": {
            "/robots.txt": {"body": "User-agent: *\nDisallow: /r/closed", "type": "text/plain"},
            "/list_1.html": links(("/r/closed.html", "不许"), ("/r/open.html", "可以")),
            "/r/open.html": story("可以"),
        },
    },
    "norobots": {
        "family": "portal",
        "attributes": {**PORTAL, "article_url": "/r/"},
        "pages": {
            "/robots.txt": {"never": True},
            "/list_1.html": links(("/r/open.html", "可以")),
            "/r/open.html": story("可以"),
        },
    },
    **{  # four lists, asked for at once; robots.txt comes late
        f"robots{kind}": {
            "family": "portal",
            "attributes": {**PORTAL, "lists": [f"http://{{name}}.example.com/list_{n}.html" for n in range(4)], "article_url": "/r/"},
            "pages": {
                "/robots.txt": {"type": "text/plain", "wait": 0.5, **robots},
                **{f"/list_{n}.html": links((f"/r/{n}.html", f"第{n}条")) for n in range(4)},
                **{f"/r/{n}.html": story(f"第{n}条") for n in range(4)},
                "/robots.txt?again": {"status": 302, "headers": {"Location": "/robots.txt"}},
                "http://rules.example.net/elsewhere.txt": {"body": "User-agent: *\nDisallow: /list_", "type": "text/plain"},
            },
        }
        for kind, robots in {
            "late": {"body": "User-agent: *\nDisallow: /list_1\nDisallow: /list_2\nDisallow: /list_3"},
            "down": {"status": 503, "body": "Service Unavailable"},
            "busy": {"status": 429},
            "circle": {"status": 302, "headers": {"Location": "/robots.txt?again"}},
            "elsewhere": {"status": 302, "headers": {"Location": "http://rules.example.net/elsewhere.txt"}},
            "none": {"status": 404},
            "guard": {"body": DENIED, "type": "text/html"},
            "words": {"status": 403, "body": "<html><title>访问被拦截</title><body>访问过于频繁，请完成验证</body></html>"},
            "soft": {"body": "<html><title>页面不存在</title><body>您访问的页面不存在，返回<a href='/'>首页</a></body></html>"},
            "says": {"body": "# access denied to all robots that do not say who they are\nUser-agent: *\nDisallow: /list_"},
            "long": {"size": 1024 * 1024 + 1},
        }.items()
    },
    # ── JSON
    "jsonp": {
        "family": "json_list",
        "attributes": {
            "lists": "http://{name}.example.com/l?p={page}", "items": "data.list", "item_url": "/a/{{id}}.html", "item_date": "time", "item_author": "by.name",
            "only": {"kind": [0]}, "max_lists": 1, "body": "#content",
        },
        "pages": {
            "/l?p=1": 'callback({"data":{"list":[{"id":7,"title":"<em>七</em>&amp;八","time":1795138200,"by":{"name":"林小满"},"kind":0},{"id":8,"title":"视频","kind":1}]}});',
            "/a/7.html": story("").replace("<h1></h1>", ""),
        },
    },
    "state": {
        "family": "json_list",
        "attributes": {"lists": "http://{name}.example.com/", "state": r"__STATE__\s*=\s*(\{{.*?\}});", "items": "news", "item_html": "text", "item_date": "at"},
        "pages": {"/": '<script>window.__STATE__ = {"news": {"n1": {"url": "/n/1", "title": "状态", "at": "2026-11-20 09:30", "text": "第一段。\\n第二段。"}}};</script>'},
    },
    "daily": {
        "family": "json_list",
        "attributes": {"lists": "http://{name}.example.com/{{date:%Y%m%d}}.js", "body": "#content", "item_date": "d"},
        "pages": {f"/{ago(2):%Y%m%d}.js": f'[{{"url": "/d.html", "title": "前天", "d": "{ago(2)} 10:00"}}]', "/d.html": story("前天")},
    },
    "wp": {
        "family": "wp_json",
        "attributes": {"lists": "http://{name}.example.com/wp-json/wp/v2/posts?page={page}", "max_lists": 1},
        "pages": {
            "/wp-json/wp/v2/posts?page=1": json.dumps([{"link": "http://wp.example.com/p/1", "title": {"rendered": "港股&#8220;收升&#8221;"}, "content": {"rendered": f"<p>{TEXT}</p><p>{TEXT}完</p>"}, "date_gmt": "2026-11-20T01:30:00", "_embedded": {"wp:term": [[{"name": "財經"}]]}}])
        },
    },
    "hostile": {  # other people's JSON: nested without end, operators for names, objects where texts belong
        "family": "json_list",
        "attributes": {"lists": ["http://{name}.example.com/deep", "http://{name}.example.com/deeper", "http://{name}.example.com/l"], "items": "list", "item_url": "/a/{{id}}.html", "item_keywords": "tags", "body": "#content", "title": "h1"},
        "pages": {
            "/deep": '{"list":' * 20_000,
            "/deeper": '{"list":[{"id":1,"title":' + "[" * 400 + "]" * 400 + "}]}",
            "/l": json.dumps({"list": [
                {"id": {"$gt": ""}, "title": {"$ne": None}},
                {"id": ["$where", {"a.b": 1}], "title": "数组"},
                {"id": "5", "title": {"$gt": ""}, "$set": {"x": 1}, "a.b": 2, "tags": [{"name": "$x.y"}, {"$where": "1"}]},
            ]}),
            "/a/5.html": story("算子"),
        },
    },
    "bombs": {
        "family": "portal",
        "attributes": {**PORTAL, "max_lists": 1},
        "pages": {
            "/list_1.html": links(*[(f"/{name}.html", "压缩炸弹新闻") for name in ("gzip", "deflate", "br", "twice", "many", "torn", "good")]),
            "/gzip.html": {"size": 30_000_000, "encode": ["gzip"]},
            "/deflate.html": {"size": 30_000_000, "encode": ["deflate"]},
            "/br.html": {"size": 30_000_000, "encode": ["br"]},
            "/twice.html": {"size": 30_000_000, "encode": ["gzip", "gzip"]},
            "/many.html": {"body": story("多层"), "encode": ["gzip"] * 20},
            "/torn.html": {"body": story("撕断"), "encode": ["gzip"], "cut": 40},
            "/good.html": {"body": story("完好"), "encode": ["br"]},
        },
    },
    # ── feeds
    "packed": {  # a feed that unpacks to more than memory should hold, and one that breaks off
        "family": "feed",
        "attributes": {"lists": ["http://{name}.example.com/bomb.xml.gz", "http://{name}.example.com/torn.xml.gz"], "body": "#content"},
        "pages": {
            "/bomb.xml.gz": {"size": 80_000_000, "gzip": True, "type": "application/gzip"},
            "/torn.xml.gz": {"body": "<rss><channel><item><link>/x.html</link></item></channel></rss>" * 9, "gzip": True, "type": "application/gzip", "cut": 20},
        },
    },
    "atom": {
        "family": "feed",
        "attributes": {"lists": "http://{name}.example.com/atom.xml", "full_text": True},
        "pages": {
            "/atom.xml": f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>甲&乙</title><link rel="alternate" href="/e/1"/><published>2026-11-20T09:30:00+08:00</published><content type="html">&lt;p&gt;{TEXT}&lt;/p&gt;</content></entry></feed>'
        },
    },
    "sitemap": {
        "family": "feed",
        "attributes": {"lists": "http://{name}.example.com/sitemap.xml", "max_sitemaps": 1, "body": "#content"},
        "pages": {
            "/sitemap.xml": "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>http://sitemap.example.com/old.xml</loc><lastmod>2026-01-01</lastmod></sitemap><sitemap><loc>http://sitemap.example.com/new.xml.gz</loc><lastmod>2026-11-20</lastmod></sitemap></sitemapindex>",
            "/new.xml.gz": {
                "gzip": True, "type": "application/gzip",
                "body": "<urlset xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>http://sitemap.example.com/s/1.html</loc><news:news><news:title>地图</news:title><news:publication_date>2026-11-20T09:30:00+08:00</news:publication_date></news:news></url></urlset>",
            },
            "/s/1.html": story("地图"),
        },
    },
    "nested": {  # an index that lists an index that lists one …, as long as anybody asks
        "family": "feed",
        "attributes": {"lists": "http://{name}.example.com/0.xml", "body": "#content"},
        "pages": {
            f"/{n}.xml": f"<sitemapindex><sitemap><loc>http://[broken</loc></sitemap><sitemap><loc>/{n}.xml</loc></sitemap><sitemap><loc>/{n + 1}.xml</loc></sitemap></sitemapindex>"
            for n in range(9)
        },
    },
    "manymaps": {
        "family": "feed",
        "attributes": {"lists": "http://{name}.example.com/all.xml", "max_sitemaps": 1, "max_lists_back": 2, "body": "#content"},
        "arguments": {"full": "1"},
        "pages": {
            "/all.xml": "<sitemapindex>" + "".join(f"<sitemap><loc>/{n}.xml</loc><lastmod>2026-01-0{n}</lastmod></sitemap>" for n in range(1, 6)) + "</sitemapindex>",
        },
    },
    # ── addresses that are none, beside ones that are
    "slipportal": {
        "family": "portal",
        "attributes": {**PORTAL, "max_lists": 1},
        "pages": {
            "/list_1.html": links(("http://slipportal.example.com:x/a/1.html", "坏口"), (f"http://{'é' * 70}.slipportal.example.com/a/1.html", "长名"), ("http://[", "坏"), ("/a/2.html", "好")),
            "/a/2.html": "<base href='http://['>" + story("好"),
        },
    },
    "slipfeed": {
        "family": "feed",
        "attributes": {"lists": "http://{name}.example.com/rss.xml", "body": "#content"},
        "pages": {
            "/rss.xml": "<rss><item><link>http://[</link></item><item><link>http://slipfeed.example.com:x/</link></item><item><link>/a/2.html</link></item></rss>",
            "/a/2.html": story("好"),
        },
    },
    "slipjson": {
        "family": "json_list",
        "attributes": {"lists": "http://{name}.example.com/list.json", "body": "#content"},
        "pages": {
            "/list.json": json.dumps([{"url": "http://["}, {"url": "http://slipjson.example.com:x/"}, {"url": "/a/2.html"}]),
            "/a/2.html": story("好"),
        },
    },
    "slippaper": {
        "family": "founder_classic",
        "attributes": {**PAPER, "first_page": "node_2.htm"},
        "pages": {
            "/": "<script>location.href='http://['</script>",
            classic(ago(0)): links((f"http://slippaper.example.com:x{classic(ago(0), 'node_3.htm')}", "第02版"), (f"http://slippaper.example.com:x{classic(ago(0), 'content_1.htm')}", "坏"), ("content_2.htm", "好")),
            classic(ago(0), "content_2.htm"): story("好"),
        },
    },
}
# fmt: on


def named(value, name):
    """Put a scenario's name into its addresses."""
    if isinstance(value, str):
        return value.replace("{name}", name).replace("{{", "{").replace("}}", "}")
    if isinstance(value, list):
        return [named(inner, name) for inner in value]
    if isinstance(value, dict):
        return {key: named(inner, name) for key, inner in value.items()}
    return value


@pytest.fixture(scope="module")
def came_to():
    """What every scenario's crawl came to."""
    scenarios = {
        name: {**scenario, "attributes": named(scenario["attributes"], name)}
        for name, scenario in SCENARIOS.items()
    }
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("crawl_scenarios.py"))],
        input=json.dumps(scenarios), capture_output=True, text=True, timeout=240, cwd=ROOT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def titles(result):
    return sorted(item["title"] for item in result["items"] if not item["rejection"])


def reasons(result):
    return sorted(
        (item["url"].rpartition("/")[2], item["rejection"]["reason"])
        for item in result["items"]
        if item["rejection"]
    )


def test_json_that_nests_without_end_or_speaks_of_operators_does_no_harm(came_to):
    assert titles(came_to["hostile"]) == ["算子"]
    found = [reason for _, reason in reasons(came_to["hostile"])]
    assert sorted(found) == ["empty_list", "empty_list", "http_404"]  # the last: a text in the list was an id
    assert "spider_exceptions/count" not in came_to["hostile"]["stats"]


def test_what_unpacks_to_more_than_the_limit_is_set_aside(came_to):
    found = dict(reasons(came_to["bombs"]))
    bombs = {f"{name}.html": "too_large" for name in ("gzip", "deflate", "br", "twice")}
    assert {name: found.get(name) for name in bombs} == bombs
    assert "完好" in titles(came_to["bombs"])
    assert "many.html" in found or "多层" in titles(came_to["bombs"])
    assert "torn.html" in found or "撕断" in titles(came_to["bombs"])


def test_feeds_that_unpack_to_nothing_readable_are_empty_lists(came_to):
    assert [reason for _, reason in reasons(came_to["packed"])] == ["empty_list"] * 2
    assert "spider_exceptions/count" not in came_to["packed"]["stats"]


@pytest.mark.parametrize("name", ["sisters", "sisterhost"])
def test_of_a_publishers_papers_only_the_one_that_was_asked_for_is_read(name, came_to):
    assert titles(came_to[name]) == ["信贷", "港口"]
    assert reasons(came_to[name]) == []
    assert not [path for path in came_to[name]["asked"] if path.startswith("/other")]
    assert came_to[name]["stats"]["epaper/links_to_sister_papers"] >= 2


@pytest.mark.parametrize("name", ["refresh", "script", "frame", "late"])
def test_the_newest_issue_is_found_and_read_whole(name, came_to):
    assert titles(came_to[name]) == ["信贷", "港口"]
    assert reasons(came_to[name]) == []
    assert came_to[name]["stats"]["list/junk_links"] == 1


def test_the_issue_gives_date_and_page_name_and_the_address_loses_its_scroll_position(came_to):
    port = next(item for item in came_to["refresh"]["items"] if item["title"] == "港口")
    assert port["published_raw"] == TODAY.isoformat()
    assert port["section"] == "第01版：要闻"
    assert port["canonical_url"].endswith("1.htm")


def test_without_an_issue_for_days_the_paper_is_set_aside(came_to):
    assert [reason for _, reason in reasons(came_to["noissue"])] == ["no_issue"]
    assert came_to["noissue"]["stats"]["list/day_back"] == 2


def test_since_reads_the_issues_there_are_and_no_older_ones(came_to):
    assert len(titles(came_to["between"])) == 4
    assert reasons(came_to["between"]) == []
    assert came_to["between"]["stats"]["epaper/no_issue"] == 2


def test_date_reads_that_issue_only(came_to):
    dates = {item["published_raw"] for item in came_to["oneday"]["items"]}
    assert dates == {ago(5).isoformat()}
    assert [reason for _, reason in reasons(came_to["oneempty"])] == ["no_issue"]


def test_only_named_pages_are_read(came_to):
    assert titles(came_to["finance"]) == ["信贷"]
    assert not any("content_" in path and "1.htm" in path for path in came_to["finance"]["asked"])


def test_a_calendar_without_issues_leads_to_last_month_s(came_to):
    (item,) = came_to["calendar"]["items"]
    assert (item["title"], item["method"]) == ("月末", "family:founder_layout")


def test_days_before_a_move_are_read_in_the_earlier_layout(came_to):
    assert titles(came_to["moved"]) == ["新", "旧"]


def test_lists_are_paged_links_counted_once_and_foreign_and_junk_links_left(came_to):
    result = came_to["paging"]
    assert titles(result) == ["第1条", "第4条"]
    assert [path for path in result["asked"] if "/a/1" in path] == ["/a/1.html"]
    assert "/list_3.html" not in result["asked"]
    assert {item["canonical_url"].partition("?")[2] for item in result["items"]} == {""}


def test_links_beyond_the_limit_are_counted_not_asked_for(came_to):
    result = came_to["limited"]
    assert titles(result) == ["第0条", "第1条", "第2条"]
    assert result["stats"]["list/links"] == 8
    assert result["stats"]["list/junk_links"] == 1


def test_with_as_many_articles_as_asked_for_no_further_list_is_asked_for(came_to):
    assert [path for path in came_to["limited"]["asked"] if "list" in path] == ["/list_1.html"]
    assert titles(came_to["limitedissue"]) == ["港口"]
    assert classic(ago(0), "node_3.htm") not in came_to["limitedissue"]["asked"]


def test_a_page_pattern_that_takes_in_the_articles_is_counted(came_to):
    stats = came_to["swallowed"]["stats"]
    assert titles(came_to["swallowed"]) == []
    assert "list/links" not in stats
    assert stats["epaper/articles_taken_for_pages"] >= 2
    assert "epaper/articles_taken_for_pages" not in came_to["refresh"]["stats"]


def test_paging_ends_where_a_list_is_older_than_asked_for(came_to):
    assert titles(came_to["sincelist"]) == ["第1条", "第2条"]
    assert "/list_4.html" not in came_to["sincelist"]["asked"]


def test_a_next_link_that_leads_to_itself_ends_the_paging(came_to):
    assert titles(came_to["nextlink"]) == ["一", "二"]
    assert came_to["nextlink"]["asked"].count("/p2") == 1


def test_trs_lists_go_on_as_their_script_says(came_to):
    assert titles(came_to["trs"]) == ["信贷增长", "外贸回稳"]
    assert "/jj/index_2.html" not in came_to["trs"]["asked"]


def test_a_list_without_links_is_set_aside_not_passed_over(came_to):
    assert reasons(came_to["emptylist"]) == [("list_1.html", "empty_list")]


def test_an_article_of_three_pages_becomes_one(came_to):
    (item,) = came_to["threepages"]["items"]
    assert [text[:3] for text in item["body"]] == ["第一页", "第二页", "第三页"]
    assert item["pages"] == [1, 2, 3]
    assert not item["partial"]


def test_very_long_articles_are_joined_up_to_the_cap_and_then_partial(came_to):
    (item,) = came_to["manypages"]["items"]
    assert item["pages"] == list(range(1, 10))
    assert item["partial"]
    assert not any("1_10" in path for path in came_to["manypages"]["asked"])


def test_an_article_whose_second_page_is_lost_is_kept_as_partial(came_to):
    (item,) = came_to["lostpage"]["items"]
    assert item["partial"]
    assert item["body"] == [TEXT]


def test_pages_that_repeat_are_joined_once(came_to):
    (item,) = came_to["samepages"]["items"]
    assert item["body"] == [TEXT]
    assert not item["partial"]


def test_every_failure_becomes_a_rejection_with_its_reason(came_to):
    assert titles(came_to["troubles"]) == ["好了", "饼干"]
    assert reasons(came_to["troubles"]) == [
        ("away.html", "offsite"),
        ("big.html", "too_large"),
        ("broken.html", "http_500"),
        ("gone.html", "http_404"),
        ("guard.html", "challenge"),
        ("loop.html", "redirect_loop"),
    ]


def test_a_page_that_does_not_come_is_rejected_as_a_timeout(came_to):
    assert titles(came_to["slow"]) == ["快"]
    assert reasons(came_to["slow"]) == [("slow.html", "timeout")]


def test_challenges_in_a_row_end_the_crawl(came_to):
    assert came_to["blocked"]["reason"] == "blocked"
    assert len(came_to["blocked"]["asked"]) < 15


def test_robots_are_obeyed_and_the_closed_page_is_named(came_to):
    assert titles(came_to["robots"]) == ["可以"]
    assert reasons(came_to["robots"]) == [("closed.html", "robots")]


def test_where_robots_cannot_be_read_nothing_is_asked_for_and_the_next_crawl_asks_again(came_to):
    assert came_to["norobots"]["asked"] == []
    assert [item["rejection"]["reason"] for item in came_to["norobots"]["items"]] == ["timeout"]


def test_requests_that_wait_for_the_same_robots_all_obey_it(came_to):
    assert came_to["robotslate"]["asked"] == ["/list_0.html", "/r/0.html"]
    assert titles(came_to["robotslate"]) == ["第0条"]
    assert reasons(came_to["robotslate"]) == [(f"list_{n}.html", "robots") for n in (1, 2, 3)]
    assert came_to["robotslate"]["stats"]["robotstxt/request_count"] == 1


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("down", "http_503"),
        ("busy", "http_429"),
        ("circle", "robots"),
        ("guard", "challenge"),
        ("words", "challenge"),
        ("long", "too_large"),
    ],
)
def test_robots_that_an_error_or_a_redirect_keeps_back_close_the_host(came_to, kind, reason):
    pages = [path for path in came_to[f"robots{kind}"]["asked"] if not path.startswith("/robots.txt")]
    assert pages == []
    assert reasons(came_to[f"robots{kind}"]) == [(f"list_{n}.html", reason) for n in range(4)]


def test_robots_on_another_host_count_where_robots_leads_there(came_to):
    assert came_to["robotselsewhere"]["asked"] == []
    assert reasons(came_to["robotselsewhere"]) == [(f"list_{n}.html", "robots") for n in range(4)]


@pytest.mark.parametrize("kind", ["none", "soft"])
def test_where_there_are_no_robots_all_is_open(came_to, kind):
    assert titles(came_to[f"robots{kind}"]) == [f"第{n}条" for n in range(4)]


def test_robots_that_speak_of_denied_access_are_rules_and_no_challenge(came_to):
    assert came_to["robotssays"]["asked"] == []
    assert reasons(came_to["robotssays"]) == [(f"list_{n}.html", "robots") for n in range(4)]


def test_jsonp_fields_fill_in_what_the_page_does_not_show(came_to):
    (item,) = came_to["jsonp"]["items"]
    assert (item["title"], item["author"], item["published_raw"]) == ("七&八", "林小满", "1795138200")


def test_a_script_variable_carries_whole_articles(came_to):
    (item,) = came_to["state"]["items"]
    assert item["body"] == ["第一段。", "第二段。"]
    assert item["url"] == "http://state.example.com/n/1"
    assert came_to["state"]["asked"] == ["/"]


def test_a_dated_list_that_is_not_out_leads_to_the_day_before(came_to):
    assert titles(came_to["daily"]) == ["前天"]
    assert came_to["daily"]["stats"]["list/day_back"] == 2


def test_wordpress_posts_need_no_page(came_to):
    (item,) = came_to["wp"]["items"]
    assert (item["title"], item["section"]) == ("港股“收升”", "財經")
    assert item["published_raw"] == "2026-11-20T01:30:00Z"
    assert len(item["body"]) == 2


def test_feeds_with_whole_articles_and_a_bare_ampersand(came_to):
    (item,) = came_to["atom"]["items"]
    assert (item["title"], item["body"]) == ("甲&乙", [TEXT])


def test_a_sitemap_index_leads_to_its_newest_map(came_to):
    (item,) = came_to["sitemap"]["items"]
    assert (item["title"], item["published_raw"]) == ("地图", "2026-11-20T09:30:00+08:00")
    assert "/old.xml" not in came_to["sitemap"]["asked"]


@pytest.mark.parametrize("name", ["slipportal", "slipfeed", "slipjson", "slippaper"])
def test_an_address_that_is_none_costs_no_other_article_of_its_list(name, came_to):
    assert titles(came_to[name]) == ["好"]
    assert reasons(came_to[name]) == []
    assert "spider_exceptions/count" not in came_to[name]["stats"]


def test_sitemaps_that_lead_to_sitemaps_without_end_are_not_followed_for_ever(came_to):
    assert came_to["nested"]["asked"] == ["/0.xml", "/1.xml", "/2.xml"]
    assert "spider_exceptions/count" not in came_to["nested"]["stats"]


def test_a_crawl_that_goes_back_reads_of_an_index_as_many_sitemaps_as_of_any_list_pages(came_to):
    assert sorted(came_to["manymaps"]["asked"]) == ["/4.xml", "/5.xml", "/all.xml"]
    assert came_to["manymaps"]["stats"]["list/sitemaps_left"] == 3
