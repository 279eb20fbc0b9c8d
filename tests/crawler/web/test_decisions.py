"""Decisions: made in somebody's name, from our own pages only, and as ``scrapy spam`` makes them."""

import re
import urllib.request
from urllib.parse import quote, urlencode

import pytest


@pytest.fixture
def cut(dashboard):
    return dashboard.database.spam_spans.find_one({"field": "body"}, sort=[("start", 1)])


def post(dashboard, path, *, headers=(), **form):
    given = {"Origin": dashboard.address, **dict(headers)}
    request = urllib.request.Request(
        dashboard.address + path,
        urlencode(form).encode(),
        {name: value for name, value in given.items() if value},
    )
    return dashboard.send(request)


def token(dashboard):
    return re.search(r'name="token" value="([^"]+)"', dashboard.get("/review?state=cut")[2])[1]


def path_of(span):
    return f"/spans/{quote(span['_id'])}/judgement?at=n2"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"headers": {"Origin": "http://elsewhere.example"}}, "not sent from a page of this dashboard"),
        ({"headers": {"Origin": "null"}}, "not sent from a page of this dashboard"),
        ({"headers": {"Origin": "http://["}}, "not sent from a page of this dashboard"),
        ({"headers": {"Origin": ""}}, "not sent from a page of this dashboard"),
        ({"token": "guessed"}, "from an earlier start of the dashboard"),
        ({"token": "猜"}, "from an earlier start of the dashboard"),
        ({"headers": {"Host": "rebound.example"}}, "is no name of this dashboard"),
        ({"by": " "}, "Who decides?"),
        ({"verdict": "deleted"}, "is no decision"),
    ],
)
def test_a_decision_that_nobody_here_made_is_none(dashboard, cut, wrong, said):
    form = {"token": token(dashboard), "by": "li", "verdict": "restored", "back": "/review"} | wrong
    status, _, page = post(dashboard, path_of(cut), **form)
    assert (status, said in page) in {(403, True), (400, True)}, page
    assert dashboard.database.spam_spans.find_one({"_id": cut["_id"]}) == cut


def test_nothing_is_decided_by_a_link(dashboard, cut):
    assert dashboard.get(path_of(cut))[0] == 405


def test_a_foreign_name_for_this_machine_is_shown_nothing(dashboard):
    status, _, page = dashboard.get("/", Host="rebound.example:80")
    assert status == 403
    assert "sample_sd" not in page
    assert [dashboard.get("/", Host=host)[0] for host in ("localhost:1", "127.0.0.1", "[::1]:8765")] == [
        200
    ] * 3


def test_a_cut_is_put_back_and_confirmed_in_the_name_of_who_said_so(dashboard, cut):
    form = {"token": token(dashboard), "by": "王 小明", "back": "/review?state=cut&kind="}
    status, headers, page = post(dashboard, path_of(cut), verdict="restored", **form)
    assert status == 303, page
    assert headers["Location"].endswith(f"/review?state=cut&judged={quote(cut['_id'], safe='')}#n2")
    cookie = headers["Set-Cookie"].partition(";")[0]
    assert "HttpOnly" in headers["Set-Cookie"]
    article = dashboard.article(1)
    assert cut["text"] in article["body"]["original"]
    span = dashboard.database.spam_spans.find_one({"_id": cut["_id"]})
    assert (span["state"], span["reviewed_by"]) == ("restored", "王 小明")
    _, _, page = dashboard.get("/review?judged=" + quote(cut["_id"]), Cookie=cookie)
    assert "Judged to be the outlet’s own" in page
    assert 'value="王 小明"' in page
    assert post(dashboard, path_of(cut), verdict="confirmed", **form)[0] == 303
    assert cut["text"] not in dashboard.article(1)["body"]["original"]


@pytest.mark.parametrize(
    "back",
    [
        "//elsewhere.example/",
        "http://elsewhere.example/",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "//[",
        "",
    ],
)
def test_the_way_back_stays_here(dashboard, back):
    _, headers, _ = post(dashboard, "/reviewer", token=token(dashboard), by="li", back=back)
    assert re.match(r"/(?![/\\])", headers["Location"].removeprefix(dashboard.address))


def test_a_span_that_is_gone_is_named(dashboard):
    status, _, page = post(
        dashboard, "/spans/nobody:body:0-1/judgement", token=token(dashboard), by="li", verdict="restored"
    )
    assert status == 404
    assert "No span known as “nobody:body:0-1”" in page
