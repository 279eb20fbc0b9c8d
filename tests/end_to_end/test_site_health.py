"""A site is hacked, redesigned, and mended: the team hears of each, once."""

import json
import re
from dataclasses import replace

import pytest

from crawler.sample_press.content import Spam

pytest.importorskip("apprise", reason="messages need the extra `alerts`")
SITE = "sample_gangwan"


def rewrite(press, pages, change):
    """Change the bytes of a paper's pages, as an intruder or a new template does."""
    answers = press.sites["gangwan"].answers
    for url in [url for url in answers if re.search(pages, url)]:
        answers[url] = replace(answers[url], body=change(answers[url].body))


def injected(body):
    links = " | ".join(f'<a href="/promo/{n}.html">{text}</a>' for n, text in enumerate(Spam().texts["tail"]))
    return body.replace(b"<footer>", links.encode("ascii", "xmlcharrefreplace") + b"<footer>")


def undated(body):
    return re.sub(rb'<span class="date">.*?</span>|"datePublished": "[^"]*"', b'"dateless": ""', body)


@pytest.fixture(scope="module")
def told(start, message_server):
    """A paper's crawls, one per chapter: what was said, what is stored, which messages came."""
    messages, address = message_server
    crawl = start(ALERT_URLS=address)
    chapters = {}

    def crawl_again(chapter):
        messages.clear()
        done = crawl.scrapy("crawl", SITE, "-a", "full=1")
        titles = sorted(message["title"] for message in messages)
        chapters[chapter] = {"done": done, "health": crawl.database.sites.find_one(), "titles": titles}

    crawl_again("usual")
    rewrite(crawl.press, "/article/|/sran008", injected)
    crawl_again("hacked")
    chapters["command"] = crawl.scrapy("health", "--json")
    crawl.press._build("gangwan")  # the intruder is out …
    rewrite(crawl.press, "/article/", undated)  # … and the template is new
    crawl_again("redesigned")
    rewrite(crawl.press, "/sran", lambda body: body.replace(b"main-listing-container", b"feed"))
    crawl_again("lists redesigned, too")
    crawl.press._build("gangwan")
    crawl_again("mended")
    chapters["table"] = crawl.scrapy("health")
    return crawl, chapters


def kinds(chapter):
    return {f"{alarm['kind']} {alarm['about']}".strip() for alarm in chapter["health"]["alarms"]}


def test_a_usual_crawl_raises_no_alarm(told):
    usual = told[1]["usual"]
    assert (usual["health"]["state"], kinds(usual), usual["titles"]) == ("ok", set(), [])
    last = usual["health"]["last_run"]
    assert (last["looked"], last["new"], last["fields"]["date"], last["lists_checked"]) == (8, 8, 8, 2)
    assert sum(row["links"] for row in last["lists"]) == 8


def test_a_hacked_site_is_told_with_its_pages(told):
    hacked = told[1]["hacked"]
    assert kinds(hacked) == {"hacked", "list_hacked"}
    assert hacked["health"]["state"] == "broken"  # every page of it
    assert hacked["titles"] == [f"{SITE}: hacked began", f"{SITE}: list_hacked began"]
    assert f"alarm: {SITE}: hacked: 8 of 8 pages carry injected content" in hacked["done"].stderr
    evidence = {alarm["kind"]: alarm["evidence"] for alarm in hacked["health"]["alarms"]}
    assert evidence["list_hacked"] == ["http://fin.gangwan.example/sran008"]
    assert all("/article/" in url for url in evidence["hacked"])


def test_no_page_an_intruder_links_to_is_asked_for(told):
    assert [url for url in told[0].press.hits if "/promo/" in url] == []


def test_a_redesign_is_told_as_what_it_broke(told):
    redesigned = told[1]["redesigned"]
    assert kinds(redesigned) == {"field_lost date"}
    assert redesigned["titles"] == [
        f"{SITE}: field_lost date began",
        f"{SITE}: hacked ended",
        f"{SITE}: list_hacked ended",
    ]


def test_lists_that_name_nothing_are_told_and_what_goes_on_is_not_told_again(told):
    first, then = told[1]["redesigned"], told[1]["lists redesigned, too"]
    assert kinds(then) == {"field_lost date", "no_list_links"}
    assert then["titles"] == [f"{SITE}: no_list_links began"]
    assert "field_lost" not in then["done"].stderr
    assert first["health"]["alarms"][0]["since"] in [alarm["since"] for alarm in then["health"]["alarms"]]


def test_a_mended_site_is_well_and_its_story_is_kept(told):
    mended = told[1]["mended"]
    assert (mended["health"]["state"], kinds(mended)) == ("ok", set())
    assert mended["titles"] == [f"{SITE}: field_lost date ended", f"{SITE}: no_list_links ended"]
    assert len(mended["health"]["ended"]) == 4
    assert all(alarm["ended_at"] for alarm in mended["health"]["ended"])


def test_the_command_tells_a_scheduler_and_a_person(told):
    for_programs, for_people = told[1]["command"], told[1]["table"]
    (line,) = for_programs.stdout.splitlines()
    assert (json.loads(line)["site"], json.loads(line)["state"], for_programs.returncode) == (
        SITE,
        "broken",
        1,
    )
    assert for_people.returncode == 0
    assert re.search(rf"{SITE} +ok ", for_people.stdout)


def test_an_unknown_site_is_named(told):
    done = told[0].scrapy("health", "--site", "nobody")
    assert done.returncode == 2
    assert "nobody" in done.stderr
