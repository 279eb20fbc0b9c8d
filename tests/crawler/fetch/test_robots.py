"""robots.txt while requests that wait for it are given up."""

import asyncio
from types import SimpleNamespace

import pytest
from scrapy import Request, Spider
from scrapy.http import TextResponse
from scrapy.utils.test import get_crawler

from crawler.fetch.robots import RobotsMiddleware

PAGE = Request("http://news.example/a.html")


class Engine:
    """Answers when it is told to."""

    def __init__(self):
        self.asked = 0
        self.answer = None

    async def download_async(self, request):
        self.asked += 1
        self.answer = asyncio.get_running_loop().create_future()
        body = await self.answer
        return TextResponse(request.url, body=body)


@pytest.fixture
def robots():
    crawler = get_crawler(Spider, {"ROBOTSTXT_OBEY": True})
    crawler.engine = Engine()
    return SimpleNamespace(middleware=RobotsMiddleware(crawler), engine=crawler.engine)


def test_a_request_that_is_given_up_takes_none_of_those_that_wait_with_it(robots):
    async def go():
        first, second = [asyncio.ensure_future(robots.middleware.robot_parser(PAGE)) for _ in range(2)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.sleep(0)
        robots.engine.answer.set_result(b"User-agent: *\nDisallow: /a")
        rules = await second
        return first.cancelled(), rules.allowed(PAGE.url, "x"), robots.engine.asked

    assert asyncio.run(go()) == (True, False, 1)


def test_what_failed_with_nobody_waiting_is_asked_for_anew(robots):
    async def go():
        only = asyncio.ensure_future(robots.middleware.robot_parser(PAGE))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        only.cancel()
        robots.engine.answer.set_exception(OSError("line broke"))
        await asyncio.sleep(0.01)
        again = asyncio.ensure_future(robots.middleware.robot_parser(PAGE))
        await asyncio.sleep(0.01)
        robots.engine.answer.set_result(b"")
        return (await again).allowed(PAGE.url, "x"), robots.engine.asked

    assert asyncio.run(go()) == (True, 2)
